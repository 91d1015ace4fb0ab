// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    EmergencyId,
    GrantId,
    OfficerId,
    OrganisationId,
    RecordId,
    RequestId,
    ResourceId,
    WindowId
} from "../types/Ids.sol";
import {Mode, ModeSet} from "../types/Modes.sol";
import {Role} from "../types/Roles.sol";
import {IAccessGrants} from "./IAccessGrants.sol";
import {IAuthorised} from "./IAuthorised.sol";
import {IDataRegistry} from "./IDataRegistry.sol";

/// What was last done to a request. LAPSED (submitted or approved, and the time to be served is over) and OVERDUE
/// (served, and the time to be acknowledged is over) are computed on read and never stored.
enum RequestStatus {
    NONE,
    SUBMITTED,
    REJECTED,
    SERVED,
    ACKNOWLEDGED,
    LAPSED,
    APPROVED,
    REVOKED,
    DISPUTED,
    OVERDUE
}

/// A set of statuses: bit = number of the status.
type RequestStatusSet is uint16;

/// Why the owner rejected a request.
enum RejectionReason {
    RECORD_NOT_HELD,
    CASE_NOT_SHOWN,
    TERMS_IN_DISPUTE,
    TEMPORARILY_UNABLE
}

/// What the grantee says is wrong with what it received.
enum DisputeReason {
    NOTHING_RECEIVED,
    NOT_READABLE,
    COMMITMENT_MISMATCH,
    FIELDS_MISSING,
    OTHER_RECORD
}

/// Why data is needed at once, without a grant.
enum EmergencyReason {
    DANGER_TO_LIFE,
    DANGER_TO_HEALTH,
    DISASTER,
    PUBLIC_SAFETY,
    OWNER_UNREACHABLE
}

/// Where an emergency stands. UNJUSTIFIED (open, and the time to justify it is over) and UNREVIEWED (justified, and the
/// time to review it is over) are computed on read and never stored.
enum EmergencyStatus {
    NONE,
    OPEN,
    JUSTIFIED,
    REVIEWED,
    UNJUSTIFIED,
    UNREVIEWED
}

/// What an inspector found about an emergency.
enum ReviewOutcome {
    WARRANTED,
    EXCESSIVE,
    UNWARRANTED,
    UNDECIDED
}

/// Where a window stands. OVERDUE (open, and the time to close it is over) is computed on read and never stored.
enum WindowStatus {
    NONE,
    OPEN,
    CLOSED,
    OVERDUE
}

/// What is asked of whom, why and from where.
struct RequestTerms {
    GrantId grant;
    ResourceId resource;
    /// The record asked for; zero: the resource as a whole.
    RecordId record;
    /// The item's place in a record that is a batch, from 0; 0 for a record that stands alone, and for no record.
    uint32 index;
    OrganisationId owner;
    OrganisationId grantee;
    Mode mode;
    /// Bit = position of the field in the resource's schema.
    uint256 fields;
    uint16 purpose;
    bytes32 legalBasis;
    /// Tag of the case that the access is for; zero: none.
    bytes32 caseTag;
    /// Code of the site, from the filing organisation's own list. Not an address of a network.
    uint32 site;
    /// Code of the information system, from the filing organisation's own list.
    uint32 system;
    /// To be served before this time.
    uint40 serveBy;
    /// Seconds from serving in which the grantee acknowledges.
    uint32 acknowledgeWithin;
}

/// Two slots.
struct Request {
    uint64 version;
    RequestStatus status;
    uint40 serveBy;
    /// Set when served.
    uint40 acknowledgeBy;
    OfficerId filedBy;
    /// keccak256(abi.encode(terms)).
    bytes32 termsHash;
}

/// One slot: until when an access is kept from its subject's view.
struct Seal {
    /// The organisation that approved it; zero: never sealed.
    OrganisationId organisation;
    /// Views and reports for the subject hide the request while time < discloseAt.
    uint40 discloseAt;
}

/// What is read at once, without a grant, and why.
struct GlassTerms {
    ResourceId resource;
    /// The record that is read; zero: the resource as a whole.
    RecordId record;
    /// The item's place in a record that is a batch, from 0; 0 for a record that stands alone, and for no record.
    uint32 index;
    OrganisationId owner;
    /// VERIFY or DETAIL.
    Mode mode;
    /// Bit = position of the field in the resource's schema.
    uint256 fields;
    uint16 purpose;
    bytes32 legalBasis;
    /// Tag of the case that the access is for; zero: none.
    bytes32 caseTag;
    /// Code of the site, from the accessing organisation's own list.
    uint32 site;
    /// Code of the information system, from the accessing organisation's own list.
    uint32 system;
    EmergencyReason reason;
    /// Salted commitment to a statement of what happened.
    bytes32 statement;
}

/// One slot.
struct Emergency {
    uint64 version;
    /// Who accessed, and has to justify it.
    OrganisationId organisation;
    /// Whose data it was.
    OrganisationId owner;
    EmergencyStatus status;
    /// Whether the owner committed to what it answered.
    bool answered;
    /// The next step's time: to justify it while it is open, to review it from then on.
    uint40 dueBy;
}

/// What may be asked how often while a window is open.
struct WindowTerms {
    GrantId grant;
    ResourceId resource;
    OrganisationId owner;
    OrganisationId grantee;
    /// VERIFY or EVALUATE.
    Mode mode;
    /// Bit = position of the field in the resource's schema.
    uint256 fields;
    uint16 purpose;
    bytes32 legalBasis;
    /// Code of the site, from the owner's own list.
    uint32 site;
    /// Code of the information system, from the owner's own list.
    uint32 system;
    /// How many accesses, all counted when the window opens; from 1 to 65,536.
    uint32 uses;
    /// To be closed before this time, at most 7 days ahead.
    uint40 closeBy;
}

/// Two slots.
struct Window {
    uint64 version;
    OrganisationId owner;
    WindowStatus status;
    uint32 uses;
    /// How many accesses were made; set when it is closed.
    uint32 count;
    uint40 closeBy;
    /// Root of the tree over the accesses; set when it is closed, zero if there were none.
    bytes32 root;
}

/// @title Every access, with its receipt
/// @notice One side files a request under a grant, the owner approves and serves it, the grantee acknowledges. Serving
/// writes the access receipt; a gateway releases the data key only after it: receipt or no key. In an emergency the
/// glass is broken first and justified afterwards. Many small accesses share a window.
/// @dev Assumptions.
/// - The gateway of the owner keeps the key until the receipt stands in a block.
/// - Site and system codes are the word of the organisation that files, breaks the glass or opens the window.
/// - What happened in a window is the owner's word until the grantee compares it with what it received: the contract
///   sees the root, not the accesses.
/// - A seal is a date that views and reports honour. Who runs a node sees a sealed request like any other.
interface IDataRequests is IAuthorised {
    /// @notice A request was filed.
    /// @param request The request's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param requestVersion The version that this event made.
    /// @param terms What is asked of whom, why and from where.
    event RequestFiled(
        RequestId indexed request,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 requestVersion,
        RequestTerms terms
    );

    /// @notice The owner approved a request: it may be served, also in mode DETAIL.
    /// @param request The request's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param requestVersion The version that this event made.
    event RequestApproved(
        RequestId indexed request,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 requestVersion
    );

    /// @notice The owner rejected a request.
    /// @param request The request's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param requestVersion The version that this event made.
    /// @param reason Why.
    event RequestRejected(
        RequestId indexed request,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 requestVersion,
        RejectionReason reason
    );

    /// @notice The side that filed a request took it back before it was served.
    /// @param request The request's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param requestVersion The version that this event made.
    event RequestRevoked(
        RequestId indexed request,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 requestVersion
    );

    /// @notice The owner served a request: this is the access receipt.
    /// @param request The request's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param requestVersion The version that this event made.
    /// @param terms What was asked of whom, why and from where.
    /// @param filedBy The officer who filed the request.
    /// @param answer Salted commitment to what was answered.
    /// @param ruleVersion In mode EVALUATE the version of the rule that was run; zero in the other modes.
    /// @param acknowledgeBy Until when the grantee is to acknowledge.
    event RequestServed(
        RequestId indexed request,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 requestVersion,
        RequestTerms terms,
        OfficerId filedBy,
        bytes32 answer,
        uint32 ruleVersion,
        uint40 acknowledgeBy
    );

    /// @notice The grantee acknowledged what it received.
    /// @param request The request's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param requestVersion The version that this event made.
    event RequestAcknowledged(
        RequestId indexed request,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 requestVersion
    );

    /// @notice The grantee disputed what it received: the owner serves again, or the grantee acknowledges after
    /// all.
    /// @param request The request's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param requestVersion The version that this event made.
    /// @param reason What is wrong.
    event RequestDisputed(
        RequestId indexed request,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 requestVersion,
        DisputeReason reason
    );

    /// @notice A request is kept from its subject's view until a date.
    /// @param request The request's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param requestVersion The version that this event made.
    /// @param discloseAt Until when.
    /// @param legalBasis keccak256 of the text that allows it.
    event RequestSealed(
        RequestId indexed request,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 requestVersion,
        uint40 discloseAt,
        bytes32 legalBasis
    );

    /// @notice A request is kept from its subject's view no longer.
    /// @param request The request's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param requestVersion The version that this event made.
    event RequestUnsealed(
        RequestId indexed request,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 requestVersion
    );

    /// @notice Data is accessed in an emergency, without a grant: this is the access receipt, and the notice to owner and
    /// inspector.
    /// @param emergency The emergency's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param emergencyVersion The version that this event made.
    /// @param terms What is read, where and why.
    /// @param justifyBy Until when the accessing organisation is to justify it.
    event GlassBroken(
        EmergencyId indexed emergency,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 emergencyVersion,
        GlassTerms terms,
        uint40 justifyBy
    );

    /// @notice The owner committed to what it answered in an emergency.
    /// @param emergency The emergency's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param emergencyVersion The version that this event made.
    /// @param answer Salted commitment to what was answered.
    event EmergencyAnswered(
        EmergencyId indexed emergency,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 emergencyVersion,
        bytes32 answer
    );

    /// @notice The accessing organisation justified an emergency.
    /// @param emergency The emergency's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param emergencyVersion The version that this event made.
    /// @param statement Salted commitment to the justification.
    /// @param reviewBy Until when an inspector is to review it.
    event EmergencyJustified(
        EmergencyId indexed emergency,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 emergencyVersion,
        bytes32 statement,
        uint40 reviewBy
    );

    /// @notice An inspector reviewed an emergency.
    /// @param emergency The emergency's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param emergencyVersion The version that this event made.
    /// @param outcome What was found.
    event EmergencyReviewed(
        EmergencyId indexed emergency,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 emergencyVersion,
        ReviewOutcome outcome
    );

    /// @notice A window for small accesses was opened, and all its uses counted.
    /// @param window The window's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param windowVersion The version that this event made.
    /// @param terms What may be asked how often, by whom and why.
    event WindowOpened(
        WindowId indexed window,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 windowVersion,
        WindowTerms terms
    );

    /// @notice A window was closed.
    /// @param window The window's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param windowVersion The version that this event made.
    /// @param count How many accesses were made.
    /// @param root Root of the tree over them; zero if there were none.
    event WindowClosed(
        WindowId indexed window,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 windowVersion,
        uint32 count,
        bytes32 root
    );

    /// @notice In mode {mode} organisation {filer} files and revokes the request, not {acting}.
    error RequestFilerMismatch(Mode mode, OrganisationId filer, OrganisationId acting);
    /// @notice The request must be served before {serveBy}, which is not after {time} and at most {limit} seconds ahead.
    error RequestDeadlineInvalid(uint40 serveBy, uint256 time, uint40 limit);
    /// @notice The time to acknowledge is {acknowledgeWithin} seconds; it must be from 1 to {limit}.
    error RequestAcknowledgementInvalid(uint32 acknowledgeWithin, uint32 limit);
    /// @notice The terms name item {index} of no record. Name the record too, or give 0.
    error RequestIndexWithoutRecord(uint32 index);
    /// @notice There is no request {request}.
    error RequestUnknown(RequestId request);
    /// @notice Request {request} is in status {status}; this act needs one of the statuses {needed} (bit = number).
    error RequestStatusMismatch(RequestId request, RequestStatus status, RequestStatusSet needed);
    /// @notice Request {request} is at version {current}; the caller saw {seen}. Read it again.
    error RequestVersionStale(RequestId request, uint64 seen, uint64 current);
    /// @notice The terms given hash to {given}; request {request} was filed with {filed}.
    error RequestTermsMismatch(RequestId request, bytes32 given, bytes32 filed);
    /// @notice Organisation {owner} owns what request {request} asks for, and {acting} does not act for it.
    error RequestOwnerMismatch(RequestId request, OrganisationId owner, OrganisationId acting);
    /// @notice Organisation {grantee} receives what request {request} asks for, and {acting} does not act for it.
    error RequestGranteeMismatch(RequestId request, OrganisationId grantee, OrganisationId acting);
    /// @notice Request {request} is in mode DETAIL and not approved. A grantor of the owner approves it first.
    error RequestApprovalMissing(RequestId request);
    /// @notice The commitment to the answer is zero; give a salted commitment.
    error RequestAnswerZero(RequestId request);
    /// @notice Request {request} is in mode {mode} and was answered by rule version {ruleVersion}. EVALUATE names the
    /// version of the rule that was run, from 1; the other modes give 0.
    error RequestRuleVersionInvalid(RequestId request, Mode mode, uint32 ruleVersion);
    /// @notice Organisation {acting} asks for or receives what request {request} is about; another organisation seals it.
    error SealByParty(RequestId request, OrganisationId acting);
    /// @notice Request {request} was sealed before, until {discloseAt}; a request is sealed once.
    error SealExists(RequestId request, uint40 discloseAt);
    /// @notice The seal would end at {discloseAt}, which is not after {time} and at most {limit} seconds ahead.
    error SealTimeInvalid(uint40 discloseAt, uint256 time, uint40 limit);
    /// @notice A seal needs the hash of its legal basis.
    error SealLegalBasisZero();
    /// @notice Request {request} is not sealed at {time}: its seal ended at {discloseAt}, or there is none (0).
    error SealMissing(RequestId request, uint40 discloseAt, uint256 time);
    /// @notice Organisation {sealer} sealed request {request}, and {acting} does not act for it.
    error SealForeign(RequestId request, OrganisationId sealer, OrganisationId acting);
    /// @notice In an emergency data is read in mode VERIFY or DETAIL, not {mode}.
    error GlassModeInvalid(Mode mode);
    /// @notice Resource {resource} offers the modes {offered}, not {mode}.
    error GlassModeNotOffered(ResourceId resource, ModeSet offered, Mode mode);
    /// @notice Organisation {acting} acts for the owner {owner}, and reads its own data without breaking glass.
    error GlassForOwnData(OrganisationId owner, OrganisationId acting);
    /// @notice An access in an emergency needs at least one field.
    error GlassFieldsEmpty();
    /// @notice An access in an emergency needs a purpose: the code 0 is none.
    error GlassPurposeZero();
    /// @notice An access in an emergency needs the hash of its legal basis.
    error GlassLegalBasisZero();
    /// @notice Organisation {organisation} has {limit} emergencies that it did not justify yet. Justify one first.
    error GlassLimitReached(OrganisationId organisation, uint256 limit);
    /// @notice Emergency {emergency} of organisation {organisation} was to be justified before {justifyBy}; it is {time}.
    /// Justify it first.
    error GlassJustificationOverdue(OrganisationId organisation, EmergencyId emergency, uint40 justifyBy, uint256 time);
    /// @notice There is no emergency {emergency}.
    error EmergencyUnknown(EmergencyId emergency);
    /// @notice Emergency {emergency} is in status {status}; this act needs {needed}, in time or late.
    error EmergencyStatusMismatch(EmergencyId emergency, EmergencyStatus status, EmergencyStatus needed);
    /// @notice Emergency {emergency} is at version {current}; the caller saw {seen}. Read it again.
    error EmergencyVersionStale(EmergencyId emergency, uint64 seen, uint64 current);
    /// @notice Organisation {owner} answers in emergency {emergency}, and {acting} does not act for it.
    error EmergencyOwnerMismatch(EmergencyId emergency, OrganisationId owner, OrganisationId acting);
    /// @notice Organisation {organisation} justifies emergency {emergency}, and {acting} does not act for it.
    error EmergencyForeign(EmergencyId emergency, OrganisationId organisation, OrganisationId acting);
    /// @notice Emergency {emergency} is organisation {acting}'s own; an inspector of another organisation reviews it.
    error EmergencyReviewedByItself(EmergencyId emergency, OrganisationId acting);
    /// @notice The owner answered in emergency {emergency} before.
    error EmergencyIsAnswered(EmergencyId emergency);
    /// @notice The commitment to the answer is zero; give a salted commitment.
    error EmergencyAnswerZero();
    /// @notice The commitment to the statement is zero; give a salted commitment.
    error EmergencyStatementZero();
    /// @notice Organisation {owner} opens and closes the window, and {acting} does not act for it.
    error WindowOwnerMismatch(OrganisationId owner, OrganisationId acting);
    /// @notice A window is for mode VERIFY or EVALUATE, not {mode}: each access in mode DETAIL is approved, and each
    /// submission acknowledged.
    error WindowModeInvalid(Mode mode);
    /// @notice A window is for 1 to {limit} accesses, not {uses}.
    error WindowUsesInvalid(uint32 uses, uint32 limit);
    /// @notice The window must be closed before {closeBy}, which is not after {time} and at most {limit} seconds ahead.
    error WindowTimeInvalid(uint40 closeBy, uint256 time, uint40 limit);
    /// @notice There is no window {window}.
    error WindowUnknown(WindowId window);
    /// @notice Window {window} is closed.
    error WindowIsClosed(WindowId window);
    /// @notice Window {window} is at version {current}; the caller saw {seen}. Read it again.
    error WindowVersionStale(WindowId window, uint64 seen, uint64 current);
    /// @notice Window {window} is for {uses} accesses; {count} are too many.
    error WindowCountExceeded(WindowId window, uint32 uses, uint32 count);
    /// @notice Window {window} is closed with {count} accesses and root {root}: a root is zero if and only if there were
    /// none.
    error WindowRootMismatch(WindowId window, uint32 count, bytes32 root);

    /// @notice The grants under which requests are made.
    function grants() external view returns (IAccessGrants);

    /// @notice The registry of the records that are asked for.
    function registry() external view returns (IDataRegistry);

    // --- requests ---

    /// @notice Files a request.
    /// @custom:caller the grantee's requester, or its successor's; in mode SUBMIT the owner's responder
    /// @custom:refuses authority, RequestFilerMismatch, RequestDeadlineInvalid, RequestAcknowledgementInvalid,
    /// RequestIndexWithoutRecord, DataRegistry.requireLiveRecord, AccessGrants.checkUse
    /// @custom:emits RequestFiled
    function fileRequest(RequestTerms calldata terms) external returns (RequestId request);

    /// @notice Approves a submitted request: in mode DETAIL it cannot be served without.
    /// @custom:caller the owner's grantor
    /// @custom:refuses authority, RequestUnknown, RequestStatusMismatch, RequestVersionStale, RequestTermsMismatch,
    /// RequestOwnerMismatch
    /// @custom:emits RequestApproved
    function approveRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms) external;

    /// @notice Rejects a submitted or approved request.
    /// @custom:caller the owner's responder
    /// @custom:refuses authority, RequestUnknown, RequestStatusMismatch, RequestVersionStale, RequestTermsMismatch,
    /// RequestOwnerMismatch
    /// @custom:emits RequestRejected
    function rejectRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms, RejectionReason reason)
        external;

    /// @notice Takes a request back before it is served.
    /// @custom:caller the side that filed, in the role it filed in
    /// @custom:refuses authority, RequestFilerMismatch, RequestUnknown, RequestStatusMismatch, RequestVersionStale,
    /// RequestTermsMismatch
    /// @custom:emits RequestRevoked
    function revokeRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms) external;

    /// @notice Serves a request and writes the access receipt; counts one use of the grant. A disputed request is
    /// served again: with a new receipt, and without a second use.
    /// @param answer Salted commitment to what is answered.
    /// @param ruleVersion In mode EVALUATE the version of the rule that was run, from 1; zero in the other modes.
    /// @custom:caller the owner's responder
    /// @custom:refuses authority, RequestUnknown, RequestStatusMismatch, RequestVersionStale, RequestTermsMismatch,
    /// RequestOwnerMismatch, RequestApprovalMissing, RequestAnswerZero, RequestRuleVersionInvalid,
    /// DataRegistry.requireLiveRecord, AccessGrants.reportUse
    /// @custom:emits RequestServed
    function serveRequest(
        RequestId request,
        uint64 seenVersion,
        RequestTerms calldata terms,
        bytes32 answer,
        uint32 ruleVersion
    ) external;

    /// @notice Acknowledges what was received. Also after the time for it, which the audit sees, and after a dispute.
    /// @custom:caller the grantee's requester
    /// @custom:refuses authority, RequestUnknown, RequestStatusMismatch, RequestVersionStale, RequestTermsMismatch,
    /// RequestGranteeMismatch
    /// @custom:emits RequestAcknowledged
    function acknowledgeRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms) external;

    /// @notice Disputes what was received. Also after the time to acknowledge.
    /// @custom:caller the grantee's requester
    /// @custom:refuses authority, RequestUnknown, RequestStatusMismatch, RequestVersionStale, RequestTermsMismatch,
    /// RequestGranteeMismatch
    /// @custom:emits RequestDisputed
    function disputeRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms, DisputeReason reason)
        external;

    /// @notice Keeps a request that is not served yet from its subject's view until a date, at most three years ahead.
    /// @param discloseAt Views and reports for the subject hide the request while time < discloseAt.
    /// @param legalBasis keccak256 of the text that allows it; never zero.
    /// @custom:caller a sealer of an organisation that neither asks nor receives
    /// @custom:refuses authority, RequestUnknown, RequestStatusMismatch, RequestVersionStale, RequestTermsMismatch,
    /// SealByParty, SealExists, SealTimeInvalid, SealLegalBasisZero
    /// @custom:emits RequestSealed
    function sealAccess(
        RequestId request,
        uint64 seenVersion,
        RequestTerms calldata terms,
        uint40 discloseAt,
        bytes32 legalBasis
    ) external;

    /// @notice Ends a seal before its date.
    /// @custom:caller a sealer of the organisation that sealed it
    /// @custom:refuses authority, RequestUnknown, RequestVersionStale, SealMissing, SealForeign
    /// @custom:emits RequestUnsealed
    function unsealAccess(RequestId request, uint64 seenVersion) external;

    // --- emergencies ---

    /// @notice Accesses data in an emergency, without a grant; the organisation justifies it within 72 hours. Refused
    /// while the organisation is late with a justification, or has 16 emergencies to justify.
    /// @custom:caller a requester of another organisation than the owner
    /// @custom:refuses authority, ResourceUnknown, ResourceForeign, RequestIndexWithoutRecord, GlassModeInvalid,
    /// GlassModeNotOffered, GlassForOwnData, GlassFieldsEmpty, GlassPurposeZero, GlassLegalBasisZero,
    /// GlassLimitReached, GlassJustificationOverdue, EmergencyStatementZero, DataRegistry.requireLiveRecord
    /// @custom:emits GlassBroken
    function breakGlass(GlassTerms calldata terms) external returns (EmergencyId emergency);

    /// @notice Commits to what was answered in an emergency, once.
    /// @param answer Salted commitment to what was answered.
    /// @custom:caller the owner's responder
    /// @custom:refuses authority, EmergencyUnknown, EmergencyVersionStale, EmergencyOwnerMismatch, EmergencyIsAnswered,
    /// EmergencyAnswerZero
    /// @custom:emits EmergencyAnswered
    function answerEmergency(EmergencyId emergency, uint64 seenVersion, bytes32 answer) external;

    /// @notice Justifies an emergency. Also late.
    /// @param statement Salted commitment to the justification.
    /// @custom:caller an administrator of the organisation that accessed
    /// @custom:refuses authority, EmergencyUnknown, EmergencyStatusMismatch, EmergencyVersionStale, EmergencyForeign,
    /// EmergencyStatementZero
    /// @custom:emits EmergencyJustified
    function justifyEmergency(EmergencyId emergency, uint64 seenVersion, bytes32 statement) external;

    /// @notice Reviews an emergency that was justified. Also late, and a late inspector locks nobody out.
    /// @custom:caller an inspector of an organisation that did not access
    /// @custom:refuses authority, EmergencyUnknown, EmergencyStatusMismatch, EmergencyVersionStale,
    /// EmergencyReviewedByItself
    /// @custom:emits EmergencyReviewed
    function reviewEmergency(EmergencyId emergency, uint64 seenVersion, ReviewOutcome outcome) external;

    // --- windows ---

    /// @notice Opens a window for many small accesses, and counts all of them as uses of the grant. Uses that are not
    /// made are not given back.
    /// @custom:caller the owner's responder
    /// @custom:refuses authority, WindowOwnerMismatch, WindowModeInvalid, WindowUsesInvalid, WindowTimeInvalid,
    /// AccessGrants.reportUse
    /// @custom:emits WindowOpened
    function openWindow(WindowTerms calldata terms) external returns (WindowId window);

    /// @notice Closes a window with the root of the tree over its accesses. Also late, which the audit sees.
    /// @param count How many accesses were made; at most the window's uses.
    /// @param root Root of the tree over them; zero if and only if there were none.
    /// @custom:caller the owner's responder
    /// @custom:refuses authority, WindowOwnerMismatch, WindowUnknown, WindowIsClosed, WindowVersionStale,
    /// WindowCountExceeded, WindowRootMismatch
    /// @custom:emits WindowClosed
    function closeWindow(WindowId window, uint64 seenVersion, uint32 count, bytes32 root) external;

    // --- what readers ask ---

    /// @notice The request, with LAPSED and OVERDUE computed at the present time; all zero if there is none.
    function getRequest(RequestId request) external view returns (Request memory);

    /// @notice The seal of a request; all zero if it was never sealed.
    function getSeal(RequestId request) external view returns (Seal memory);

    /// @notice The emergency, with UNJUSTIFIED and UNREVIEWED computed at the present time; all zero if there is none.
    function getEmergency(EmergencyId emergency) external view returns (Emergency memory);

    /// @notice The emergencies that an organisation has not justified yet, in no particular order; at most 16.
    function openEmergenciesOf(OrganisationId organisation) external view returns (EmergencyId[] memory);

    /// @notice The window, with OVERDUE computed at the present time; all zero if there is none.
    function getWindow(WindowId window) external view returns (Window memory);

    /// @notice Whether an access is one of those that a closed window's root stands for.
    /// @param index The access's place in the window, from 0.
    /// @param access Hash of the small receipt.
    /// @param proof The siblings from the leaf up to the root.
    function verifyWindowAccess(WindowId window, uint32 index, bytes32 access, bytes32[] calldata proof)
        external
        view
        returns (bool);
}
