// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {
    IDataRegistry,
    Record,
    RecordOpening,
    RecordStatus,
    Resource,
    ResourceStatus,
    ResourceTerms,
    RetirementReason,
    Sensitivity,
    ShreddingReason,
    WithdrawalReason
} from "./interfaces/IDataRegistry.sol";
import {Stage} from "./types/ContractRoles.sol";
import {NO_ORGANISATION, OrganisationId, RecordId, ResourceId, checkedFirstId} from "./types/Ids.sol";
import {ModeSet} from "./types/Modes.sol";
import {RECORD_ID_LIMIT, batchOf, hashRecordLeaf, indexOf, isItem, toItem} from "./types/RecordLeaf.sol";
import {Role} from "./types/Roles.sol";

/// @title DataRegistry
contract DataRegistry is EventChain, Authorised, IDataRegistry {
    mapping(ResourceId resource => Resource) private _resources;
    /// @dev Records that stand alone, batches, and items of batches that had their first action.
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
        _requireTerms(terms, acting);

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
        _requireTerms(terms, entry.owner);
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

        record = _createRecord(resource, 0, commitment);

        emit RecordRegistered(record, msg.sender, acting, Role.REGISTRAR, 1, resource, commitment);
        _link(
            RecordRegistered.selector,
            RecordId.unwrap(record),
            abi.encode(acting, Role.REGISTRAR, uint64(1), resource, commitment)
        );
    }

    /// @inheritdoc IDataRegistry
    function registerRecordBatch(ResourceId resource, uint32 count, bytes32 root) external returns (RecordId record) {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.BEGIN).organisation;
        _openResource(resource, acting);
        require(count != 0, RecordBatchEmpty());
        require(root != 0, RecordRootZero());

        record = _createRecord(resource, count, root);

        emit RecordBatchRegistered(record, msg.sender, acting, Role.REGISTRAR, 1, resource, count, root);
        _link(
            RecordBatchRegistered.selector,
            RecordId.unwrap(record),
            abi.encode(acting, Role.REGISTRAR, uint64(1), resource, count, root)
        );
    }

    /// @inheritdoc IDataRegistry
    function supersedeRecord(RecordId record, uint64 seenVersion, bytes32 commitment, RecordOpening calldata opening)
        external
    {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.FINISH).organisation;
        Record storage entry = _changeable(record, seenVersion, opening, RecordStatus.LIVE, acting);
        if (entry.count != 0) revert RecordIsBatch(record, entry.count);
        require(commitment != 0, RecordCommitmentZero());
        bytes32 present = seenVersion == 0 ? opening.commitment : entry.commitment;
        require(commitment != present, RecordCommitmentUnchanged(record, commitment));

        _openHere(record, opening, acting);
        entry.commitment = commitment;
        uint64 version = ++entry.version;

        emit RecordSuperseded(record, msg.sender, acting, Role.REGISTRAR, version, commitment);
        _link(
            RecordSuperseded.selector, RecordId.unwrap(record), abi.encode(acting, Role.REGISTRAR, version, commitment)
        );
    }

    /// @inheritdoc IDataRegistry
    function withdrawRecord(
        RecordId record,
        uint64 seenVersion,
        WithdrawalReason reason,
        RecordOpening calldata opening
    ) external {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.FINISH).organisation;
        Record storage entry = _changeable(record, seenVersion, opening, RecordStatus.LIVE, acting);

        _openHere(record, opening, acting);
        entry.status = RecordStatus.WITHDRAWN;
        uint64 version = ++entry.version;

        emit RecordWithdrawn(record, msg.sender, acting, Role.REGISTRAR, version, reason);
        _link(RecordWithdrawn.selector, RecordId.unwrap(record), abi.encode(acting, Role.REGISTRAR, version, reason));
    }

    /// @inheritdoc IDataRegistry
    /// @dev Taken by a paused contract too: the salts are gone, and nobody should have to wait with saying so.
    function shredRecord(RecordId record, uint64 seenVersion, ShreddingReason reason, RecordOpening calldata opening)
        external
    {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.RELIEVE).organisation;
        Record storage entry = _changeable(record, seenVersion, opening, RecordStatus.WITHDRAWN, acting);

        _openHere(record, opening, acting);
        entry.status = RecordStatus.SHREDDED;
        uint64 version = ++entry.version;

        emit RecordShredded(record, msg.sender, acting, Role.REGISTRAR, version, reason);
        _link(RecordShredded.selector, RecordId.unwrap(record), abi.encode(acting, Role.REGISTRAR, version, reason));
    }

    /// @inheritdoc IDataRegistry
    function anchorTimestamp(RecordId record, uint64 seenVersion, bytes32 token, RecordOpening calldata opening)
        external
    {
        OrganisationId acting = _authorise(Role.REGISTRAR, Stage.FINISH).organisation;
        Record storage entry = _changeable(record, seenVersion, opening, RecordStatus.WITHDRAWN, acting);
        require(token != 0, TimestampTokenZero());

        _openHere(record, opening, acting);
        uint64 version = ++entry.version;

        emit TimestampAnchored(record, msg.sender, acting, Role.REGISTRAR, version, token);
        _link(TimestampAnchored.selector, RecordId.unwrap(record), abi.encode(acting, Role.REGISTRAR, version, token));
    }

    // --- what other contracts and readers ask ---

    /// @inheritdoc IDataRegistry
    function requireLiveRecord(RecordId record, uint32 index, ResourceId resource) external view {
        Record storage entry = _records[record];
        require(entry.version != 0 && !isItem(record), RecordUnknown(record));
        _requireStatus(record, entry.status, RecordStatus.LIVE);
        ResourceId actual = entry.resource;
        require(actual == resource, RecordResourceMismatch(record, actual, resource));
        uint32 count = entry.count;
        if (count == 0) {
            require(index == 0, RecordIndexInvalid(record, index, 1));
            return;
        }
        require(index < count, RecordIndexInvalid(record, index, count));
        RecordId item = toItem(record, index);
        _requireStatus(item, _records[item].status, RecordStatus.LIVE);
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
        entry.approvals = terms.approvals;
        entry.detailApprovals = terms.detailApprovals;
        entry.schema = terms.schema;
        entry.approvers = terms.approvers;
    }

    function _createRecord(ResourceId resource, uint32 count, bytes32 commitment) private returns (RecordId record) {
        uint64 id = _nextRecord++;
        require(id < RECORD_ID_LIMIT, RecordIdsExhausted(RECORD_ID_LIMIT));
        record = RecordId.wrap(id);
        _writeRecord(_records[record], resource, count, commitment);
    }

    /// @dev Member by member: one store a slot, where a struct from memory takes one a member.
    function _writeRecord(Record storage entry, ResourceId resource, uint32 count, bytes32 commitment) private {
        entry.version = 1;
        entry.resource = resource;
        entry.status = RecordStatus.LIVE;
        entry.count = count;
        entry.commitment = commitment;
    }

    /// @dev Gives an item of a batch storage of its own. Callers have checked the opening.
    function _openHere(RecordId record, RecordOpening calldata opening, OrganisationId acting) private {
        if (_records[record].version != 0) return;
        ResourceId resource = _records[batchOf(record)].resource;
        _writeRecord(_records[record], resource, 0, opening.commitment);

        emit RecordOpened(record, msg.sender, acting, Role.REGISTRAR, 1, resource, opening.commitment);
        _link(
            RecordOpened.selector,
            RecordId.unwrap(record),
            abi.encode(acting, Role.REGISTRAR, uint64(1), resource, opening.commitment)
        );
    }

    function _hasTerms(Resource memory entry, ResourceTerms calldata terms) private pure returns (bool) {
        return keccak256(
            abi.encode(
            entry.schema,
            entry.schemaVersion,
            entry.sensitivity,
            entry.modes,
            entry.approvers,
            entry.approvals,
            entry.detailApprovals
        )
        ) == keccak256(abi.encode(terms));
    }

    function _openResource(ResourceId resource, OrganisationId acting) private view returns (Resource storage entry) {
        entry = _resources[resource];
        ResourceStatus status = entry.status;
        require(status != ResourceStatus.NONE, ResourceUnknown(resource));
        OrganisationId owner = entry.owner;
        require(_actsFor(acting, owner), ResourceForeign(resource, owner, acting));
        require(status == ResourceStatus.OPEN, ResourceIsRetired(resource));
    }

    /// @dev The record, batch or item to be changed, which stands no worse than `worst`. A record of a retired resource
    /// can still be changed: what is kept must stay true.
    function _changeable(
        RecordId record,
        uint64 seen,
        RecordOpening calldata opening,
        RecordStatus worst,
        OrganisationId acting
    ) private view returns (Record storage entry) {
        entry = _records[record];
        bool item = isItem(record);
        Record storage registered = item ? _batchOf(record) : entry;
        uint64 version = entry.version;
        require(item || version != 0, RecordUnknown(record));
        if (item) _requireStatus(batchOf(record), registered.status, worst);
        _requireStatus(record, entry.status, worst);
        ResourceId resource = registered.resource;
        OrganisationId owner = _resources[resource].owner;
        require(_actsFor(acting, owner), ResourceForeign(resource, owner, acting));
        require(version == seen, RecordVersionStale(record, seen, version));
        if (version == 0) _requireProof(record, registered.commitment, opening);
    }

    /// @dev The batch that holds an item.
    function _batchOf(RecordId item) private view returns (Record storage batch) {
        batch = _records[batchOf(item)];
        require(batch.version != 0, RecordUnknown(batchOf(item)));
        uint32 count = batch.count;
        require(indexOf(item) < count, RecordIndexInvalid(batchOf(item), indexOf(item), count == 0 ? 1 : count));
    }

    /// @dev The leaf is built here from the item's own place in the batch: a proof with sorted pairs binds no position.
    function _requireProof(RecordId item, bytes32 root, RecordOpening calldata opening) private pure {
        bytes32 leaf = hashRecordLeaf(indexOf(item), opening.commitment);
        require(MerkleProof.processProofCalldata(opening.proof, leaf) == root, RecordProofInvalid(item));
    }

    function _requireResourceVersion(ResourceId resource, uint64 version, uint64 seen) private pure {
        require(version == seen, ResourceVersionStale(resource, seen, version));
    }

    /// @dev Reverts if the status is worse than `worst`. NONE is not: it is that of an item before its first action.
    function _requireStatus(RecordId record, RecordStatus status, RecordStatus worst) private pure {
        require(status != RecordStatus.SHREDDED, RecordIsShredded(record));
        require(status <= worst, RecordIsWithdrawn(record));
    }

    function _requireTerms(ResourceTerms calldata terms, OrganisationId owner) private view {
        require(terms.schema != 0, ResourceSchemaZero());
        require(terms.modes.isProper(), ResourceModesInvalid(terms.modes));
        uint8 approvers = _requireApprovers(terms.approvers, owner);
        uint8 least = terms.sensitivity >= Sensitivity.SENSITIVE ? 1 : 0;
        require(
            least <= terms.detailApprovals && terms.approvals <= terms.detailApprovals
                && terms.detailApprovals <= approvers,
            ResourceApprovalsInvalid(terms.approvals, terms.detailApprovals, least, approvers)
        );
    }

    /// @dev The approvers stand first, each once, none of them the owner; all are active now.
    function _requireApprovers(OrganisationId[4] calldata approvers, OrganisationId owner)
        private
        view
        returns (uint8 count)
    {
        for (uint8 place = 0; place < 4; ++place) {
            OrganisationId approver = approvers[place];
            if (approver == NO_ORGANISATION) continue;
            bool proper = place == count && approver != owner;
            for (uint8 before = 0; before < place; ++before) {
                proper = proper && approver != approvers[before];
            }
            require(proper, ResourceApproverInvalid(place, approver));
            // At most four steps, and one approver that is not active has to refuse them all.
            // slither-disable-next-line calls-loop
            consortium.requireActive(approver);
            ++count;
        }
    }
}
