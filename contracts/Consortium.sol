// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EventChain} from "./audit/EventChain.sol";
import {
    Authority,
    DirectoryEntry,
    IConsortium,
    Listing,
    Officer,
    Organisation,
    OrganisationStatus,
    SuspensionReason
} from "./interfaces/IConsortium.sol";
import {ContractRole, ListingState, Stage} from "./types/ContractRoles.sol";
import {NO_OFFICER, NO_ORGANISATION, OfficerId, OrganisationId, checkedFirstId} from "./types/Ids.sol";
import {KindSet, Role, RoleSet} from "./types/Roles.sol";

/// @title Consortium
contract Consortium is EventChain, IConsortium {
    mapping(address account => Listing) private _listings;
    mapping(ContractRole role => address account) private _contractOf;
    mapping(OrganisationId organisation => Organisation) private _organisations;
    mapping(bytes18 publicCode => OrganisationId organisation) private _organisationByCode;
    /// @dev Successor or custodian of an organisation that ended. Read already, and written when organisations merge.
    // slither-disable-next-line uninitialized-state
    mapping(OrganisationId organisation => OrganisationId heir) private _heirs;
    mapping(OfficerId officer => Officer) private _officers;
    mapping(address account => OfficerId officer) private _officerOf;
    uint64 private _nextOrganisation;
    uint64 private _nextOfficer;

    /// @param firstId The first id of organisations and of officers; at least 1.
    /// @param directory The contracts of the deployment. Their code need not stand yet: an address that comes from the
    /// deployer's nonce is known before.
    constructor(uint64 firstId, DirectoryEntry[] memory directory) {
        _nextOrganisation = checkedFirstId(firstId);
        _nextOfficer = firstId;
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
        require(entry.state == ListingState.WINDING_DOWN, ListingNotWindingDown(account, entry.state));
        bytes32 finalHead = EventChain(account).head();
        require(finalHead == expectedHead, ListingHeadChanged(account, finalHead, expectedHead));

        entry.state = ListingState.CLOSED;
        uint64 version = ++entry.version;

        emit ContractClosed(account, msg.sender, NO_ORGANISATION, Role.DECISION, version, finalHead);
        _link(ContractClosed.selector, uint160(account), abi.encode(NO_ORGANISATION, Role.DECISION, version, finalHead));
    }

    // --- organisations ---

    /// @inheritdoc IConsortium
    function admitOrganisation(bytes18 publicCode, KindSet kinds) external returns (OrganisationId organisation) {
        _onlyDecision();
        _requirePublicCode(publicCode);
        OrganisationId holder = _organisationByCode[publicCode];
        require(holder == NO_ORGANISATION, PublicCodeTaken(publicCode, holder));
        _requireKinds(kinds);

        organisation = OrganisationId.wrap(_nextOrganisation++);
        _organisations[organisation] =
            Organisation({version: 1, status: OrganisationStatus.ACTIVE, kinds: kinds, publicCode: publicCode});
        _organisationByCode[publicCode] = organisation;

        emit OrganisationAdmitted(organisation, msg.sender, NO_ORGANISATION, Role.DECISION, 1, publicCode, kinds);
        _link(
            OrganisationAdmitted.selector,
            OrganisationId.unwrap(organisation),
            abi.encode(NO_ORGANISATION, Role.DECISION, uint64(1), publicCode, kinds)
        );
    }

    /// @inheritdoc IConsortium
    function changeKinds(OrganisationId organisation, uint64 seenVersion, KindSet kinds) external {
        _onlyDecision();
        Organisation storage entry = _atVersion(organisation, seenVersion);
        _requireKinds(kinds);
        if (entry.kinds == kinds) revert OrganisationKindsUnchanged(organisation, kinds);

        entry.kinds = kinds;
        uint64 version = ++entry.version;

        emit OrganisationKindsChanged(organisation, msg.sender, NO_ORGANISATION, Role.DECISION, version, kinds);
        _link(
            OrganisationKindsChanged.selector,
            OrganisationId.unwrap(organisation),
            abi.encode(NO_ORGANISATION, Role.DECISION, version, kinds)
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
        require(entry.status == OrganisationStatus.SUSPENDED, OrganisationNotSuspended(organisation, entry.status));

        entry.status = OrganisationStatus.ACTIVE;
        uint64 version = ++entry.version;

        emit OrganisationReinstated(organisation, msg.sender, NO_ORGANISATION, Role.DECISION, version);
        _link(
            OrganisationReinstated.selector,
            OrganisationId.unwrap(organisation),
            abi.encode(NO_ORGANISATION, Role.DECISION, version)
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
        require(_organisations[organisation].version != 0, OrganisationUnknown(organisation));
        (OrganisationId acting, Role actingRole) = _appointer(organisation);
        require(account != address(0), AccountZero());
        require(_listings[account].version == 0, AccountListed(account));
        OfficerId holder = _officerOf[account];
        require(holder == NO_OFFICER, AccountTaken(account, holder));
        _requireTerms(roles, validFrom, validUntil);

        officer = OfficerId.wrap(_nextOfficer++);
        _officers[officer] = Officer({
            version: 1,
            organisation: organisation,
            roles: roles,
            unit: unit,
            validFrom: validFrom,
            validUntil: validUntil
        });
        _officerOf[account] = officer;

        emit OfficerAppointed(
            officer, msg.sender, acting, actingRole, 1, organisation, account, roles, unit, validFrom, validUntil
        );
        _link(
            OfficerAppointed.selector,
            OfficerId.unwrap(officer),
            abi.encode(acting, actingRole, uint64(1), organisation, account, roles, unit, validFrom, validUntil)
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
        (OrganisationId acting, Role actingRole) = _appointer(entry.organisation);
        _requireTerms(roles, validFrom, validUntil);
        require(!_hasTerms(entry, roles, unit, validFrom, validUntil), OfficerTermsUnchanged(officer));

        entry.roles = roles;
        entry.unit = unit;
        entry.validFrom = validFrom;
        entry.validUntil = validUntil;
        uint64 version = ++entry.version;

        emit OfficerAmended(officer, msg.sender, acting, actingRole, version, roles, unit, validFrom, validUntil);
        _link(
            OfficerAmended.selector,
            OfficerId.unwrap(officer),
            abi.encode(acting, actingRole, version, roles, unit, validFrom, validUntil)
        );
    }

    /// @inheritdoc IConsortium
    function dismissOfficer(OfficerId officer, uint64 seenVersion) external {
        Officer storage entry = _inOfficeAtVersion(officer, seenVersion);
        (OrganisationId acting, Role actingRole) = _appointer(entry.organisation);

        entry.validUntil = uint40(block.timestamp);
        uint64 version = ++entry.version;

        emit OfficerDismissed(officer, msg.sender, acting, actingRole, version);
        _link(OfficerDismissed.selector, OfficerId.unwrap(officer), abi.encode(acting, actingRole, version));
    }

    // --- what other contracts and readers ask ---

    /// @inheritdoc IConsortium
    function authorise(address account, Role role, Stage stage) external view returns (Authority memory) {
        Listing storage entry = _listings[msg.sender];
        ListingState state = entry.state;
        if (state != ListingState.CURRENT) _requireTaken(entry.role, state, stage);
        return _authority(account, role);
    }

    /// @inheritdoc IConsortium
    function requireReporter(address account, ContractRole role) external view {
        Listing storage entry = _listings[account];
        require(entry.role == role && entry.state != ListingState.NONE, ReporterNotListed(account, role));
        require(entry.state != ListingState.CLOSED, ContractIsClosed(account, role));
        Listing storage receiver = _listings[msg.sender];
        if (receiver.state == ListingState.CLOSED) revert ContractIsClosed(msg.sender, receiver.role);
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
        return _officerOf[account];
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
        require(_listings[account].version == 0, ListingExists(account));
        OfficerId officer = _officerOf[account];
        require(officer == NO_OFFICER, ListingServesOfficer(account, officer));

        address replaced = _contractOf[role];
        uint64 replacedVersion = 0;
        if (replaced != address(0)) {
            _listings[replaced].state = ListingState.WINDING_DOWN;
            replacedVersion = ++_listings[replaced].version;
        }
        _listings[account] = Listing({version: 1, role: role, state: ListingState.CURRENT});
        _contractOf[role] = account;

        emit ContractListed(account, msg.sender, NO_ORGANISATION, actingRole, 1, role, replaced, replacedVersion);
        _link(
            ContractListed.selector,
            uint160(account),
            abi.encode(NO_ORGANISATION, actingRole, uint64(1), role, replaced, replacedVersion)
        );
    }

    function _onlyDecision() private view {
        require(msg.sender == _contractOf[ContractRole.DECISIONS], ConsortiumDecisionRequired(msg.sender));
    }

    /// @dev Who appoints: a decision, or an administrator of the very organisation.
    function _appointer(OrganisationId organisation) private view returns (OrganisationId acting, Role actingRole) {
        if (msg.sender == _contractOf[ContractRole.DECISIONS]) return (NO_ORGANISATION, Role.DECISION);
        acting = _authority(msg.sender, Role.ADMINISTRATOR).organisation;
        require(acting == organisation, AdministratorForeign(acting, organisation));
        return (acting, Role.ADMINISTRATOR);
    }

    function _authority(address account, Role role) private view returns (Authority memory) {
        OfficerId officer = _officerOf[account];
        require(!(officer == NO_OFFICER), AccountUnknown(account));
        Officer memory entry = _officers[officer];
        require(
            entry.validFrom <= block.timestamp && block.timestamp < entry.validUntil,
            OfficerNotInOffice(officer, entry.validFrom, entry.validUntil, block.timestamp)
        );
        require(entry.roles.hasRole(role), OfficerRoleMissing(officer, role, entry.roles));
        Organisation storage acting = _organisations[entry.organisation];
        _requireActive(entry.organisation, acting.status);
        KindSet kinds = acting.kinds;
        require(
            kinds.intersects(role.kindsOf()), OrganisationKindMissing(entry.organisation, role, kinds, role.kindsOf())
        );
        return Authority({organisation: entry.organisation, officer: officer, unit: entry.unit});
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

    function _requireTaken(ContractRole role, ListingState state, Stage stage) private view {
        require(state != ListingState.NONE, ContractNotListed(msg.sender));
        require(state != ListingState.CLOSED, ContractIsClosed(msg.sender, role));
        require(stage != Stage.BEGIN, ContractWindingDown(msg.sender, role));
    }

    function _requireActive(OrganisationId organisation, OrganisationStatus status) private pure {
        require(status != OrganisationStatus.NONE, OrganisationUnknown(organisation));
        require(status == OrganisationStatus.ACTIVE, OrganisationNotActive(organisation, status));
    }

    function _requireTerms(RoleSet roles, uint40 validFrom, uint40 validUntil) private view {
        require(roles.isAppointable(), OfficerRolesInvalid(roles));
        require(validFrom < validUntil && block.timestamp < validUntil, OfficerTermEmpty(validFrom, validUntil));
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
        for (uint256 i = 0; i < 18; ++i) {
            bytes1 character = publicCode[i];
            bool digit = character >= "0" && character <= "9";
            bool letter = character >= "A" && character <= "Z";
            require(digit || letter, PublicCodeInvalid(publicCode));
        }
    }
}
