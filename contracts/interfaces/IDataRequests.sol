// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GrantId, OfficerId, OrganisationId, RecordId, RequestId, ResourceId} from "../types/Ids.sol";
import {Mode} from "../types/Modes.sol";
import {Role} from "../types/Roles.sol";
import {IAccessGrants} from "./IAccessGrants.sol";
import {IAuthorised} from "./IAuthorised.sol";
import {IDataRegistry} from "./IDataRegistry.sol";

/// What was last done to a request. A SUBMITTED request whose time to be served is over has LAPSED; that is computed
/// on read and never stored.
enum RequestStatus {
    NONE,
    SUBMITTED,
    REJECTED,
    SERVED,
    ACKNOWLEDGED,
    LAPSED
}

/// Why the owner rejected a request.
enum RejectionReason {
    RECORD_NOT_HELD,
    CASE_NOT_SHOWN,
    TERMS_IN_DISPUTE,
    TEMPORARILY_UNABLE
}

/// What is asked of whom, why and from where.
struct RequestTerms {
    GrantId grant;
    ResourceId resource;
    /// The record asked for; zero: the resource as a whole.
    RecordId record;
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

/// @title Every access, with its receipt
/// @notice One side files a request under a grant, the owner serves it, the grantee acknowledges. Serving writes the
/// access receipt; a gateway releases the data key only after it: receipt or no key.
/// @dev Assumptions.
/// - The gateway of the owner keeps the key until the receipt stands in a block.
/// - Site and system codes are the filing organisation's word.
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

    /// @notice The owner served a request: this is the access receipt.
    /// @param request The request's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param requestVersion The version that this event made.
    /// @param terms What was asked of whom, why and from where.
    /// @param filedBy The officer who filed the request.
    /// @param answer Salted commitment to what was answered.
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

    /// @notice In mode {mode} organisation {filer} files the request, not {acting}.
    error RequestFilerMismatch(Mode mode, OrganisationId filer, OrganisationId acting);
    /// @notice The request must be served before {serveBy}, which is not after {time} and at most {limit} seconds ahead.
    error RequestDeadlineInvalid(uint40 serveBy, uint256 time, uint40 limit);
    /// @notice The time to acknowledge is {acknowledgeWithin} seconds; it must be from 1 to {limit}.
    error RequestAcknowledgementInvalid(uint32 acknowledgeWithin, uint32 limit);
    /// @notice There is no request {request}.
    error RequestUnknown(RequestId request);
    /// @notice Request {request} is in status {status}; this act needs {needed}.
    error RequestStatusMismatch(RequestId request, RequestStatus status, RequestStatus needed);
    /// @notice Request {request} is at version {current}; the caller saw {seen}. Read it again.
    error RequestVersionStale(RequestId request, uint64 seen, uint64 current);
    /// @notice The terms given hash to {given}; request {request} was filed with {filed}.
    error RequestTermsMismatch(RequestId request, bytes32 given, bytes32 filed);
    /// @notice Organisation {owner} serves request {request}, not {acting}.
    error RequestOwnerMismatch(RequestId request, OrganisationId owner, OrganisationId acting);
    /// @notice Organisation {grantee} acknowledges request {request}, not {acting}.
    error RequestGranteeMismatch(RequestId request, OrganisationId grantee, OrganisationId acting);
    /// @notice The commitment to the answer is zero; give a salted commitment.
    error RequestAnswerZero(RequestId request);

    /// @notice The grants under which requests are made.
    function grants() external view returns (IAccessGrants);

    /// @notice The registry of the records that are asked for.
    function registry() external view returns (IDataRegistry);

    /// @notice Files a request. By the grantee's requester; in mode SUBMIT by the owner's responder.
    function fileRequest(RequestTerms calldata terms) external returns (RequestId request);

    /// @notice Rejects a submitted request. By the owner's responder.
    function rejectRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms, RejectionReason reason)
        external;

    /// @notice Serves a request and writes the access receipt; counts one use of the grant. By the owner's responder.
    function serveRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms, bytes32 answer) external;

    /// @notice Acknowledges what was received. By the grantee's requester; also after the time for it, which the audit
    /// sees.
    function acknowledgeRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms) external;

    /// @notice The request, with LAPSED computed at the present time; all zero if there is none.
    function getRequest(RequestId request) external view returns (Request memory);
}
