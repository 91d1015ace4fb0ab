// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {
    IDataRegistry,
    Record,
    RecordStatus,
    Resource,
    ResourceStatus,
    ResourceTerms,
    RetirementReason,
    WithdrawalReason
} from "./interfaces/IDataRegistry.sol";
import {Stage} from "./types/ContractRoles.sol";
import {OrganisationId, RecordId, ResourceId, checkedFirstId} from "./types/Ids.sol";
import {ModeSet} from "./types/Modes.sol";
import {Role} from "./types/Roles.sol";

/// @title DataRegistry
contract DataRegistry is EventChain, Authorised, IDataRegistry {
    mapping(ResourceId resource => Resource) private _resources;
    mapping(RecordId record => Record) private _records;
    uint64 private _nextResource;
    uint64 private _nextRecord;

    /// @param firstId The first id of resources and of records; at least 1.
    constructor(IConsortium consortium_, uint64 firstId) Authorised(consortium_) {
        _nextResource = checkedFirstId(firstId);
        _nextRecord = firstId;
    }

    // --- resources ---

    /// @inheritdoc IDataRegistry
    function registerResource(ResourceTerms calldata terms) external returns (ResourceId resource) {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.BEGIN).organisation;
        _requireTerms(terms);

        resource = ResourceId.wrap(_nextResource++);
        Resource storage entry = _resources[resource];
        entry.version = 1;
        entry.owner = acting;
        entry.status = ResourceStatus.OPEN;
        _write(entry, terms);

        emit ResourceRegistered(resource, msg.sender, acting, Role.REGISTRAR, 1, terms);
        _link(
            ResourceRegistered.selector,
            ResourceId.unwrap(resource),
            abi.encode(acting, Role.REGISTRAR, uint64(1), terms)
        );
    }

    /// @inheritdoc IDataRegistry
    function amendResource(ResourceId resource, uint64 seenVersion, ResourceTerms calldata terms) external {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.BEGIN).organisation;
        Resource storage entry = _openResource(resource, acting);
        _requireResourceVersion(resource, entry.version, seenVersion);
        _requireTerms(terms);
        require(!_hasTerms(entry, terms), ResourceTermsUnchanged(resource));

        uint64 version = ++entry.version;
        _write(entry, terms);

        emit ResourceAmended(resource, msg.sender, acting, Role.REGISTRAR, version, terms);
        _link(ResourceAmended.selector, ResourceId.unwrap(resource), abi.encode(acting, Role.REGISTRAR, version, terms));
    }

    /// @inheritdoc IDataRegistry
    function retireResource(ResourceId resource, uint64 seenVersion, RetirementReason reason) external {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.FINISH).organisation;
        Resource storage entry = _openResource(resource, acting);
        _requireResourceVersion(resource, entry.version, seenVersion);

        entry.status = ResourceStatus.RETIRED;
        uint64 version = ++entry.version;

        emit ResourceRetired(resource, msg.sender, acting, Role.REGISTRAR, version, reason);
        _link(
            ResourceRetired.selector, ResourceId.unwrap(resource), abi.encode(acting, Role.REGISTRAR, version, reason)
        );
    }

    // --- records ---

    /// @inheritdoc IDataRegistry
    function registerRecord(ResourceId resource, bytes32 commitment) external returns (RecordId record) {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.BEGIN).organisation;
        _openResource(resource, acting);
        require(commitment != 0, RecordCommitmentZero());

        record = RecordId.wrap(_nextRecord++);
        _records[record] = Record({version: 1, resource: resource, status: RecordStatus.LIVE, commitment: commitment});

        emit RecordRegistered(record, msg.sender, acting, Role.REGISTRAR, 1, resource, commitment);
        _link(
            RecordRegistered.selector,
            RecordId.unwrap(record),
            abi.encode(acting, Role.REGISTRAR, uint64(1), resource, commitment)
        );
    }

    /// @inheritdoc IDataRegistry
    function supersedeRecord(RecordId record, uint64 seenVersion, bytes32 commitment) external {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.FINISH).organisation;
        Record storage entry = _liveRecord(record, seenVersion, acting);
        require(commitment != 0, RecordCommitmentZero());
        require(commitment != entry.commitment, RecordCommitmentUnchanged(record, commitment));

        entry.commitment = commitment;
        uint64 version = ++entry.version;

        emit RecordSuperseded(record, msg.sender, acting, Role.REGISTRAR, version, commitment);
        _link(
            RecordSuperseded.selector, RecordId.unwrap(record), abi.encode(acting, Role.REGISTRAR, version, commitment)
        );
    }

    /// @inheritdoc IDataRegistry
    function withdrawRecord(RecordId record, uint64 seenVersion, WithdrawalReason reason) external {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.FINISH).organisation;
        Record storage entry = _liveRecord(record, seenVersion, acting);

        entry.status = RecordStatus.WITHDRAWN;
        uint64 version = ++entry.version;

        emit RecordWithdrawn(record, msg.sender, acting, Role.REGISTRAR, version, reason);
        _link(RecordWithdrawn.selector, RecordId.unwrap(record), abi.encode(acting, Role.REGISTRAR, version, reason));
    }

    // --- what other contracts and readers ask ---

    /// @inheritdoc IDataRegistry
    function requireLiveRecord(RecordId record, uint32 index, ResourceId resource) external view {
        Record storage entry = _records[record];
        _requireLive(record, entry.status);
        ResourceId actual = entry.resource;
        require(actual == resource, RecordResourceMismatch(record, actual, resource));
        require(index == 0, RecordIndexInvalid(record, index, 1));
    }

    /// @inheritdoc IDataRegistry
    function getResource(ResourceId resource) external view returns (Resource memory) {
        return _resources[resource];
    }

    /// @inheritdoc IDataRegistry
    function getRecord(RecordId record) external view returns (Record memory) {
        return _records[record];
    }

    // --- guards and shared steps ---

    function _write(Resource storage entry, ResourceTerms calldata terms) private {
        entry.schemaVersion = terms.schemaVersion;
        entry.sensitivity = terms.sensitivity;
        entry.modes = terms.modes;
        entry.schema = terms.schema;
    }

    function _hasTerms(Resource storage entry, ResourceTerms calldata terms) private view returns (bool) {
        return entry.schema == terms.schema && entry.schemaVersion == terms.schemaVersion
            && entry.sensitivity == terms.sensitivity && ModeSet.unwrap(entry.modes) == ModeSet.unwrap(terms.modes);
    }

    function _openResource(ResourceId resource, OrganisationId acting) private view returns (Resource storage entry) {
        entry = _resources[resource];
        ResourceStatus status = entry.status;
        require(status != ResourceStatus.NONE, ResourceUnknown(resource));
        OrganisationId owner = entry.owner;
        require(owner == acting, ResourceForeign(resource, owner, acting));
        require(status == ResourceStatus.OPEN, ResourceIsRetired(resource));
    }

    /// @dev A record of a retired resource can still be superseded and withdrawn: what is kept must stay true.
    function _liveRecord(RecordId record, uint64 seen, OrganisationId acting)
        private
        view
        returns (Record storage entry)
    {
        entry = _records[record];
        _requireLive(record, entry.status);
        OrganisationId owner = _resources[entry.resource].owner;
        require(owner == acting, ResourceForeign(entry.resource, owner, acting));
        uint64 version = entry.version;
        require(version == seen, RecordVersionStale(record, seen, version));
    }

    function _requireResourceVersion(ResourceId resource, uint64 version, uint64 seen) private pure {
        require(version == seen, ResourceVersionStale(resource, seen, version));
    }

    function _requireLive(RecordId record, RecordStatus status) private pure {
        require(status != RecordStatus.NONE, RecordUnknown(record));
        require(status == RecordStatus.LIVE, RecordIsWithdrawn(record));
    }

    function _requireTerms(ResourceTerms calldata terms) private pure {
        require(terms.schema != 0, ResourceSchemaZero());
        require(terms.modes.isProper(), ResourceModesInvalid(terms.modes));
    }
}
