// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {Grant, GrantTerms, GrantUse, IAccessGrants, RevocationReason} from "./interfaces/IAccessGrants.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {IDataRegistry, Resource, ResourceStatus} from "./interfaces/IDataRegistry.sol";
import {ContractRole, Stage} from "./types/ContractRoles.sol";
import {GrantId, OrganisationId, checkedFirstId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

/// @title AccessGrants
contract AccessGrants is EventChain, Authorised, IAccessGrants {
    uint8 private constant DELEGATION_LIMIT = 4;

    /// @inheritdoc IAccessGrants
    IDataRegistry public immutable registry;

    mapping(GrantId grant => Grant) private _grants;
    /// @dev Apart from the grant, since only reports write it.
    mapping(GrantId grant => uint32 uses) private _usesOf;
    uint64 private _nextGrant;

    /// @param firstId The first id of grants; at least 1.
    constructor(IConsortium consortium_, IDataRegistry registry_, uint64 firstId) Authorised(consortium_) {
        require(address(registry_) != address(0), ConstructorAddressZero());
        registry = registry_;
        _nextGrant = checkedFirstId(firstId);
    }

    /// @inheritdoc IAccessGrants
    function issueGrant(GrantTerms calldata terms) external returns (GrantId grant) {
        OrganisationId acting = _authorise(Role.GRANTOR, Stage.BEGIN).organisation;
        _requireGrantable(terms, acting);
        _requireTerms(terms);

        grant = GrantId.wrap(_nextGrant++);
        _write(grant, terms, acting);

        emit GrantIssued(grant, msg.sender, acting, Role.GRANTOR, 1, terms);
        _link(GrantIssued.selector, GrantId.unwrap(grant), abi.encode(acting, Role.GRANTOR, uint64(1), terms));
    }

    /// @inheritdoc IAccessGrants
    function revokeGrant(GrantId grant, uint64 seenVersion, RevocationReason reason) external {
        OrganisationId acting = _authorise(Role.GRANTOR, Stage.RELIEVE).organisation;
        Grant storage entry = _grants[grant];
        uint64 version = entry.version;
        require(version != 0, GrantUnknown(grant));
        OrganisationId owner = entry.owner;
        require(owner == acting, GrantForeign(grant, owner, acting));
        require(!entry.revoked, GrantIsRevoked(grant));
        require(version == seenVersion, GrantVersionStale(grant, seenVersion, version));

        entry.revoked = true;
        entry.version = ++version;

        emit GrantRevoked(grant, msg.sender, acting, Role.GRANTOR, version, reason);
        _link(GrantRevoked.selector, GrantId.unwrap(grant), abi.encode(acting, Role.GRANTOR, version, reason));
    }

    /// @inheritdoc IAccessGrants
    function reportUse(GrantId grant, GrantUse calldata use, uint32 count) external {
        _onlyReporter(ContractRole.DATA_REQUESTS);
        uint32 uses = _checkUse(grant, use, count);
        _usesOf[grant] = uses + count;
    }

    /// @inheritdoc IAccessGrants
    function checkUse(GrantId grant, GrantUse calldata use, uint32 count) external view {
        _checkUse(grant, use, count);
    }

    /// @inheritdoc IAccessGrants
    function getGrant(GrantId grant) external view returns (Grant memory) {
        return _grants[grant];
    }

    /// @inheritdoc IAccessGrants
    function usesOf(GrantId grant) external view returns (uint32) {
        return _usesOf[grant];
    }

    // --- guards and shared steps ---

    function _write(GrantId grant, GrantTerms calldata terms, OrganisationId owner) private {
        _grants[grant] = Grant({
            version: 1,
            resource: terms.resource,
            owner: owner,
            revoked: false,
            grantee: terms.grantee,
            validFrom: terms.validFrom,
            validUntil: terms.validUntil,
            maxUses: terms.maxUses,
            purpose: terms.purpose,
            modes: terms.modes,
            delegationDepth: terms.delegationDepth,
            fields: terms.fields,
            legalBasis: terms.legalBasis
        });
    }

    /// @dev The resource is the acting organisation's, open, and offers the modes; the grantee is an active other one.
    function _requireGrantable(GrantTerms calldata terms, OrganisationId acting) private view {
        Resource memory resource = registry.getResource(terms.resource);
        require(resource.status != ResourceStatus.NONE, IDataRegistry.ResourceUnknown(terms.resource));
        require(resource.owner == acting, IDataRegistry.ResourceForeign(terms.resource, resource.owner, acting));
        require(resource.status == ResourceStatus.OPEN, IDataRegistry.ResourceIsRetired(terms.resource));
        require(
            terms.modes.isProper() && terms.modes.isWithin(resource.modes),
            GrantModesNotOffered(terms.modes, resource.modes)
        );
        require(terms.grantee != acting, GrantToOwner(terms.grantee));
        consortium.requireActive(terms.grantee);
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

    /// @return uses How many uses were made before.
    function _checkUse(GrantId grant, GrantUse calldata use, uint32 count) private view returns (uint32 uses) {
        Grant memory entry = _grants[grant];
        require(entry.version != 0, GrantUnknown(grant));
        require(!entry.revoked, GrantIsRevoked(grant));
        require(entry.validFrom <= block.timestamp, GrantNotYetValid(grant, entry.validFrom, block.timestamp));
        require(block.timestamp < entry.validUntil, GrantExpired(grant, entry.validUntil, block.timestamp));
        _requireWithin(grant, entry, use);
        uses = _usesOf[grant];
        uint32 remaining = entry.maxUses - uses;
        require(count <= remaining, GrantUsesExhausted(grant, entry.maxUses, remaining, count));
        consortium.requireActive(entry.grantee);
    }

    function _requireWithin(GrantId grant, Grant memory entry, GrantUse calldata use) private pure {
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
}
