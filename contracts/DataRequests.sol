// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {GrantUse, IAccessGrants} from "./interfaces/IAccessGrants.sol";
import {Authority, IConsortium} from "./interfaces/IConsortium.sol";
import {IDataRegistry} from "./interfaces/IDataRegistry.sol";
import {IDataRequests, RejectionReason, Request, RequestStatus, RequestTerms} from "./interfaces/IDataRequests.sol";
import {Stage} from "./types/ContractRoles.sol";
import {NO_RECORD, OrganisationId, RequestId, checkedFirstId} from "./types/Ids.sol";
import {Mode} from "./types/Modes.sol";
import {Role} from "./types/Roles.sol";

/// @title DataRequests
contract DataRequests is EventChain, Authorised, IDataRequests {
    uint40 private constant SERVE_LIMIT = 366 days;
    uint32 private constant ACKNOWLEDGE_LIMIT = 366 days;

    /// @inheritdoc IDataRequests
    IAccessGrants public immutable grants;
    /// @inheritdoc IDataRequests
    IDataRegistry public immutable registry;

    mapping(RequestId request => Request) private _requests;
    uint64 private _nextRequest;

    /// @param firstId The first id of requests; at least 1.
    constructor(IConsortium consortium_, IAccessGrants grants_, IDataRegistry registry_, uint64 firstId)
        Authorised(consortium_)
    {
        require(address(grants_) != address(0) && address(registry_) != address(0), ConstructorAddressZero());
        grants = grants_;
        registry = registry_;
        _nextRequest = checkedFirstId(firstId);
    }

    /// @inheritdoc IDataRequests
    function fileRequest(RequestTerms calldata terms) external returns (RequestId request) {
        bool submits = terms.mode == Mode.SUBMIT;
        Role role = submits ? Role.RESPONDER : Role.REQUESTER;
        Authority memory acting = _authorise(role, Stage.BEGIN);
        _requireFiler(terms, submits ? terms.owner : terms.grantee, acting.organisation);
        _requireDeadlines(terms);
        _requireRecord(terms);
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
    function rejectRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms, RejectionReason reason)
        external
    {
        OrganisationId acting = _authorise(Role.RESPONDER, Stage.FINISH).organisation;
        Request storage entry = _inStatus(request, seenVersion, terms, RequestStatus.SUBMITTED);
        require(terms.owner == acting, RequestOwnerMismatch(request, terms.owner, acting));

        entry.status = RequestStatus.REJECTED;
        uint64 version = ++entry.version;

        emit RequestRejected(request, msg.sender, acting, Role.RESPONDER, version, reason);
        _link(RequestRejected.selector, RequestId.unwrap(request), abi.encode(acting, Role.RESPONDER, version, reason));
    }

    /// @inheritdoc IDataRequests
    function serveRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms, bytes32 answer) external {
        OrganisationId acting = _authorise(Role.RESPONDER, Stage.FINISH).organisation;
        Request storage entry = _inStatus(request, seenVersion, terms, RequestStatus.SUBMITTED);
        require(terms.owner == acting, RequestOwnerMismatch(request, terms.owner, acting));
        require(answer != 0, RequestAnswerZero(request));
        _requireRecord(terms);

        entry.status = RequestStatus.SERVED;
        entry.acknowledgeBy = uint40(block.timestamp) + terms.acknowledgeWithin;
        ++entry.version;

        _emitServed(request, entry, terms, answer);

        grants.reportUse(terms.grant, _use(terms), 1);
    }

    /// @inheritdoc IDataRequests
    function acknowledgeRequest(RequestId request, uint64 seenVersion, RequestTerms calldata terms) external {
        OrganisationId acting = _authorise(Role.REQUESTER, Stage.RELIEVE).organisation;
        Request storage entry = _inStatus(request, seenVersion, terms, RequestStatus.SERVED);
        require(terms.grantee == acting, RequestGranteeMismatch(request, terms.grantee, acting));

        entry.status = RequestStatus.ACKNOWLEDGED;
        uint64 version = ++entry.version;

        emit RequestAcknowledged(request, msg.sender, acting, Role.REQUESTER, version);
        _link(RequestAcknowledged.selector, RequestId.unwrap(request), abi.encode(acting, Role.REQUESTER, version));
    }

    /// @inheritdoc IDataRequests
    function getRequest(RequestId request) external view returns (Request memory entry) {
        entry = _requests[request];
        entry.status = _statusOf(entry.status, entry.serveBy);
    }

    // --- guards and shared steps ---

    /// @dev Apart from serveRequest for the depth of the stack.
    function _emitServed(RequestId request, Request storage entry, RequestTerms calldata terms, bytes32 answer)
        private
    {
        Request memory served = entry;
        emit RequestServed(
            request,
            msg.sender,
            terms.owner,
            Role.RESPONDER,
            served.version,
            terms,
            served.filedBy,
            answer,
            served.acknowledgeBy
        );
        _link(
            RequestServed.selector,
            RequestId.unwrap(request),
            abi.encode(terms.owner, Role.RESPONDER, served.version, terms, served.filedBy, answer, served.acknowledgeBy)
        );
    }

    function _inStatus(RequestId request, uint64 seen, RequestTerms calldata terms, RequestStatus needed)
        private
        view
        returns (Request storage entry)
    {
        entry = _requests[request];
        uint64 version = entry.version;
        require(version != 0, RequestUnknown(request));
        RequestStatus status = _statusOf(entry.status, entry.serveBy);
        require(status == needed, RequestStatusMismatch(request, status, needed));
        require(version == seen, RequestVersionStale(request, seen, version));
        bytes32 given = keccak256(abi.encode(terms));
        bytes32 filed = entry.termsHash;
        require(given == filed, RequestTermsMismatch(request, given, filed));
    }

    function _statusOf(RequestStatus status, uint40 serveBy) private view returns (RequestStatus) {
        return status == RequestStatus.SUBMITTED && block.timestamp >= serveBy ? RequestStatus.LAPSED : status;
    }

    function _requireRecord(RequestTerms calldata terms) private view {
        if (terms.record == NO_RECORD) return;
        registry.requireLiveRecord(terms.record, 0, terms.resource);
    }

    function _requireDeadlines(RequestTerms calldata terms) private view {
        require(
            block.timestamp < terms.serveBy && terms.serveBy <= block.timestamp + SERVE_LIMIT,
            RequestDeadlineInvalid(terms.serveBy, block.timestamp, SERVE_LIMIT)
        );
        require(
            terms.acknowledgeWithin != 0 && terms.acknowledgeWithin <= ACKNOWLEDGE_LIMIT,
            RequestAcknowledgementInvalid(terms.acknowledgeWithin, ACKNOWLEDGE_LIMIT)
        );
    }

    function _requireFiler(RequestTerms calldata terms, OrganisationId filer, OrganisationId acting) private pure {
        require(filer == acting, RequestFilerMismatch(terms.mode, filer, acting));
    }

    function _use(RequestTerms calldata terms) private pure returns (GrantUse memory) {
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
