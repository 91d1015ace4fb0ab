// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {
    Draft,
    Grant,
    GrantOrigin,
    GrantSignature,
    GrantTerms,
    GrantUse,
    IAccessGrants,
    RevocationReason,
    SignatureStatus
} from "./interfaces/IAccessGrants.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {IDataRegistry, Resource, ResourceStatus} from "./interfaces/IDataRegistry.sol";
import {ContractRole, Stage} from "./types/ContractRoles.sol";
import {GrantId, NO_GRANT, NO_ORGANISATION, OrganisationId, ResourceId, checkedFirstId} from "./types/Ids.sol";
import {ModeSet} from "./types/Modes.sol";
import {Role} from "./types/Roles.sol";

/// @title AccessGrants
contract AccessGrants is EventChain, Authorised, EIP712, IAccessGrants {
    uint8 private constant DELEGATION_LIMIT = 4;

    bytes32 private constant TERMS_TYPE = keccak256(
        "GrantTerms(uint64 resource,uint64 grantee,uint8 modes,uint256 fields,uint16 purpose,bytes32 legalBasis,uint40 validFrom,uint40 validUntil,uint32 maxUses,uint8 delegationDepth,uint64 parent)"
    );
    /// @dev The signer is part of it, so that a signature cannot count for another contract account of the same holder.
    bytes32 private constant ISSUE_TYPE = keccak256(
        "IssueGrant(GrantTerms terms,address signer,uint256 nonce,uint40 deadline)GrantTerms(uint64 resource,uint64 grantee,uint8 modes,uint256 fields,uint16 purpose,bytes32 legalBasis,uint40 validFrom,uint40 validUntil,uint32 maxUses,uint8 delegationDepth,uint64 parent)"
    );

    /// @dev Four slots: a grant, and the uses that are left of it, in the slot that every use reads anyway.
    struct Entry {
        uint64 version;
        OrganisationId grantee;
        GrantId parent;
        ModeSet modes;
        uint8 delegationDepth;
        bool revoked;
        uint32 left;
        ResourceId resource;
        OrganisationId owner;
        uint40 validFrom;
        uint40 validUntil;
        uint32 maxUses;
        uint16 purpose;
        uint256 fields;
        bytes32 legalBasis;
    }

    /// @inheritdoc IAccessGrants
    IDataRegistry public immutable registry;

    mapping(GrantId grant => Entry) private _grants;
    /// @dev What left a grant for those below it: delegated + left ≤ maxUses.
    mapping(GrantId grant => uint32 uses) private _delegated;
    mapping(bytes32 termsHash => Draft) private _drafts;
    mapping(bytes32 signature => GrantSignature) private _signatures;
    uint64 private _nextGrant;

    /// @param firstId The first id of grants; at least 1.
    constructor(IConsortium consortium_, IDataRegistry registry_, uint64 firstId)
        Authorised(consortium_)
        EIP712("govledger AccessGrants", "1")
    {
        require(address(registry_) != address(0), ConstructorAddressZero());
        registry = registry_;
        _nextGrant = checkedFirstId(firstId);
    }

    // --- issue ---

    /// @inheritdoc IAccessGrants
    function issueGrant(GrantTerms calldata terms) external returns (GrantId grant) {
        OrganisationId acting = _authorise(Role.GRANTOR, Stage.BEGIN).organisation;
        return _issue(terms, acting, _originOf(msg.sender));
    }

    /// @inheritdoc IAccessGrants
    function issueGrantBySignature(
        GrantTerms calldata terms,
        address signer,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external returns (GrantId grant) {
        require(block.timestamp < deadline, GrantSignatureExpired(deadline, block.timestamp));
        GrantOrigin memory origin = _originOf(signer);
        origin.nonce = nonce;
        origin.signature = _unspent(signer, nonce);
        bytes32 digest = _digest(terms, signer, nonce, deadline);
        require(SignatureChecker.isValidSignatureNow(signer, digest, signature), GrantSignatureInvalid(signer, digest));
        OrganisationId acting = consortium.authorise(signer, Role.GRANTOR, Stage.BEGIN).organisation;

        origin.signatureVersion = 1;
        _signatures[origin.signature] = GrantSignature({version: 1, status: SignatureStatus.USED});
        return _issue(terms, acting, origin);
    }

    /// @inheritdoc IAccessGrants
    function cancelSignature(uint256 nonce) external {
        OrganisationId acting = _authorise(Role.GRANTOR, Stage.RELIEVE).organisation;
        bytes32 signature = _unspent(msg.sender, nonce);

        _signatures[signature] = GrantSignature({version: 1, status: SignatureStatus.CANCELLED});

        emit SignatureCancelled(signature, msg.sender, acting, Role.GRANTOR, 1, nonce);
        _link(SignatureCancelled.selector, uint256(signature), abi.encode(acting, Role.GRANTOR, uint64(1), nonce));
    }

    // --- approvals ---

    /// @inheritdoc IAccessGrants
    function approveTerms(GrantTerms calldata terms, uint64 seenVersion) external returns (bytes32 draft) {
        OrganisationId acting = _authorise(Role.GRANTOR, Stage.BEGIN).organisation;
        draft = keccak256(abi.encode(terms));
        Resource memory resource = _openResource(terms.resource);
        require(
            resource.version == seenVersion,
            IDataRegistry.ResourceVersionStale(terms.resource, seenVersion, resource.version)
        );
        require(terms.parent == NO_GRANT && _approvalsNeeded(terms, resource) != 0, DraftApprovalNotNeeded(draft));
        (bool found, uint8 place) = _placeOf(resource, acting);
        require(found, DraftApproverForeign(terms.resource, acting));
        Draft memory entry = _drafts[draft];
        if (entry.boundVersion != seenVersion) entry.approvals = 0;
        OrganisationId approver = resource.approvers[place];
        require(entry.approvals & (uint8(1) << place) == 0, DraftApprovedAlready(draft, approver));

        entry.approvals |= uint8(1) << place;
        entry.boundVersion = seenVersion;
        entry.resource = terms.resource;
        ++entry.version;
        _drafts[draft] = entry;

        _emitApproved(draft, entry, terms, acting, approver);
    }

    /// @inheritdoc IAccessGrants
    function withdrawApproval(bytes32 draft) external {
        OrganisationId acting = _authorise(Role.GRANTOR, Stage.RELIEVE).organisation;
        Draft memory entry = _drafts[draft];
        require(entry.approvals != 0, DraftNotApproved(draft, acting));
        Resource memory resource = registry.getResource(entry.resource);
        (bool found, uint8 place) = _placeOf(resource, acting);
        require(
            found && resource.version == entry.boundVersion && entry.approvals & (uint8(1) << place) != 0,
            DraftNotApproved(draft, acting)
        );

        entry.approvals &= ~(uint8(1) << place);
        ++entry.version;
        _drafts[draft] = entry;

        OrganisationId approver = resource.approvers[place];
        emit DraftApprovalWithdrawn(draft, msg.sender, acting, Role.GRANTOR, entry.version, approver, entry.approvals);
        _link(
            DraftApprovalWithdrawn.selector,
            uint256(draft),
            abi.encode(acting, Role.GRANTOR, entry.version, approver, entry.approvals)
        );
    }

    // --- the end of a grant ---

    /// @inheritdoc IAccessGrants
    function revokeGrant(GrantId grant, uint64 seenVersion, RevocationReason reason) external {
        OrganisationId acting = _authorise(Role.GRANTOR, Stage.RELIEVE).organisation;
        Entry storage entry = _grants[grant];
        uint64 version = entry.version;
        require(version != 0, GrantUnknown(grant));
        if (!_mayRevoke(entry, acting)) revert GrantForeign(grant, entry.owner, acting);
        require(!entry.revoked, GrantIsRevoked(grant));
        require(version == seenVersion, GrantVersionStale(grant, seenVersion, version));

        entry.revoked = true;
        entry.version = ++version;

        emit GrantRevoked(grant, msg.sender, acting, Role.GRANTOR, version, reason);
        _link(GrantRevoked.selector, GrantId.unwrap(grant), abi.encode(acting, Role.GRANTOR, version, reason));
    }

    // --- reports of the requests contract ---

    /// @inheritdoc IAccessGrants
    function reportUse(GrantId grant, GrantUse calldata use, uint32 count) external {
        _onlyReporter(ContractRole.DATA_REQUESTS);
        _checkUse(grant, use, count);
        _grants[grant].left -= count;
    }

    /// @inheritdoc IAccessGrants
    function reportCheckedUse(GrantId grant) external {
        _onlyReporter(ContractRole.DATA_REQUESTS);
        _requireLive(grant);
        _requireUsable(grant, 1);
        --_grants[grant].left;
    }

    // --- what other contracts and readers ask ---

    /// @inheritdoc IAccessGrants
    function checkUse(GrantId grant, GrantUse calldata use, uint32 count) external view {
        _checkUse(grant, use, count);
    }

    /// @inheritdoc IAccessGrants
    function grantDigest(GrantTerms calldata terms, address signer, uint256 nonce, uint40 deadline)
        external
        view
        returns (bytes32)
    {
        return _digest(terms, signer, nonce, deadline);
    }

    /// @inheritdoc IAccessGrants
    function getGrant(GrantId grant) external view returns (Grant memory) {
        Entry memory entry = _grants[grant];
        return Grant({
            version: entry.version,
            grantee: entry.grantee,
            parent: entry.parent,
            modes: entry.modes,
            delegationDepth: entry.delegationDepth,
            revoked: entry.revoked,
            resource: entry.resource,
            owner: entry.owner,
            validFrom: entry.validFrom,
            validUntil: entry.validUntil,
            maxUses: entry.maxUses,
            purpose: entry.purpose,
            fields: entry.fields,
            legalBasis: entry.legalBasis
        });
    }

    /// @inheritdoc IAccessGrants
    function usesOf(GrantId grant) external view returns (uint32 made, uint32 delegated) {
        delegated = _delegated[grant];
        made = _grants[grant].maxUses - _grants[grant].left - delegated;
    }

    /// @inheritdoc IAccessGrants
    function remainingUsesOf(GrantId grant) external view returns (uint32) {
        return _grants[grant].left;
    }

    /// @inheritdoc IAccessGrants
    function getDraft(bytes32 draft) external view returns (Draft memory) {
        return _drafts[draft];
    }

    /// @inheritdoc IAccessGrants
    function getSignature(bytes32 signature) external view returns (GrantSignature memory) {
        return _signatures[signature];
    }

    // --- steps of an issue ---

    function _originOf(address signer) private pure returns (GrantOrigin memory origin) {
        origin.signer = signer;
    }

    /// @dev Where the direct path and the signed one meet.
    function _issue(GrantTerms calldata terms, OrganisationId acting, GrantOrigin memory origin)
        private
        returns (GrantId grant)
    {
        Resource memory resource = _openResource(terms.resource);
        if (terms.parent == NO_GRANT) _requireGrantable(terms, resource, acting);
        else _requireWithinParent(terms, acting);
        require(terms.grantee != resource.owner, GrantToOwner(terms.grantee));
        consortium.requireActive(terms.grantee);
        _requireTerms(terms);

        origin.owner = resource.owner;
        if (terms.parent == NO_GRANT) (origin.draft, origin.draftVersion) = _useApprovals(terms, resource);
        else _delegate(terms.parent, terms.maxUses);
        grant = GrantId.wrap(_nextGrant++);
        _write(grant, terms, resource.owner);

        emit GrantIssued(grant, msg.sender, acting, Role.GRANTOR, 1, terms, origin);
        _link(GrantIssued.selector, GrantId.unwrap(grant), abi.encode(acting, Role.GRANTOR, uint64(1), terms, origin));
    }

    function _delegate(GrantId parent, uint32 uses) private {
        _grants[parent].left -= uses;
        _delegated[parent] += uses;
    }

    /// @dev Member by member: one store a slot, where a struct from memory takes one a member.
    function _write(GrantId grant, GrantTerms calldata terms, OrganisationId owner) private {
        Entry storage entry = _grants[grant];
        entry.version = 1;
        entry.grantee = terms.grantee;
        entry.parent = terms.parent;
        entry.modes = terms.modes;
        entry.delegationDepth = terms.delegationDepth;
        entry.left = terms.maxUses;
        entry.resource = terms.resource;
        entry.owner = owner;
        entry.validFrom = terms.validFrom;
        entry.validUntil = terms.validUntil;
        entry.maxUses = terms.maxUses;
        entry.purpose = terms.purpose;
        entry.fields = terms.fields;
        entry.legalBasis = terms.legalBasis;
    }

    /// @dev A grant that is passed on needs no approval of its own: its modes are within its parent's, so that the parent
    /// met at least the level that it would need.
    function _useApprovals(GrantTerms calldata terms, Resource memory resource)
        private
        returns (bytes32 draft, uint64 version)
    {
        uint8 needed = _approvalsNeeded(terms, resource);
        if (needed == 0) return (0, 0);
        draft = keccak256(abi.encode(terms));
        Draft memory entry = _drafts[draft];
        uint8 given = entry.boundVersion == resource.version ? _countOf(entry.approvals) : 0;
        require(needed <= given, GrantApprovalsMissing(draft, given, needed));

        version = ++entry.version;
        entry.approvals = 0;
        _drafts[draft] = entry;
    }

    /// @dev Apart from approveTerms for the depth of the stack.
    function _emitApproved(
        bytes32 draft,
        Draft memory entry,
        GrantTerms calldata terms,
        OrganisationId acting,
        OrganisationId approver
    ) private {
        emit DraftApproved(
            draft, msg.sender, acting, Role.GRANTOR, entry.version, approver, entry.boundVersion, entry.approvals, terms
        );
        _link(
            DraftApproved.selector,
            uint256(draft),
            abi.encode(acting, Role.GRANTOR, entry.version, approver, entry.boundVersion, entry.approvals, terms)
        );
    }

    // --- guards ---

    function _openResource(ResourceId id) private view returns (Resource memory resource) {
        resource = registry.getResource(id);
        require(resource.status != ResourceStatus.NONE, IDataRegistry.ResourceUnknown(id));
        require(resource.status == ResourceStatus.OPEN, IDataRegistry.ResourceIsRetired(id));
    }

    /// @dev The resource is the acting organisation's, and offers the modes.
    function _requireGrantable(GrantTerms calldata terms, Resource memory resource, OrganisationId acting)
        private
        view
    {
        require(_actsFor(acting, resource.owner), IDataRegistry.ResourceForeign(terms.resource, resource.owner, acting));
        require(
            terms.modes.isProper() && terms.modes.isWithin(resource.modes),
            GrantModesNotOffered(terms.modes, resource.modes)
        );
        require(terms.grantee != acting, GrantToOwner(terms.grantee));
    }

    /// @dev The acting organisation passes on what it was granted, and no more of it. The parent's modes were offered when
    /// it was issued; what was granted before an amendment stays as it was granted.
    function _requireWithinParent(GrantTerms calldata terms, OrganisationId acting) private view {
        GrantId id = terms.parent;
        Entry memory parent = _grants[id];
        require(parent.version != 0, GrantUnknown(id));
        require(_isNow(acting, parent.grantee), GrantGranteeMismatch(id, parent.grantee, acting));
        require(terms.resource == parent.resource, GrantResourceMismatch(id, parent.resource, terms.resource));
        require(
            terms.modes.isProper() && terms.modes.isWithin(parent.modes),
            GrantModesNotWithin(id, parent.modes, terms.modes)
        );
        require(terms.fields & ~parent.fields == 0, GrantFieldsNotGranted(id, parent.fields, terms.fields));
        require(terms.purpose == parent.purpose, GrantPurposeMismatch(id, parent.purpose, terms.purpose));
        require(terms.legalBasis == parent.legalBasis, GrantLegalBasisMismatch(id, parent.legalBasis, terms.legalBasis));
        require(
            parent.validFrom <= terms.validFrom && terms.validUntil <= parent.validUntil,
            GrantPeriodNotWithin(id, parent.validFrom, parent.validUntil, terms.validFrom, terms.validUntil)
        );
        require(
            terms.delegationDepth < parent.delegationDepth,
            GrantDepthNotWithin(id, parent.delegationDepth, terms.delegationDepth)
        );
        _requireRemaining(id, terms.maxUses);
        _requirePath(id);
    }

    function _requireTerms(GrantTerms calldata terms) private view {
        require(terms.fields != 0, GrantFieldsEmpty());
        require(terms.purpose != 0, GrantPurposeZero());
        require(terms.legalBasis != 0, GrantLegalBasisZero());
        require(
            terms.validFrom < terms.validUntil && block.timestamp < terms.validUntil,
            GrantPeriodInvalid(terms.validFrom, terms.validUntil, block.timestamp)
        );
        require(terms.maxUses != 0, GrantUsesZero());
        require(
            terms.delegationDepth <= DELEGATION_LIMIT, GrantDelegationTooDeep(terms.delegationDepth, DELEGATION_LIMIT)
        );
    }

    function _checkUse(GrantId grant, GrantUse calldata use, uint32 count) private view {
        _requireLive(grant);
        _requireWithin(grant, _grants[grant], use);
        _requireUsable(grant, count);
    }

    /// @dev It was not revoked, and it is its time. Members of a slot that are read side by side cost one read.
    function _requireLive(GrantId grant) private view {
        Entry storage entry = _grants[grant];
        (uint64 version, bool revoked) = (entry.version, entry.revoked);
        require(version != 0, GrantUnknown(grant));
        require(!revoked, GrantIsRevoked(grant));
        (uint40 validFrom, uint40 validUntil) = (entry.validFrom, entry.validUntil);
        require(validFrom <= block.timestamp, GrantNotYetValid(grant, validFrom, block.timestamp));
        require(block.timestamp < validUntil, GrantExpired(grant, validUntil, block.timestamp));
    }

    /// @dev Uses are left, and nothing on its path stands against it.
    function _requireUsable(GrantId grant, uint32 count) private view {
        _requireRemaining(grant, count);
        _requirePath(grant);
    }

    function _requireWithin(GrantId grant, Entry memory entry, GrantUse calldata use) private pure {
        require(entry.resource == use.resource, GrantResourceMismatch(grant, entry.resource, use.resource));
        require(entry.owner == use.owner, GrantOwnerMismatch(grant, entry.owner, use.owner));
        require(entry.grantee == use.grantee, GrantGranteeMismatch(grant, entry.grantee, use.grantee));
        require(entry.modes.hasMode(use.mode), GrantModeNotGranted(grant, entry.modes, use.mode));
        require(
            use.fields != 0 && use.fields & ~entry.fields == 0, GrantFieldsNotGranted(grant, entry.fields, use.fields)
        );
        require(entry.purpose == use.purpose, GrantPurposeMismatch(grant, entry.purpose, use.purpose));
        require(entry.legalBasis == use.legalBasis, GrantLegalBasisMismatch(grant, entry.legalBasis, use.legalBasis));
    }

    /// @dev From a grant up to that of the owner none is revoked, and every grantee is active: at most four steps, since
    /// the depth falls with each. Times need no look: a child's lie within its parent's.
    function _requirePath(GrantId grant) private view {
        while (!(grant == NO_GRANT)) {
            Entry storage entry = _grants[grant];
            (bool revoked, OrganisationId grantee, GrantId parent) = (entry.revoked, entry.grantee, entry.parent);
            require(!revoked, GrantIsRevoked(grant));
            // Four times at most, and of a view of the consortium, which is no stranger's.
            // slither-disable-next-line calls-loop
            consortium.requireActive(grantee);
            grant = parent;
        }
    }

    function _requireRemaining(GrantId grant, uint32 count) private view {
        Entry storage entry = _grants[grant];
        uint32 remaining = entry.left;
        if (count > remaining) revert GrantUsesExhausted(grant, entry.maxUses, remaining, count);
    }

    /// @dev The key of a signature, if nothing became of it yet.
    function _unspent(address signer, uint256 nonce) private view returns (bytes32 signature) {
        signature = keccak256(abi.encode(signer, nonce));
        require(_signatures[signature].version == 0, GrantSignatureSpent(signer, nonce));
    }

    function _mayRevoke(Entry storage entry, OrganisationId acting) private view returns (bool) {
        if (_actsFor(acting, entry.owner)) return true;
        GrantId parent = entry.parent;
        return !(parent == NO_GRANT) && _actsFor(acting, _grants[parent].grantee);
    }

    /// @dev The same, or what it merged into. A custodian looks after what is left, and neither passes on nor approves.
    function _isNow(OrganisationId acting, OrganisationId organisation) private view returns (bool) {
        // In `_placeOf` four times at most, and of a view of the consortium, which is no stranger's.
        // slither-disable-next-line calls-loop
        return acting == organisation || acting == consortium.successorOf(organisation);
    }

    /// @dev The first place among a resource's approvers that an organisation fills: approvers that merged count once,
    /// and none that acts for the owner.
    function _placeOf(Resource memory resource, OrganisationId acting) private view returns (bool found, uint8 place) {
        if (_actsFor(acting, resource.owner)) return (false, 0);
        for (place = 0; place < 4; ++place) {
            OrganisationId approver = resource.approvers[place];
            if (approver != NO_ORGANISATION && _isNow(acting, approver)) return (true, place);
        }
    }

    function _digest(GrantTerms calldata terms, address signer, uint256 nonce, uint40 deadline)
        private
        view
        returns (bytes32)
    {
        bytes32 termsHash = keccak256(abi.encode(TERMS_TYPE, terms));
        return _hashTypedDataV4(keccak256(abi.encode(ISSUE_TYPE, termsHash, signer, nonce, deadline)));
    }

    function _approvalsNeeded(GrantTerms calldata terms, Resource memory resource) private pure returns (uint8) {
        return terms.modes.handsOut() ? resource.detailApprovals : resource.approvals;
    }

    function _countOf(uint8 approvals) private pure returns (uint8 count) {
        for (; approvals != 0; approvals &= approvals - 1) {
            ++count;
        }
    }
}
