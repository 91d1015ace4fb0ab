// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {GrantUse, IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {Authority, IConsortium} from "./interfaces/IConsortium.sol";
import {IDataRegistry, Resource, ResourceStatus} from "./interfaces/IDataRegistry.sol";
import {
    DisputeReason,
    Emergency,
    EmergencyStatus,
    GlassTerms,
    IDataRequests,
    RejectionReason,
    Request,
    RequestStatus,
    RequestStatusSet,
    RequestTerms,
    ReviewOutcome,
    Seal,
    Window,
    WindowStatus,
    WindowTerms
} from "./interfaces/IDataRequests.sol";
import {hashAccess} from "./types/AccessLeaf.sol";
import {Stage} from "./types/ContractRoles.sol";
import {
    EmergencyId,
    NO_ORGANISATION,
    NO_RECORD,
    OfficerId,
    OrganisationId,
    RecordId,
    RequestId,
    ResourceId,
    WindowId,
    checkedFirstId
} from "./types/Ids.sol";
import {Mode} from "./types/Modes.sol";
import {Role} from "./types/Roles.sol";

/// @title DataRequests
contract DataRequests is EventChain, Authorised, IDataRequests {
    uint40 private constant SERVE_LIMIT = 366 days;
    uint32 private constant ACKNOWLEDGE_LIMIT = 366 days;
    uint40 private constant SEAL_LIMIT = 3 * 366 days;
    uint40 private constant JUSTIFY_WITHIN = 72 hours;
    uint40 private constant REVIEW_WITHIN = 30 days;
    uint256 private constant OPEN_EMERGENCIES_LIMIT = 16;
    uint32 private constant WINDOW_USES_LIMIT = 65_536;
    uint40 private constant WINDOW_LIMIT = 7 days;

    uint16 private constant SUBMITTED = uint16(1 << uint8(RequestStatus.SUBMITTED));
    uint16 private constant NOT_SERVED = SUBMITTED | uint16(1 << uint8(RequestStatus.APPROVED));
    uint16 private constant DISPUTED = uint16(1 << uint8(RequestStatus.DISPUTED));
    uint16 private constant NOT_ACKNOWLEDGED =
        uint16((1 << uint8(RequestStatus.SERVED)) | (1 << uint8(RequestStatus.OVERDUE)));

    /// @dev Where the terms stand in the calldata of an act on a request: behind the selector and two words.
    uint256 private constant TERMS_FROM = 4 + 2 * 32;
    // Used as the end of a slice, where slither does not look.
    // slither-disable-next-line unused-state
    uint256 private constant TERMS_UNTIL = TERMS_FROM + 15 * 32;

    /// @inheritdoc IDataRequests
    IAccessGrants public immutable grants;
    /// @inheritdoc IDataRequests
    IDataRegistry public immutable registry;

    mapping(RequestId request => Request) private _requests;
    /// @dev Apart from the request, since few are sealed.
    mapping(RequestId request => Seal) private _seals;
    mapping(EmergencyId emergency => Emergency) private _emergencies;
    mapping(OrganisationId organisation => EmergencyId[]) private _openEmergencies;
    mapping(WindowId window => Window) private _windows;
    uint64 private _nextRequest;
    uint64 private _nextEmergency;
    uint64 private _nextWindow;

    /// @param firstId The first id of requests, of emergencies and of windows; at least 1.
    constructor(IConsortium consortium_, IAccessGrants grants_, IDataRegistry registry_, uint64 firstId)
        Authorised(consortium_)
    {
        require(address(grants_) != address(0) && address(registry_) != address(0), ConstructorAddressZero());
        grants = grants_;
        registry = registry_;
        _nextRequest = checkedFirstId(firstId);
        _nextEmergency = firstId;
        _nextWindow = firstId;
    }

    // --- requests ---

    /// @inheritdoc IDataRequests
    function fileRequest(RequestTerms memory terms) external returns (RequestId request) {
        Role role = _filerRole(terms.mode);
        Authority memory acting = _authorise(role, Stage.BEGIN);
        _requireBeginner(terms, acting.organisation);
        _requireDeadlines(terms);
        _requireRecord(terms.record, terms.index, terms.resource);
        grants.checkUse(terms.grant, _use(terms), 1);

        request = RequestId.wrap(_nextRequest++);
        _requests[request] = Request({
            version: 1,
            status: RequestStatus.SUBMITTED,
            serveBy: terms.serveBy,
            acknowledgeBy: 0,
            filedBy: acting.officer,
            termsHash: keccak256(abi.encode(terms))
        });

        emit RequestFiled(request, msg.sender, acting.organisation, role, 1, terms);
        _link(RequestFiled.selector, RequestId.unwrap(request), abi.encode(acting.organisation, role, uint64(1), terms));
    }

    /// @inheritdoc IDataRequests
    function approveRequest(RequestId request, uint64 seenVersion, RequestTerms memory terms) external {
        OrganisationId acting = _authorise(Role.GRANTOR, Stage.FINISH).organisation;
        (Request storage entry,) = _inStatus(request, seenVersion, SUBMITTED);
        _requireOwner(request, terms, acting);

        entry.status = RequestStatus.APPROVED;
        uint64 version = ++entry.version;

        emit RequestApproved(request, msg.sender, acting, Role.GRANTOR, version);
        _link(RequestApproved.selector, RequestId.unwrap(request), abi.encode(acting, Role.GRANTOR, version));
    }

    /// @inheritdoc IDataRequests
    function rejectRequest(RequestId request, uint64 seenVersion, RequestTerms memory terms, RejectionReason reason)
        external
    {
        OrganisationId acting = _authorise(Role.RESPONDER, Stage.FINISH).organisation;
        (Request storage entry,) = _inStatus(request, seenVersion, NOT_SERVED);
        _requireOwner(request, terms, acting);

        entry.status = RequestStatus.REJECTED;
        uint64 version = ++entry.version;

        emit RequestRejected(request, msg.sender, acting, Role.RESPONDER, version, reason);
        _link(RequestRejected.selector, RequestId.unwrap(request), abi.encode(acting, Role.RESPONDER, version, reason));
    }

    /// @inheritdoc IDataRequests
    function revokeRequest(RequestId request, uint64 seenVersion, RequestTerms memory terms) external {
        Role role = _filerRole(terms.mode);
        OrganisationId acting = _authorise(role, Stage.RELIEVE).organisation;
        (Request storage entry,) = _inStatus(request, seenVersion, NOT_SERVED);
        OrganisationId filer = _filer(terms);
        require(_actsFor(acting, filer), RequestFilerMismatch(terms.mode, filer, acting));

        entry.status = RequestStatus.REVOKED;
        uint64 version = ++entry.version;

        emit RequestRevoked(request, msg.sender, acting, role, version);
        _link(RequestRevoked.selector, RequestId.unwrap(request), abi.encode(acting, role, version));
    }

    /// @inheritdoc IDataRequests
    function serveRequest(
        RequestId request,
        uint64 seenVersion,
        RequestTerms memory terms,
        bytes32 answer,
        uint32 ruleVersion
    ) external {
        OrganisationId acting = _authorise(Role.RESPONDER, Stage.FINISH).organisation;
        (Request storage entry, RequestStatus status) = _inStatus(request, seenVersion, NOT_SERVED | DISPUTED);
        _requireOwner(request, terms, acting);
        _requireServable(request, terms, status);
        _requireAnswer(request, terms.mode, answer, ruleVersion);

        uint40 acknowledgeBy = uint40(block.timestamp) + terms.acknowledgeWithin;
        uint64 version = seenVersion + 1;
        OfficerId filedBy = entry.filedBy;
        entry.version = version;
        entry.acknowledgeBy = acknowledgeBy;
        entry.status = RequestStatus.SERVED;

        emit RequestServed(
            request, msg.sender, acting, Role.RESPONDER, version, terms, filedBy, answer, ruleVersion, acknowledgeBy
        );
        _link(
            RequestServed.selector,
            RequestId.unwrap(request),
            abi.encode(acting, Role.RESPONDER, version, terms, filedBy, answer, ruleVersion, acknowledgeBy)
        );

        // The use of a disputed request was counted when it was first served; every use was checked when it was filed.
        if (status != RequestStatus.DISPUTED) grants.reportCheckedUse(terms.grant);
    }

    /// @inheritdoc IDataRequests
    function acknowledgeRequest(RequestId request, uint64 seenVersion, RequestTerms memory terms) external {
        OrganisationId acting = _authorise(Role.REQUESTER, Stage.RELIEVE).organisation;
        (Request storage entry,) = _inStatus(request, seenVersion, NOT_ACKNOWLEDGED | DISPUTED);
        _requireGrantee(request, terms, acting);

        entry.status = RequestStatus.ACKNOWLEDGED;
        uint64 version = ++entry.version;

        emit RequestAcknowledged(request, msg.sender, acting, Role.REQUESTER, version);
        _link(RequestAcknowledged.selector, RequestId.unwrap(request), abi.encode(acting, Role.REQUESTER, version));
    }

    /// @inheritdoc IDataRequests
    function disputeRequest(RequestId request, uint64 seenVersion, RequestTerms memory terms, DisputeReason reason)
        external
    {
        OrganisationId acting = _authorise(Role.REQUESTER, Stage.RELIEVE).organisation;
        (Request storage entry,) = _inStatus(request, seenVersion, NOT_ACKNOWLEDGED);
        _requireGrantee(request, terms, acting);

        entry.status = RequestStatus.DISPUTED;
        uint64 version = ++entry.version;

        emit RequestDisputed(request, msg.sender, acting, Role.REQUESTER, version, reason);
        _link(RequestDisputed.selector, RequestId.unwrap(request), abi.encode(acting, Role.REQUESTER, version, reason));
    }

    /// @inheritdoc IDataRequests
    function sealAccess(
        RequestId request,
        uint64 seenVersion,
        RequestTerms memory terms,
        uint40 discloseAt,
        bytes32 legalBasis
    ) external {
        OrganisationId acting = _authorise(Role.SEALER, Stage.FINISH).organisation;
        (Request storage entry,) = _inStatus(request, seenVersion, NOT_SERVED);
        _requireNoParty(request, terms, acting);
        _requireSealable(request, discloseAt, legalBasis);

        _seals[request] = Seal({organisation: acting, discloseAt: discloseAt});
        uint64 version = ++entry.version;

        emit RequestSealed(request, msg.sender, acting, Role.SEALER, version, discloseAt, legalBasis);
        _link(
            RequestSealed.selector,
            RequestId.unwrap(request),
            abi.encode(acting, Role.SEALER, version, discloseAt, legalBasis)
        );
    }

    /// @inheritdoc IDataRequests
    function unsealAccess(RequestId request, uint64 seenVersion) external {
        OrganisationId acting = _authorise(Role.SEALER, Stage.RELIEVE).organisation;
        uint64 version = _requests[request].version;
        require(version != 0, RequestUnknown(request));
        Seal storage entry = _seals[request];
        require(block.timestamp < entry.discloseAt, SealMissing(request, entry.discloseAt, block.timestamp));
        require(version == seenVersion, RequestVersionStale(request, seenVersion, version));
        require(_actsFor(acting, entry.organisation), SealForeign(request, entry.organisation, acting));

        entry.discloseAt = uint40(block.timestamp);
        _requests[request].version = ++version;

        emit RequestUnsealed(request, msg.sender, acting, Role.SEALER, version);
        _link(RequestUnsealed.selector, RequestId.unwrap(request), abi.encode(acting, Role.SEALER, version));
    }

    // --- emergencies ---

    /// @inheritdoc IDataRequests
    function breakGlass(GlassTerms memory terms) external returns (EmergencyId emergency) {
        OrganisationId acting = _authorise(Role.REQUESTER, Stage.BEGIN).organisation;
        _requireNothingOverdue(acting);
        _requireGlass(terms, acting);
        _requireRecord(terms.record, terms.index, terms.resource);

        emergency = EmergencyId.wrap(_nextEmergency++);
        uint40 justifyBy = uint40(block.timestamp) + JUSTIFY_WITHIN;
        _emergencies[emergency] = Emergency({
            version: 1,
            organisation: acting,
            owner: terms.owner,
            status: EmergencyStatus.OPEN,
            answered: false,
            dueBy: justifyBy
        });
        _openEmergencies[acting].push(emergency);

        emit GlassBroken(emergency, msg.sender, acting, Role.REQUESTER, 1, terms, justifyBy);
        _link(
            GlassBroken.selector,
            EmergencyId.unwrap(emergency),
            abi.encode(acting, Role.REQUESTER, uint64(1), terms, justifyBy)
        );
    }

    /// @inheritdoc IDataRequests
    function answerEmergency(EmergencyId emergency, uint64 seenVersion, bytes32 answer) external {
        OrganisationId acting = _authorise(Role.RESPONDER, Stage.FINISH).organisation;
        Emergency storage entry = _emergencies[emergency];
        require(entry.status != EmergencyStatus.NONE, EmergencyUnknown(emergency));
        require(!entry.answered, EmergencyIsAnswered(emergency));
        _requireEmergencyVersion(emergency, entry.version, seenVersion);
        require(_actsFor(acting, entry.owner), EmergencyOwnerMismatch(emergency, entry.owner, acting));
        require(answer != 0, EmergencyAnswerZero());

        entry.answered = true;
        uint64 version = ++entry.version;

        emit EmergencyAnswered(emergency, msg.sender, acting, Role.RESPONDER, version, answer);
        _link(
            EmergencyAnswered.selector,
            EmergencyId.unwrap(emergency),
            abi.encode(acting, Role.RESPONDER, version, answer)
        );
    }

    /// @inheritdoc IDataRequests
    function justifyEmergency(EmergencyId emergency, uint64 seenVersion, bytes32 statement) external {
        OrganisationId acting = _authorise(Role.ADMINISTRATOR, Stage.RELIEVE).organisation;
        Emergency storage entry = _emergencyIn(emergency, seenVersion, EmergencyStatus.OPEN);
        OrganisationId organisation = entry.organisation;
        require(_actsFor(acting, organisation), EmergencyForeign(emergency, organisation, acting));
        require(statement != 0, EmergencyStatementZero());

        uint40 reviewBy = uint40(block.timestamp) + REVIEW_WITHIN;
        entry.status = EmergencyStatus.JUSTIFIED;
        entry.dueBy = reviewBy;
        uint64 version = ++entry.version;
        _removeOpen(organisation, emergency);

        emit EmergencyJustified(emergency, msg.sender, acting, Role.ADMINISTRATOR, version, statement, reviewBy);
        _link(
            EmergencyJustified.selector,
            EmergencyId.unwrap(emergency),
            abi.encode(acting, Role.ADMINISTRATOR, version, statement, reviewBy)
        );
    }

    /// @inheritdoc IDataRequests
    function reviewEmergency(EmergencyId emergency, uint64 seenVersion, ReviewOutcome outcome) external {
        OrganisationId acting = _authorise(Role.INSPECTOR, Stage.FINISH).organisation;
        Emergency storage entry = _emergencyIn(emergency, seenVersion, EmergencyStatus.JUSTIFIED);
        require(!_actsFor(acting, entry.organisation), EmergencyReviewedByItself(emergency, acting));

        entry.status = EmergencyStatus.REVIEWED;
        uint64 version = ++entry.version;

        emit EmergencyReviewed(emergency, msg.sender, acting, Role.INSPECTOR, version, outcome);
        _link(
            EmergencyReviewed.selector,
            EmergencyId.unwrap(emergency),
            abi.encode(acting, Role.INSPECTOR, version, outcome)
        );
    }

    // --- windows ---

    /// @inheritdoc IDataRequests
    function openWindow(WindowTerms memory terms) external returns (WindowId window) {
        OrganisationId acting = _authorise(Role.RESPONDER, Stage.BEGIN).organisation;
        require(_actsFor(acting, terms.owner), WindowOwnerMismatch(terms.owner, acting));
        _requireWindow(terms);

        window = WindowId.wrap(_nextWindow++);
        Window storage entry = _windows[window];
        entry.version = 1;
        entry.owner = terms.owner;
        entry.status = WindowStatus.OPEN;
        entry.uses = terms.uses;
        entry.closeBy = terms.closeBy;

        emit WindowOpened(window, msg.sender, acting, Role.RESPONDER, 1, terms);
        _link(WindowOpened.selector, WindowId.unwrap(window), abi.encode(acting, Role.RESPONDER, uint64(1), terms));

        grants.reportUse(terms.grant, _use(terms), terms.uses);
    }

    /// @inheritdoc IDataRequests
    function closeWindow(WindowId window, uint64 seenVersion, uint32 count, bytes32 root) external {
        OrganisationId acting = _authorise(Role.RESPONDER, Stage.FINISH).organisation;
        Window storage entry = _openWindow(window, seenVersion);
        require(_actsFor(acting, entry.owner), WindowOwnerMismatch(entry.owner, acting));
        require(count <= entry.uses, WindowCountExceeded(window, entry.uses, count));
        require((count == 0) == (root == 0), WindowRootMismatch(window, count, root));

        entry.status = WindowStatus.CLOSED;
        entry.count = count;
        uint64 version = ++entry.version;
        if (count != 0) entry.root = root;

        emit WindowClosed(window, msg.sender, acting, Role.RESPONDER, version, count, root);
        _link(WindowClosed.selector, WindowId.unwrap(window), abi.encode(acting, Role.RESPONDER, version, count, root));
    }

    // --- what readers ask ---

    /// @inheritdoc IDataRequests
    function getRequest(RequestId request) external view returns (Request memory entry) {
        entry = _requests[request];
        entry.status = _statusOf(entry.status, entry.serveBy, entry.acknowledgeBy);
    }

    /// @inheritdoc IDataRequests
    function getSeal(RequestId request) external view returns (Seal memory) {
        return _seals[request];
    }

    /// @inheritdoc IDataRequests
    function getEmergency(EmergencyId emergency) external view returns (Emergency memory entry) {
        entry = _emergencies[emergency];
        entry.status = _statusOf(entry.status, entry.dueBy);
    }

    /// @inheritdoc IDataRequests
    function openEmergenciesOf(OrganisationId organisation) external view returns (EmergencyId[] memory) {
        return _openEmergencies[organisation];
    }

    /// @inheritdoc IDataRequests
    function getWindow(WindowId window) external view returns (Window memory entry) {
        entry = _windows[window];
        if (entry.status == WindowStatus.OPEN && block.timestamp >= entry.closeBy) entry.status = WindowStatus.OVERDUE;
    }

    /// @inheritdoc IDataRequests
    function verifyWindowAccess(WindowId window, uint32 index, bytes32 access, bytes32[] calldata proof)
        external
        view
        returns (bool)
    {
        Window storage entry = _windows[window];
        // A window that is open, or that there is not, has a count of 0.
        return index < entry.count && MerkleProof.verifyCalldata(proof, entry.root, hashAccess(index, access));
    }

    // --- guards and shared steps: requests ---

    /// @dev Every act on a request takes the request, the version and the terms, in this order. The terms stand in the
    /// calldata as abi.encode would write them: they have no dynamic member, and were refused if a member went beyond
    /// its type.
    /// @param needed The statuses that the act may begin from: bit = number of the status.
    function _inStatus(RequestId request, uint64 seen, uint16 needed)
        private
        view
        returns (Request storage entry, RequestStatus status)
    {
        entry = _requests[request];
        uint64 version = entry.version;
        require(version != 0, RequestUnknown(request));
        status = _statusOf(entry.status, entry.serveBy, entry.acknowledgeBy);
        require(
            needed & (1 << uint8(status)) != 0, RequestStatusMismatch(request, status, RequestStatusSet.wrap(needed))
        );
        require(version == seen, RequestVersionStale(request, seen, version));
        bytes32 given = keccak256(msg.data[TERMS_FROM:TERMS_UNTIL]);
        bytes32 filed = entry.termsHash;
        require(given == filed, RequestTermsMismatch(request, given, filed));
    }

    function _statusOf(RequestStatus status, uint40 serveBy, uint40 acknowledgeBy)
        private
        view
        returns (RequestStatus)
    {
        if (status == RequestStatus.SUBMITTED || status == RequestStatus.APPROVED) {
            return block.timestamp >= serveBy ? RequestStatus.LAPSED : status;
        }
        return status == RequestStatus.SERVED && block.timestamp >= acknowledgeBy ? RequestStatus.OVERDUE : status;
    }

    /// @dev Who receives begins a use itself or by its successor: a custodian looks after what is left and asks for
    /// nothing new. Who gives may do so by its custodian too, who looks after its resources.
    function _requireBeginner(RequestTerms memory terms, OrganisationId acting) private view {
        OrganisationId filer = _filer(terms);
        bool begins = terms.mode == Mode.SUBMIT
            ? _actsFor(acting, filer)
            : acting == filer || acting == consortium.successorOf(filer);
        require(begins, RequestFilerMismatch(terms.mode, filer, acting));
    }

    function _requireOwner(RequestId request, RequestTerms memory terms, OrganisationId acting) private view {
        require(_actsFor(acting, terms.owner), RequestOwnerMismatch(request, terms.owner, acting));
    }

    function _requireGrantee(RequestId request, RequestTerms memory terms, OrganisationId acting) private view {
        require(_actsFor(acting, terms.grantee), RequestGranteeMismatch(request, terms.grantee, acting));
    }

    /// @dev Who asks, or receives, does not approve that its access is kept from the subject.
    function _requireNoParty(RequestId request, RequestTerms memory terms, OrganisationId acting) private view {
        require(!_actsFor(acting, terms.grantee), SealByParty(request, acting));
        require(!_actsFor(acting, _filer(terms)), SealByParty(request, acting));
    }

    function _requireSealable(RequestId request, uint40 discloseAt, bytes32 legalBasis) private view {
        Seal memory before = _seals[request];
        require(before.organisation == NO_ORGANISATION, SealExists(request, before.discloseAt));
        require(
            block.timestamp < discloseAt && discloseAt <= block.timestamp + SEAL_LIMIT,
            SealTimeInvalid(discloseAt, block.timestamp, SEAL_LIMIT)
        );
        require(legalBasis != 0, SealLegalBasisZero());
    }

    /// @dev A disputed request was approved where that is needed, and was within its grant when it was first served:
    /// its owner owes a right answer also after the grant has ended. A grantee that is suspended gets nothing.
    function _requireServable(RequestId request, RequestTerms memory terms, RequestStatus status) private view {
        require(terms.mode != Mode.DETAIL || status != RequestStatus.SUBMITTED, RequestApprovalMissing(request));
        _requireRecord(terms.record, terms.index, terms.resource);
        if (status == RequestStatus.DISPUTED) consortium.requireActive(terms.grantee);
    }

    function _requireRecord(RecordId record, uint32 index, ResourceId resource) private view {
        if (record == NO_RECORD) {
            require(index == 0, RequestIndexWithoutRecord(index));
        } else {
            registry.requireLiveRecord(record, index, resource);
        }
    }

    function _requireDeadlines(RequestTerms memory terms) private view {
        require(
            block.timestamp < terms.serveBy && terms.serveBy <= block.timestamp + SERVE_LIMIT,
            RequestDeadlineInvalid(terms.serveBy, block.timestamp, SERVE_LIMIT)
        );
        require(
            terms.acknowledgeWithin != 0 && terms.acknowledgeWithin <= ACKNOWLEDGE_LIMIT,
            RequestAcknowledgementInvalid(terms.acknowledgeWithin, ACKNOWLEDGE_LIMIT)
        );
    }

    function _requireAnswer(RequestId request, Mode mode, bytes32 answer, uint32 ruleVersion) private pure {
        require(answer != 0, RequestAnswerZero(request));
        require((mode == Mode.EVALUATE) == (ruleVersion != 0), RequestRuleVersionInvalid(request, mode, ruleVersion));
    }

    function _filer(RequestTerms memory terms) private pure returns (OrganisationId) {
        return terms.mode == Mode.SUBMIT ? terms.owner : terms.grantee;
    }

    function _filerRole(Mode mode) private pure returns (Role) {
        return mode == Mode.SUBMIT ? Role.RESPONDER : Role.REQUESTER;
    }

    function _use(RequestTerms memory terms) private pure returns (GrantUse memory) {
        return GrantUse({
            resource: terms.resource,
            owner: terms.owner,
            grantee: terms.grantee,
            mode: terms.mode,
            fields: terms.fields,
            purpose: terms.purpose,
            legalBasis: terms.legalBasis
        });
    }

    // --- guards and shared steps: emergencies ---

    function _removeOpen(OrganisationId organisation, EmergencyId emergency) private {
        EmergencyId[] storage open = _openEmergencies[organisation];
        uint256 place = 0;
        while (!(open[place] == emergency)) ++place;
        open[place] = open[open.length - 1];
        open.pop();
    }

    function _emergencyIn(EmergencyId emergency, uint64 seen, EmergencyStatus needed)
        private
        view
        returns (Emergency storage entry)
    {
        entry = _emergencies[emergency];
        EmergencyStatus stored = entry.status;
        require(stored != EmergencyStatus.NONE, EmergencyUnknown(emergency));
        require(stored == needed, EmergencyStatusMismatch(emergency, _statusOf(stored, entry.dueBy), needed));
        _requireEmergencyVersion(emergency, entry.version, seen);
    }

    // A status is one of a closed list, and no balance that others could shift: equality is what is meant.
    // slither-disable-next-line incorrect-equality
    function _statusOf(EmergencyStatus status, uint40 dueBy) private view returns (EmergencyStatus) {
        if (block.timestamp < dueBy) return status;
        if (status == EmergencyStatus.OPEN) return EmergencyStatus.UNJUSTIFIED;
        return status == EmergencyStatus.JUSTIFIED ? EmergencyStatus.UNREVIEWED : status;
    }

    function _requireNothingOverdue(OrganisationId acting) private view {
        EmergencyId[] storage open = _openEmergencies[acting];
        uint256 count = open.length;
        require(count < OPEN_EMERGENCIES_LIMIT, GlassLimitReached(acting, OPEN_EMERGENCIES_LIMIT));
        for (uint256 place = 0; place < count; ++place) {
            EmergencyId emergency = open[place];
            uint40 justifyBy = _emergencies[emergency].dueBy;
            require(
                block.timestamp < justifyBy, GlassJustificationOverdue(acting, emergency, justifyBy, block.timestamp)
            );
        }
    }

    /// @dev A retired resource is read too: what it holds is still kept, and somebody may be in danger.
    function _requireGlass(GlassTerms memory terms, OrganisationId acting) private view {
        require(terms.mode == Mode.VERIFY || terms.mode == Mode.DETAIL, GlassModeInvalid(terms.mode));
        Resource memory resource = registry.getResource(terms.resource);
        require(resource.status != ResourceStatus.NONE, IDataRegistry.ResourceUnknown(terms.resource));
        require(
            resource.owner == terms.owner, IDataRegistry.ResourceForeign(terms.resource, resource.owner, terms.owner)
        );
        require(resource.modes.hasMode(terms.mode), GlassModeNotOffered(terms.resource, resource.modes, terms.mode));
        require(!_actsFor(acting, terms.owner), GlassForOwnData(terms.owner, acting));
        require(terms.fields != 0, GlassFieldsEmpty());
        require(terms.purpose != 0, GlassPurposeZero());
        require(terms.legalBasis != 0, GlassLegalBasisZero());
        require(terms.statement != 0, EmergencyStatementZero());
    }

    function _requireEmergencyVersion(EmergencyId emergency, uint64 version, uint64 seen) private pure {
        require(version == seen, EmergencyVersionStale(emergency, seen, version));
    }

    // --- guards and shared steps: windows ---

    function _openWindow(WindowId window, uint64 seen) private view returns (Window storage entry) {
        entry = _windows[window];
        WindowStatus status = entry.status;
        require(status != WindowStatus.NONE, WindowUnknown(window));
        require(status == WindowStatus.OPEN, WindowIsClosed(window));
        uint64 version = entry.version;
        require(version == seen, WindowVersionStale(window, seen, version));
    }

    function _requireWindow(WindowTerms memory terms) private view {
        require(terms.mode == Mode.VERIFY || terms.mode == Mode.EVALUATE, WindowModeInvalid(terms.mode));
        require(terms.uses != 0 && terms.uses <= WINDOW_USES_LIMIT, WindowUsesInvalid(terms.uses, WINDOW_USES_LIMIT));
        require(
            block.timestamp < terms.closeBy && terms.closeBy <= block.timestamp + WINDOW_LIMIT,
            WindowTimeInvalid(terms.closeBy, block.timestamp, WINDOW_LIMIT)
        );
    }

    function _use(WindowTerms memory terms) private pure returns (GrantUse memory) {
        return GrantUse({
            resource: terms.resource,
            owner: terms.owner,
            grantee: terms.grantee,
            mode: terms.mode,
            fields: terms.fields,
            purpose: terms.purpose,
            legalBasis: terms.legalBasis
        });
    }
}
