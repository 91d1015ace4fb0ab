// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {EventChain} from "./audit/EventChain.sol";
import {
    Administration,
    Authority,
    Binding,
    DirectoryEntry,
    Endorsement,
    IConsortium,
    Listing,
    Officer,
    Organisation,
    OrganisationStatus,
    SuspensionReason
} from "./interfaces/IConsortium.sol";
import {ContractRole, ListingState, Stage} from "./types/ContractRoles.sol";
import {
    EndorsementId,
    NO_ENDORSEMENT,
    NO_OFFICER,
    NO_ORGANISATION,
    OfficerId,
    OrganisationId,
    checkedFirstId
} from "./types/Ids.sol";
import {KindSet, Role, RoleSet} from "./types/Roles.sol";

/// @dev A slot of its own: code that packs several into one would be larger than what it saves.
struct Seat {
    OfficerId officer;
}

/// @dev A slot of its own, as a seat is.
struct Voter {
    OrganisationId organisation;
}

/// @dev In whose name an act on an officer is done, and the other administrator's endorsement if one is used up.
struct Mandate {
    OrganisationId organisation;
    Role role;
    EndorsementId endorsement;
}

/// @dev The version of what is new. With a type, so that an event and its link are encoded by the same code.
uint64 constant FIRST_VERSION = 1;
uint40 constant FOR_EVER = type(uint40).max;
uint256 constant MAX_SUCCESSION = 4;
uint256 constant MAX_VOTERS = 64;
uint256 constant MAX_ADMINISTRATORS = 16;
/// @dev What ends every deadlock: a lost key leaves the count of those who can act when its term ends.
uint256 constant ADMINISTRATOR_TERM = 5 * 365 days;
uint40 constant STOP_TIME = 14 days;
uint40 constant FREEZE_TIME = 7 days;
/// @dev How long what was stopped or frozen cannot be again without confirmation.
uint40 constant RESPITE = 30 days;
uint40 constant ENDORSEMENT_TIME = 7 days;

/// @title Consortium
contract Consortium is EventChain, IConsortium {
    using Checkpoints for Checkpoints.Trace208;

    mapping(address account => Listing) private _listings;
    mapping(ContractRole role => address account) private _contractOf;
    mapping(OrganisationId organisation => Organisation) private _organisations;
    mapping(bytes18 publicCode => OrganisationId organisation) private _organisationByCode;
    /// @dev Successor or custodian of an organisation that ended.
    mapping(OrganisationId organisation => OrganisationId heir) private _heirs;
    mapping(OfficerId officer => Officer) private _officers;
    mapping(OfficerId officer => address account) private _accountOf;
    mapping(address account => Binding) private _bindings;
    /// @dev What held for an officer from a time on, each in one slot: roles, then validFrom, validUntil and the freeze.
    mapping(OfficerId officer => Checkpoints.Trace208) private _history;
    mapping(OrganisationId organisation => Administration) private _administrations;
    /// @dev Also those who left office, until another one takes their place. Written through a pointer, in `_seat`.
    // slither-disable-next-line uninitialized-state
    mapping(OrganisationId organisation => Seat[]) private _administrators;
    mapping(EndorsementId endorsement => Endorsement) private _endorsements;
    /// @dev The last endorsement of a call, by its hash.
    mapping(OfficerId officer => mapping(bytes32 callHash => EndorsementId endorsement)) private _endorsementOf;
    /// @dev Organisations that have a vote and have not ended.
    Voter[] private _voting;
    uint64 private _nextOrganisation;
    uint64 private _nextOfficer;
    uint64 private _nextEndorsement;

    /// @param firstId The first id of organisations, officers and endorsements; at least 1.
    /// @param directory The contracts of the deployment. Their code need not stand yet: an address that comes from the
    /// deployer's nonce is known before.
    constructor(uint64 firstId, DirectoryEntry[] memory directory) {
        _nextOrganisation = checkedFirstId(firstId);
        _nextOfficer = firstId;
        _nextEndorsement = firstId;
        for (uint256 i = 0; i < directory.length; ++i) {
            _list(directory[i].role, directory[i].account, Role.FOUNDER);
        }
    }

    // --- the directory ---

    /// @inheritdoc IConsortium
    function listContract(ContractRole role, address account) external {
        _onlyDecision();
        require(account.code.length != 0, ListingWithoutCode(account));
        _list(role, account, Role.DECISION);
    }

    /// @inheritdoc IConsortium
    function closeContract(address account, bytes32 expectedHead) external {
        _onlyDecision();
        Listing storage entry = _listings[account];
        ListingState state = entry.state;
        require(state == ListingState.WINDING_DOWN, ListingNotWindingDown(account, state));
        bytes32 finalHead = EventChain(account).head();
        require(finalHead == expectedHead, ListingHeadChanged(account, finalHead, expectedHead));

        entry.state = ListingState.CLOSED;
        uint64 version = ++entry.version;

        emit ContractClosed(account, msg.sender, NO_ORGANISATION, Role.DECISION, version, finalHead);
        _link(ContractClosed.selector, uint160(account), abi.encode(NO_ORGANISATION, Role.DECISION, version, finalHead));
    }

    /// @inheritdoc IConsortium
    function stopContract(address account) external {
        _onlyDecision();
        Listing storage entry = _listings[account];
        require(block.timestamp >= entry.stoppableFrom, ListingStopTooSoon(account, entry.stoppableFrom));
        uint40 until = uint40(block.timestamp) + STOP_TIME;
        entry.stoppableFrom = until + RESPITE;
        _pause(account, until, Role.GUARDIAN);
    }

    /// @inheritdoc IConsortium
    function pauseContract(address account, uint40 until) external {
        _onlyDecision();
        _pause(account, until, Role.DECISION);
    }

    /// @inheritdoc IConsortium
    function resumeContract(address account) external {
        _onlyDecision();
        require(block.timestamp < _listings[account].pausedUntil, ListingNotPaused(account));
        _setPause(account, 0, Role.DECISION);
    }

    // --- organisations ---

    /// @inheritdoc IConsortium
    function admitOrganisation(bytes18 publicCode, KindSet kinds, bool voting)
        external
        returns (OrganisationId organisation)
    {
        _onlyDecision();
        _requirePublicCode(publicCode);
        OrganisationId holder = _organisationByCode[publicCode];
        require(holder == NO_ORGANISATION, PublicCodeTaken(publicCode, holder));
        _requireKinds(kinds);

        organisation = OrganisationId.wrap(_nextOrganisation++);
        _setVoting(organisation, false, voting);
        Organisation storage entry = _organisations[organisation];
        entry.version = FIRST_VERSION;
        entry.status = OrganisationStatus.ACTIVE;
        entry.kinds = kinds;
        entry.voting = voting;
        entry.publicCode = publicCode;
        _organisationByCode[publicCode] = organisation;

        emit OrganisationAdmitted(
            organisation, msg.sender, NO_ORGANISATION, Role.DECISION, FIRST_VERSION, publicCode, kinds, voting
        );
        _link(
            OrganisationAdmitted.selector,
            OrganisationId.unwrap(organisation),
            abi.encode(NO_ORGANISATION, Role.DECISION, FIRST_VERSION, publicCode, kinds, voting)
        );
    }

    /// @inheritdoc IConsortium
    function amendOrganisation(OrganisationId organisation, uint64 seenVersion, KindSet kinds, bool voting) external {
        _onlyDecision();
        Organisation storage entry = _notEnded(organisation, seenVersion);
        _requireKinds(kinds);
        require(!(entry.kinds == kinds && entry.voting == voting), OrganisationUnchanged(organisation, kinds));

        _setVoting(organisation, entry.voting, voting);
        entry.kinds = kinds;
        entry.voting = voting;
        uint64 version = ++entry.version;

        emit OrganisationAmended(organisation, msg.sender, NO_ORGANISATION, Role.DECISION, version, kinds, voting);
        _link(
            OrganisationAmended.selector,
            OrganisationId.unwrap(organisation),
            abi.encode(NO_ORGANISATION, Role.DECISION, version, kinds, voting)
        );
    }

    /// @inheritdoc IConsortium
    function suspendOrganisation(OrganisationId organisation, uint64 seenVersion, SuspensionReason reason) external {
        _onlyDecision();
        Organisation storage entry = _atVersion(organisation, seenVersion);
        _requireActive(organisation, entry.status);

        entry.status = OrganisationStatus.SUSPENDED;
        uint64 version = ++entry.version;

        emit OrganisationSuspended(organisation, msg.sender, NO_ORGANISATION, Role.DECISION, version, reason);
        _link(
            OrganisationSuspended.selector,
            OrganisationId.unwrap(organisation),
            abi.encode(NO_ORGANISATION, Role.DECISION, version, reason)
        );
    }

    /// @inheritdoc IConsortium
    function reinstateOrganisation(OrganisationId organisation, uint64 seenVersion) external {
        _onlyDecision();
        Organisation storage entry = _atVersion(organisation, seenVersion);
        OrganisationStatus status = entry.status;
        require(status == OrganisationStatus.SUSPENDED, OrganisationNotSuspended(organisation, status));

        entry.status = OrganisationStatus.ACTIVE;
        uint64 version = ++entry.version;

        emit OrganisationReinstated(organisation, msg.sender, NO_ORGANISATION, Role.DECISION, version);
        _linkPlain(
            OrganisationReinstated.selector,
            OrganisationId.unwrap(organisation),
            NO_ORGANISATION,
            Role.DECISION,
            version
        );
    }

    /// @inheritdoc IConsortium
    function mergeOrganisation(OrganisationId organisation, uint64 seenVersion, OrganisationId successor) external {
        _end(organisation, seenVersion, successor, OrganisationStatus.MERGED);
    }

    /// @inheritdoc IConsortium
    function dissolveOrganisation(OrganisationId organisation, uint64 seenVersion, OrganisationId custodian) external {
        _end(organisation, seenVersion, custodian, OrganisationStatus.DISSOLVED);
    }

    // --- an organisation's own rule ---

    /// @inheritdoc IConsortium
    function setAdministratorRule(uint8 needed, uint64 seenVersion) external {
        OrganisationId organisation = _officers[_bindings[msg.sender].officer].organisation;
        Mandate memory by = _ownRule(organisation);
        Administration storage entry = _administrations[organisation];
        uint64 version = entry.version;
        require(version == seenVersion, AdministrationVersionStale(organisation, seenVersion, version));
        require(uint256(needed) + _neededOf(organisation) == 3, AdministratorRuleInvalid(organisation, needed));
        uint256 live = _countLive(organisation);
        require(live >= needed, AdministratorsTooFew(organisation, live, needed));

        entry.needed = needed;
        entry.version = ++version;

        emit AdministratorRuleSet(organisation, msg.sender, by.organisation, by.role, version, needed);
        _link(
            AdministratorRuleSet.selector,
            OrganisationId.unwrap(organisation),
            abi.encode(by.organisation, by.role, version, needed)
        );
        _useUp(by);
    }

    /// @inheritdoc IConsortium
    function endorse(bytes calldata call) external returns (EndorsementId endorsement) {
        Authority memory acting = _authority(msg.sender, Role.ADMINISTRATOR);
        bytes32 callHash = keccak256(call);
        EndorsementId last = _endorsementOf[acting.officer][callHash];
        require(!_isOpen(last), EndorsementExists(last));

        endorsement = EndorsementId.wrap(_nextEndorsement++);
        uint40 validUntil = uint40(block.timestamp) + ENDORSEMENT_TIME;
        Endorsement storage entry = _endorsements[endorsement];
        entry.version = FIRST_VERSION;
        entry.officer = acting.officer;
        entry.validUntil = validUntil;
        _endorsementOf[acting.officer][callHash] = endorsement;

        emit EndorsementGiven(
            endorsement, msg.sender, acting.organisation, Role.ADMINISTRATOR, FIRST_VERSION, validUntil, call
        );
        _link(
            EndorsementGiven.selector,
            EndorsementId.unwrap(endorsement),
            abi.encode(acting.organisation, Role.ADMINISTRATOR, FIRST_VERSION, validUntil, call)
        );
    }

    /// @inheritdoc IConsortium
    function withdrawEndorsement(EndorsementId endorsement) external {
        Authority memory acting = _authority(msg.sender, Role.ADMINISTRATOR);
        Endorsement storage entry = _endorsements[endorsement];
        OfficerId giver = entry.officer;
        require(giver == acting.officer, EndorsementForeign(endorsement, giver));
        require(block.timestamp < entry.validUntil, EndorsementOver(endorsement, entry.validUntil));

        uint64 version = _close(entry);

        emit EndorsementWithdrawn(endorsement, msg.sender, acting.organisation, Role.ADMINISTRATOR, version);
        _linkPlain(
            EndorsementWithdrawn.selector,
            EndorsementId.unwrap(endorsement),
            acting.organisation,
            Role.ADMINISTRATOR,
            version
        );
    }

    // --- officers ---

    /// @inheritdoc IConsortium
    function appointOfficer(
        OrganisationId organisation,
        address account,
        RoleSet roles,
        uint16 unit,
        uint40 validFrom,
        uint40 validUntil
    ) external returns (OfficerId officer) {
        Mandate memory by = _lookAfter(organisation);
        _requireFree(account);
        _requireTerms(by.role, roles, validFrom, validUntil);

        officer = OfficerId.wrap(_nextOfficer++);
        _officers[officer].version = FIRST_VERSION;
        _officers[officer].organisation = organisation;
        _setTerms(officer, roles, unit, validFrom, validUntil);
        _bind(officer, account);
        _changed(officer);
        _seat(organisation, officer, roles);

        emit OfficerAppointed(
            officer,
            msg.sender,
            by.organisation,
            by.role,
            FIRST_VERSION,
            organisation,
            account,
            roles,
            unit,
            validFrom,
            validUntil
        );
        _linkOfficer(
            OfficerAppointed.selector,
            officer,
            by,
            abi.encode(
                by.organisation, by.role, FIRST_VERSION, organisation, account, roles, unit, validFrom, validUntil
            )
        );
    }

    /// @inheritdoc IConsortium
    function amendOfficer(
        OfficerId officer,
        uint64 seenVersion,
        RoleSet roles,
        uint16 unit,
        uint40 validFrom,
        uint40 validUntil
    ) external {
        Officer storage entry = _inOfficeAtVersion(officer, seenVersion);
        Mandate memory by = _lookAfter(entry.organisation);
        _requireTerms(by.role, roles, validFrom, validUntil);
        require(!_hasTerms(entry, roles, unit, validFrom, validUntil), OfficerTermsUnchanged(officer));

        _setTerms(officer, roles, unit, validFrom, validUntil);
        uint64 version = ++entry.version;
        _changed(officer);
        _seat(entry.organisation, officer, roles);

        emit OfficerAmended(officer, msg.sender, by.organisation, by.role, version, roles, unit, validFrom, validUntil);
        _linkOfficer(
            OfficerAmended.selector,
            officer,
            by,
            abi.encode(by.organisation, by.role, version, roles, unit, validFrom, validUntil)
        );
    }

    /// @inheritdoc IConsortium
    function dismissOfficer(OfficerId officer, uint64 seenVersion) external {
        Officer storage entry = _inOfficeAtVersion(officer, seenVersion);
        Mandate memory by = _lookAfter(entry.organisation);

        entry.validUntil = uint40(block.timestamp);
        uint64 version = ++entry.version;
        _changed(officer);

        emit OfficerDismissed(officer, msg.sender, by.organisation, by.role, version);
        _linkPlain(OfficerDismissed.selector, OfficerId.unwrap(officer), by.organisation, by.role, version);
        _useUp(by);
    }

    /// @inheritdoc IConsortium
    function rotateKey(OfficerId officer, uint64 seenVersion, address account) external {
        Officer storage entry = _inOfficeAtVersion(officer, seenVersion);
        Mandate memory by = _lookAfter(entry.organisation);
        _requireFree(account);

        address replaced = _accountOf[officer];
        _bindings[replaced].servesUntil = uint40(block.timestamp);
        _bind(officer, account);
        uint64 version = ++entry.version;
        _changed(officer);

        emit KeyRotated(officer, msg.sender, by.organisation, by.role, version, account, replaced);
        _linkOfficer(KeyRotated.selector, officer, by, abi.encode(by.organisation, by.role, version, account, replaced));
    }

    /// @inheritdoc IConsortium
    function freezeOfficer(OfficerId officer) external {
        OrganisationId organisation = _inOfficeAtVersion(officer, _officers[officer].version).organisation;
        Mandate memory by = _mandate(NO_ORGANISATION, Role.GUARDIAN);
        if (!_isDecision()) by = _administrator(organisation);
        Binding storage binding = _bindings[_accountOf[officer]];
        _requireNotFrozen(officer, binding.frozenUntil);
        require(block.timestamp >= binding.freezableFrom, OfficerFreezeTooSoon(officer, binding.freezableFrom));

        uint40 until = uint40(block.timestamp) + FREEZE_TIME;
        binding.freezableFrom = until + RESPITE;
        _setFreeze(officer, until, by);
    }

    /// @inheritdoc IConsortium
    function confirmFreeze(OfficerId officer, uint64 seenVersion) external {
        Mandate memory by = _ownRuleOrDecision(_inOfficeAtVersion(officer, seenVersion).organisation);
        uint40 frozenUntil = _bindings[_accountOf[officer]].frozenUntil;
        if (frozenUntil == FOR_EVER) _requireNotFrozen(officer, frozenUntil);
        if (by.role != Role.DECISION) _requireFrozen(officer, frozenUntil);
        _setFreeze(officer, FOR_EVER, by);
    }

    /// @inheritdoc IConsortium
    function thawOfficer(OfficerId officer, uint64 seenVersion) external {
        Mandate memory by = _ownRuleOrDecision(_inOfficeAtVersion(officer, seenVersion).organisation);
        Binding storage binding = _bindings[_accountOf[officer]];
        _requireFrozen(officer, binding.frozenUntil);

        binding.freezableFrom = uint40(block.timestamp) + RESPITE;
        _setFreeze(officer, 0, by);
    }

    // --- what other contracts and readers ask ---

    /// @inheritdoc IConsortium
    function authorise(address account, Role role, Stage stage) external view returns (Authority memory) {
        _requireTaken(_listings[msg.sender], stage);
        return _authority(account, role);
    }

    /// @inheritdoc IConsortium
    function requireReporter(address account, ContractRole role) external view {
        Listing storage entry = _listings[account];
        (ContractRole listed, ListingState state) = (entry.role, entry.state);
        require(listed == role && state != ListingState.NONE, ReporterNotListed(account, role));
        _requireNotClosed(account);
        _requireNotClosed(msg.sender);
    }

    /// @inheritdoc IConsortium
    function officerAt(address account, uint40 time) external view returns (OfficerId officer, RoleSet roles) {
        if (time > block.timestamp) revert TimeAhead(time, block.timestamp);
        Binding storage binding = _bindings[account];
        if (time < binding.servesFrom || binding.servesUntil <= time) return (officer, roles);
        uint256 past = _history[binding.officer].upperLookup(time);
        if (time < uint40(past >> 80) || uint40(past >> 40) <= time || time < uint40(past)) return (officer, roles);
        return (binding.officer, RoleSet.wrap(uint32(past >> 120)));
    }

    /// @inheritdoc IConsortium
    function requireActive(OrganisationId organisation) external view {
        OrganisationId present = _follow(organisation, false);
        _requireActive(present, _organisations[present].status);
    }

    /// @inheritdoc IConsortium
    function heirOf(OrganisationId organisation) external view returns (OrganisationId) {
        return _follow(organisation, true);
    }

    /// @inheritdoc IConsortium
    function successorOf(OrganisationId organisation) external view returns (OrganisationId) {
        return _follow(organisation, false);
    }

    /// @inheritdoc IConsortium
    function getOrganisation(OrganisationId organisation) external view returns (Organisation memory) {
        return _organisations[organisation];
    }

    /// @inheritdoc IConsortium
    function organisationByCode(bytes18 publicCode) external view returns (OrganisationId) {
        return _organisationByCode[publicCode];
    }

    /// @inheritdoc IConsortium
    function getOfficer(OfficerId officer) external view returns (Officer memory) {
        return _officers[officer];
    }

    /// @inheritdoc IConsortium
    function officerOf(address account) external view returns (OfficerId) {
        return _bindings[account].officer;
    }

    /// @inheritdoc IConsortium
    function accountOf(OfficerId officer) external view returns (address) {
        return _accountOf[officer];
    }

    /// @inheritdoc IConsortium
    function getBinding(address account) external view returns (Binding memory) {
        return _bindings[account];
    }

    /// @inheritdoc IConsortium
    function getAdministration(OrganisationId organisation) external view returns (Administration memory) {
        return _administrations[organisation];
    }

    /// @inheritdoc IConsortium
    function administratorsOf(OrganisationId organisation) external view returns (OfficerId[] memory found) {
        Seat[] storage seats = _administrators[organisation];
        found = new OfficerId[](_countLive(organisation));
        uint256 count = 0;
        for (uint256 i = 0; i < seats.length; ++i) {
            if (_isLive(seats[i].officer, false)) found[count++] = seats[i].officer;
        }
    }

    /// @inheritdoc IConsortium
    function meetsOwnRule(OrganisationId organisation) external view returns (bool) {
        return _meetsOwnRule(organisation);
    }

    /// @inheritdoc IConsortium
    function voters() external view returns (OrganisationId[] memory found) {
        uint256 count = 0;
        uint256 voting = _voting.length;
        for (uint256 i = 0; i < voting; ++i) {
            if (_counts(i)) ++count;
        }
        found = new OrganisationId[](count);
        for (uint256 i = _voting.length; count != 0;) {
            if (_counts(--i)) found[--count] = _voting[i].organisation;
        }
    }

    /// @inheritdoc IConsortium
    function getEndorsement(EndorsementId endorsement) external view returns (Endorsement memory) {
        return _endorsements[endorsement];
    }

    /// @inheritdoc IConsortium
    function getListing(address account) external view returns (Listing memory) {
        return _listings[account];
    }

    /// @inheritdoc IConsortium
    function contractOf(ContractRole role) external view returns (address) {
        return _contractOf[role];
    }

    // --- guards and shared steps ---

    function _list(ContractRole role, address account, Role actingRole) private {
        require(
            role != ContractRole.NONE && account != address(0) && account != address(this),
            ListingInvalid(role, account)
        );
        // A version, and no balance or time that others could shift: equality is what is meant.
        // slither-disable-next-line incorrect-equality
        require(_listings[account].version == 0, ListingExists(account));
        OfficerId officer = _bindings[account].officer;
        require(officer == NO_OFFICER, ListingServesOfficer(account, officer));

        address replaced = _contractOf[role];
        uint64 replacedVersion = 0;
        if (replaced != address(0)) {
            Listing storage former = _listings[replaced];
            former.state = ListingState.WINDING_DOWN;
            replacedVersion = ++former.version;
        }
        Listing storage entry = _listings[account];
        entry.version = FIRST_VERSION;
        entry.role = role;
        entry.state = ListingState.CURRENT;
        _contractOf[role] = account;

        emit ContractListed(
            account, msg.sender, NO_ORGANISATION, actingRole, FIRST_VERSION, role, replaced, replacedVersion
        );
        _link(
            ContractListed.selector,
            uint160(account),
            abi.encode(NO_ORGANISATION, actingRole, FIRST_VERSION, role, replaced, replacedVersion)
        );
    }

    /// @dev No cycle can arise: an heir is active and another one, and what ended is never active again.
    function _end(OrganisationId organisation, uint64 seen, OrganisationId heir, OrganisationStatus status) private {
        _onlyDecision();
        Organisation storage entry = _notEnded(organisation, seen);
        require(heir != organisation, OrganisationHeirItself(organisation));
        Organisation storage next = _organisations[heir];
        _requireActive(heir, next.status);
        uint8 steps = entry.succession + 1;
        require(steps <= MAX_SUCCESSION, OrganisationSuccessionTooDeep(heir, steps));

        _setVoting(organisation, entry.voting, false);
        entry.status = status;
        entry.voting = false;
        _heirs[organisation] = heir;
        if (steps > next.succession) next.succession = steps;
        uint64 version = ++entry.version;
        uint64 heirVersion = ++next.version;

        emit OrganisationEnded(
            organisation, msg.sender, NO_ORGANISATION, Role.DECISION, version, status, heir, heirVersion
        );
        _link(
            OrganisationEnded.selector,
            OrganisationId.unwrap(organisation),
            abi.encode(NO_ORGANISATION, Role.DECISION, version, status, heir, heirVersion)
        );
    }

    function _pause(address account, uint40 until, Role by) private {
        Listing storage entry = _listings[account];
        ListingState state = entry.state;
        require(
            entry.role != ContractRole.DECISIONS
                && (state == ListingState.CURRENT || state == ListingState.WINDING_DOWN),
            ListingNotPausable(account, entry.role, state)
        );
        uint40 pausedUntil = entry.pausedUntil;
        require(until > block.timestamp && until > pausedUntil, ListingPauseTooShort(account, until, pausedUntil));
        _setPause(account, until, by);
    }

    function _setPause(address account, uint40 until, Role by) private {
        Listing storage entry = _listings[account];
        entry.pausedUntil = until;
        uint64 version = ++entry.version;

        emit PauseSet(account, msg.sender, NO_ORGANISATION, by, version, until);
        _link(PauseSet.selector, uint160(account), abi.encode(NO_ORGANISATION, by, version, until));
    }

    function _setFreeze(OfficerId officer, uint40 until, Mandate memory by) private {
        address account = _accountOf[officer];
        _bindings[account].frozenUntil = until;
        uint64 version = ++_officers[officer].version;
        _changed(officer);

        emit FreezeSet(officer, msg.sender, by.organisation, by.role, version, account, until);
        _linkOfficer(FreezeSet.selector, officer, by, abi.encode(by.organisation, by.role, version, account, until));
    }

    /// @dev The link of an event that says nothing besides what every event says.
    function _linkPlain(bytes32 signature, uint256 object, OrganisationId organisation, Role role, uint64 version)
        private
    {
        _link(signature, object, abi.encode(organisation, role, version));
    }

    /// @dev The link of an act on an officer and, where the act needed one, the endorsement that it used.
    function _linkOfficer(bytes32 signature, OfficerId officer, Mandate memory by, bytes memory data) private {
        _link(signature, OfficerId.unwrap(officer), data);
        _useUp(by);
    }

    function _useUp(Mandate memory by) private {
        if (by.endorsement == NO_ENDORSEMENT) return;

        uint64 version = _close(_endorsements[by.endorsement]);

        emit EndorsementUsed(by.endorsement, msg.sender, by.organisation, by.role, version);
        _linkPlain(EndorsementUsed.selector, EndorsementId.unwrap(by.endorsement), by.organisation, by.role, version);
    }

    function _close(Endorsement storage entry) private returns (uint64) {
        entry.validUntil = uint40(block.timestamp);
        return ++entry.version;
    }

    function _setVoting(OrganisationId organisation, bool before, bool voting) private {
        if (before == voting) return;
        uint256 count = _voting.length;
        if (voting) {
            require(count < MAX_VOTERS, VotersExceeded(organisation));
            _voting.push(Voter(organisation));
            return;
        }
        for (uint256 i = 0; i < count; ++i) {
            if (_voting[i].organisation == organisation) _voting[i] = _voting[count - 1];
        }
        _voting.pop();
    }

    function _setTerms(OfficerId officer, RoleSet roles, uint16 unit, uint40 validFrom, uint40 validUntil) private {
        Officer storage entry = _officers[officer];
        entry.roles = roles;
        entry.unit = unit;
        entry.validFrom = validFrom;
        entry.validUntil = validUntil;
    }

    function _bind(OfficerId officer, address account) private {
        _accountOf[officer] = account;
        Binding storage binding = _bindings[account];
        binding.officer = officer;
        binding.servesFrom = uint40(block.timestamp);
        binding.servesUntil = FOR_EVER;
    }

    /// @dev Keeps what holds for an officer from this block on; the last change of a second stands for it.
    function _changed(OfficerId officer) private {
        Officer storage entry = _officers[officer];
        uint256 past = RoleSet.unwrap(entry.roles);
        past = past << 40 | entry.validFrom;
        past = past << 40 | entry.validUntil;
        past = past << 40 | _bindings[_accountOf[officer]].frozenUntil;
        // What it returns are the keys' values before and after, which nobody asks for.
        // slither-disable-next-line unused-return
        _history[officer].push(uint48(block.timestamp), uint208(past));
    }

    /// @dev Gives an administrator a place among the 16 of its organisation: its own, one of who left, or a new one.
    function _seat(OrganisationId organisation, OfficerId officer, RoleSet roles) private {
        if (!roles.hasRole(Role.ADMINISTRATOR)) return;
        Seat[] storage seats = _administrators[organisation];
        uint256 count = seats.length;
        uint256 place = count;
        for (uint256 i = 0; i < count; ++i) {
            OfficerId other = seats[i].officer;
            if (other == officer) return;
            if (place == count && _hasLeft(_officers[other])) place = i;
        }
        require(place < MAX_ADMINISTRATORS, AdministratorsExceeded(organisation));
        if (place == count) seats.push();
        seats[place].officer = officer;
    }

    function _hasLeft(Officer storage entry) private view returns (bool) {
        return !entry.roles.hasRole(Role.ADMINISTRATOR) || entry.validUntil <= block.timestamp;
    }

    function _isDecision() private view returns (bool) {
        return msg.sender == _contractOf[ContractRole.DECISIONS];
    }

    function _onlyDecision() private view {
        require(_isDecision(), ConsortiumDecisionRequired(msg.sender));
    }

    /// @dev Who looks after officers: their organisation by its own rule, or a decision while it cannot.
    function _lookAfter(OrganisationId organisation) private view returns (Mandate memory) {
        OrganisationStatus status = _organisations[organisation].status;
        require(status != OrganisationStatus.NONE, OrganisationUnknown(organisation));
        if (!_isDecision()) return _ownRule(organisation);
        require(status <= OrganisationStatus.SUSPENDED, OrganisationNotActive(organisation, status));
        require(!_meetsOwnRule(organisation), OrganisationMeetsItsRule(organisation));
        return _mandate(NO_ORGANISATION, Role.DECISION);
    }

    function _ownRuleOrDecision(OrganisationId organisation) private view returns (Mandate memory) {
        if (!_isDecision()) return _ownRule(organisation);
        return _mandate(NO_ORGANISATION, Role.DECISION);
    }

    /// @dev An administrator of the organisation and, where it needs two, the endorsement of exactly this call by
    /// another one who can act now.
    function _ownRule(OrganisationId organisation) private view returns (Mandate memory by) {
        by = _administrator(organisation);
        if (_neededOf(organisation) == 1) return by;
        OfficerId acting = _bindings[msg.sender].officer;
        bytes32 callHash = keccak256(msg.data);
        Seat[] storage seats = _administrators[organisation];
        for (uint256 i = 0; i < seats.length; ++i) {
            OfficerId other = seats[i].officer;
            by.endorsement = _endorsementOf[other][callHash];
            if (!(other == acting) && _isOpen(by.endorsement) && _isLive(other, false)) return by;
        }
        revert EndorsementMissing(organisation, callHash);
    }

    function _administrator(OrganisationId organisation) private view returns (Mandate memory) {
        OrganisationId acting = _authority(msg.sender, Role.ADMINISTRATOR).organisation;
        require(acting == organisation, AdministratorForeign(acting, organisation));
        return _mandate(organisation, Role.ADMINISTRATOR);
    }

    function _mandate(OrganisationId organisation, Role role) private pure returns (Mandate memory) {
        return Mandate({organisation: organisation, role: role, endorsement: NO_ENDORSEMENT});
    }

    function _isOpen(EndorsementId endorsement) private view returns (bool) {
        return block.timestamp < _endorsements[endorsement].validUntil;
    }

    function _neededOf(OrganisationId organisation) private view returns (uint8) {
        return _administrations[organisation].needed == 2 ? 2 : 1;
    }

    function _meetsOwnRule(OrganisationId organisation) private view returns (bool) {
        return _organisations[organisation].status == OrganisationStatus.ACTIVE
            && _countLive(organisation) >= _neededOf(organisation);
    }

    /// @dev How many administrators are in office and not frozen.
    function _countLive(OrganisationId organisation) private view returns (uint256 count) {
        Seat[] storage seats = _administrators[organisation];
        for (uint256 i = 0; i < seats.length; ++i) {
            if (_isLive(seats[i].officer, false)) ++count;
        }
    }

    /// @param despiteFreeze Whether a freeze that nobody confirmed is looked away from.
    function _isLive(OfficerId officer, bool despiteFreeze) private view returns (bool) {
        Officer storage entry = _officers[officer];
        if (_hasLeft(entry) || block.timestamp < entry.validFrom) return false;
        uint40 frozenUntil = _bindings[_accountOf[officer]].frozenUntil;
        return despiteFreeze ? frozenUntil != FOR_EVER : block.timestamp >= frozenUntil;
    }

    /// @dev Whether the organisation in a place among those that have a vote counts now.
    function _counts(uint256 place) private view returns (bool) {
        OrganisationId organisation = _voting[place].organisation;
        if (_organisations[organisation].status != OrganisationStatus.ACTIVE) return false;
        Seat[] storage seats = _administrators[organisation];
        for (uint256 i = 0; i < seats.length; ++i) {
            if (_isLive(seats[i].officer, true)) return true;
        }
        return false;
    }

    /// @dev The members of a slot are read together, so that one load does for all of them.
    function _authority(address account, Role role) private view returns (Authority memory acting) {
        OfficerId officer = _servant(account);
        Officer storage entry = _officers[officer];
        (OrganisationId organisation, RoleSet roles, uint16 unit, uint40 validFrom, uint40 validUntil) =
            (entry.organisation, entry.roles, entry.unit, entry.validFrom, entry.validUntil);
        acting.organisation = organisation;
        acting.officer = officer;
        acting.unit = unit;
        require(
            validFrom <= block.timestamp && block.timestamp < validUntil,
            OfficerNotInOffice(officer, validFrom, validUntil, block.timestamp)
        );
        require(roles.hasRole(role), OfficerRoleMissing(officer, role, roles));
        _requireMember(organisation, role);
    }

    /// @dev The officer whom an account serves now.
    function _servant(address account) private view returns (OfficerId) {
        Binding storage binding = _bindings[account];
        (OfficerId officer, uint40 servesUntil, uint40 frozenUntil) =
            (binding.officer, binding.servesUntil, binding.frozenUntil);
        require(!(officer == NO_OFFICER), AccountUnknown(account));
        require(block.timestamp < servesUntil, AccountRetired(account, officer, servesUntil));
        _requireNotFrozen(officer, frozenUntil);
        return officer;
    }

    function _requireMember(OrganisationId organisation, Role role) private view {
        Organisation storage entry = _organisations[organisation];
        (OrganisationStatus status, KindSet kinds) = (entry.status, entry.kinds);
        _requireActive(organisation, status);
        KindSet needed = role.kindsOf();
        require(kinds.intersects(needed), OrganisationKindMissing(organisation, role, kinds, needed));
    }

    function _requireFrozen(OfficerId officer, uint40 frozenUntil) private view {
        require(block.timestamp < frozenUntil, OfficerNotFrozen(officer));
    }

    function _requireNotFrozen(OfficerId officer, uint40 frozenUntil) private view {
        require(block.timestamp >= frozenUntil, OfficerFrozen(officer, frozenUntil));
    }

    function _notEnded(OrganisationId organisation, uint64 seen) private view returns (Organisation storage entry) {
        entry = _atVersion(organisation, seen);
        OrganisationStatus status = entry.status;
        require(status <= OrganisationStatus.SUSPENDED, OrganisationNotActive(organisation, status));
    }

    function _requireFree(address account) private view {
        require(account != address(0), AccountZero());
        // A version, and no balance or time that others could shift: equality is what is meant.
        // slither-disable-next-line incorrect-equality
        require(_listings[account].version == 0, AccountListed(account));
        OfficerId holder = _bindings[account].officer;
        require(holder == NO_OFFICER, AccountTaken(account, holder));
    }

    function _atVersion(OrganisationId organisation, uint64 seen) private view returns (Organisation storage entry) {
        entry = _organisations[organisation];
        uint64 version = entry.version;
        require(version != 0, OrganisationUnknown(organisation));
        require(version == seen, OrganisationVersionStale(organisation, seen, version));
    }

    /// @dev An officer who left office is history: whoever comes back is appointed anew, with a new account.
    function _inOfficeAtVersion(OfficerId officer, uint64 seen) private view returns (Officer storage entry) {
        entry = _officers[officer];
        uint64 version = entry.version;
        require(version != 0, OfficerUnknown(officer));
        require(version == seen, OfficerVersionStale(officer, seen, version));
        uint40 validUntil = entry.validUntil;
        require(block.timestamp < validUntil, OfficerTermOver(officer, validUntil));
    }

    /// @dev From an organisation that merged, or if `dissolved` also from one that dissolved, to who came after it. The
    /// steps are bounded where they are made.
    function _follow(OrganisationId organisation, bool dissolved) private view returns (OrganisationId) {
        OrganisationStatus status = _organisations[organisation].status;
        while (status == OrganisationStatus.MERGED || (dissolved && status == OrganisationStatus.DISSOLVED)) {
            organisation = _heirs[organisation];
            status = _organisations[organisation].status;
        }
        return organisation;
    }

    function _requireNotClosed(address account) private view {
        Listing storage entry = _listings[account];
        require(entry.state != ListingState.CLOSED, ContractIsClosed(account, entry.role));
    }

    function _requireTaken(Listing storage entry, Stage stage) private view {
        (ContractRole role, ListingState state, uint40 pausedUntil) = (entry.role, entry.state, entry.pausedUntil);
        if (state != ListingState.CURRENT) {
            require(state != ListingState.NONE, ContractNotListed(msg.sender));
            require(state != ListingState.CLOSED, ContractIsClosed(msg.sender, role));
            require(stage != Stage.BEGIN, ContractWindingDown(msg.sender, role));
        }
        require(stage == Stage.RELIEVE || block.timestamp >= pausedUntil, ContractPaused(msg.sender, pausedUntil));
    }

    function _requireActive(OrganisationId organisation, OrganisationStatus status) private pure {
        require(status != OrganisationStatus.NONE, OrganisationUnknown(organisation));
        require(status == OrganisationStatus.ACTIVE, OrganisationNotActive(organisation, status));
    }

    function _requireTerms(Role by, RoleSet roles, uint40 validFrom, uint40 validUntil) private view {
        require(roles.isAppointable(), OfficerRolesInvalid(roles));
        require(by != Role.DECISION || roles.isAdministratorAlone(), DecisionRolesInvalid(roles));
        require(validFrom < validUntil && block.timestamp < validUntil, OfficerTermEmpty(validFrom, validUntil));
        uint256 latest = block.timestamp + ADMINISTRATOR_TERM;
        require(!roles.hasRole(Role.ADMINISTRATOR) || validUntil <= latest, OfficerTermTooLong(validUntil, latest));
    }

    function _hasTerms(Officer storage entry, RoleSet roles, uint16 unit, uint40 validFrom, uint40 validUntil)
        private
        view
        returns (bool)
    {
        return RoleSet.unwrap(entry.roles) == RoleSet.unwrap(roles) && entry.unit == unit
            && entry.validFrom == validFrom && entry.validUntil == validUntil;
    }

    function _requireKinds(KindSet kinds) private pure {
        require(!kinds.isEmpty() && kinds.isKnown(), OrganisationKindsInvalid(kinds));
    }

    function _requirePublicCode(bytes18 publicCode) private pure {
        uint256 left = uint144(publicCode);
        for (uint256 i = 0; i < 18; ++i) {
            uint256 character = left & 0xFF;
            require(
                (character >= 0x30 && character <= 0x39) || (character >= 0x41 && character <= 0x5A),
                PublicCodeInvalid(publicCode)
            );
            left >>= 8;
        }
    }
}
