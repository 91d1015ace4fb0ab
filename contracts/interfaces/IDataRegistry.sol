// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrganisationId, RecordId, ResourceId} from "../types/Ids.sol";
import {ModeSet} from "../types/Modes.sol";
import {Role} from "../types/Roles.sol";
import {IAuthorised} from "./IAuthorised.sol";

/// How much harm a disclosure could do.
enum Sensitivity {
    OPEN,
    INTERNAL,
    SENSITIVE,
    CORE
}

/// Where a resource stands.
enum ResourceStatus {
    NONE,
    OPEN,
    RETIRED
}

/// Where a record stands.
enum RecordStatus {
    NONE,
    LIVE,
    WITHDRAWN,
    /// Its salts are destroyed: nothing of it can be opened or proved any more.
    SHREDDED
}

/// Why a resource was retired.
enum RetirementReason {
    REPLACED,
    NO_LONGER_KEPT,
    LEGAL_ORDER
}

/// Why a record was withdrawn.
enum WithdrawalReason {
    ERROR,
    OBSOLETE,
    DUPLICATE,
    LEGAL_ORDER,
    SUBJECT_REQUEST
}

/// Why the salts of a record were destroyed.
enum ShreddingReason {
    RETENTION_OVER,
    SUBJECT_REQUEST,
    LEGAL_ORDER,
    ERROR
}

/// What a resource offers, and whose approval its grants need.
struct ResourceTerms {
    /// keccak256 of the schema's bytes.
    bytes32 schema;
    uint32 schemaVersion;
    Sensitivity sensitivity;
    /// The modes in which it may be granted.
    ModeSet modes;
    /// The organisations whose grantors approve grants: those that there are first, zeros behind them.
    OrganisationId[4] approvers;
    /// How many of them approve a grant that allows neither DETAIL nor SUBMIT.
    uint8 approvals;
    /// How many of them approve a grant that allows DETAIL or SUBMIT, which hand data out.
    uint8 detailApprovals;
}

/// Three slots.
struct Resource {
    uint64 version;
    OrganisationId owner;
    ResourceStatus status;
    uint32 schemaVersion;
    Sensitivity sensitivity;
    ModeSet modes;
    uint8 approvals;
    uint8 detailApprovals;
    bytes32 schema;
    OrganisationId[4] approvers;
}

/// Two slots. A record that stands alone, a batch of records, or an item of a batch that has had its first action.
struct Record {
    uint64 version;
    ResourceId resource;
    RecordStatus status;
    /// How many items a batch holds; zero: no batch.
    uint32 count;
    /// Salted commitment to the present content; of a batch, the root over its items' leaves.
    bytes32 commitment;
}

/// What shows that an item of a batch was registered with a commitment. Needed at the item's first action alone.
struct RecordOpening {
    /// The commitment that it was registered with.
    bytes32 commitment;
    /// The siblings from its leaf to the batch's root.
    bytes32[] proof;
}

/// @title The catalogue of data, without the data
/// @notice An organisation registers what it keeps (resources) and single items of it (records), one at a time or as a
/// batch of any size under one Merkle root. A record is a salted commitment with a chain of versions; it is superseded or
/// withdrawn with a reason, never deleted. An item of a batch is a record whose id is batch · 2^32 + index; it gets
/// storage of its own at its first action.
/// @dev Assumptions.
/// - Salts are random and secret; the contract cannot see whether a commitment is salted.
/// - That salts were destroyed, and that a time-stamp token says what its hash stands for, is the owner's word; whoever
///   holds the token can check it.
/// - The contract proves originality and time of a commitment, not that the content is true.
interface IDataRegistry is IAuthorised {
    /// @notice A resource was registered; its owner is the acting organisation.
    /// @param resource The resource's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param resourceVersion The version that this event made.
    /// @param terms What the resource offers.
    event ResourceRegistered(
        ResourceId indexed resource,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 resourceVersion,
        ResourceTerms terms
    );

    /// @notice A resource got new terms.
    /// @param resource The resource's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param resourceVersion The version that this event made.
    /// @param terms What the resource offers from now on.
    event ResourceAmended(
        ResourceId indexed resource,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 resourceVersion,
        ResourceTerms terms
    );

    /// @notice A resource was retired: nothing new is registered or granted on it.
    /// @param resource The resource's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param resourceVersion The version that this event made.
    /// @param reason Why.
    event ResourceRetired(
        ResourceId indexed resource,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 resourceVersion,
        RetirementReason reason
    );

    /// @notice A record was registered.
    /// @param record The record's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param recordVersion The version that this event made.
    /// @param resource The resource that it belongs to.
    /// @param commitment Salted commitment to the content.
    event RecordRegistered(
        RecordId indexed record,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 recordVersion,
        ResourceId resource,
        bytes32 commitment
    );

    /// @notice A batch of records was registered under one root.
    /// @param record The batch's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param recordVersion The version that this event made.
    /// @param resource The resource that its items belong to.
    /// @param count How many items it holds.
    /// @param root Root of the tree over the items' leaves, in order.
    event RecordBatchRegistered(
        RecordId indexed record,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 recordVersion,
        ResourceId resource,
        uint32 count,
        bytes32 root
    );

    /// @notice An item of a batch got storage of its own, at its first action.
    /// @param record The item's id: batch · 2^32 + index.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param recordVersion The version that this event made.
    /// @param resource The resource that it belongs to.
    /// @param commitment The commitment that it was registered with.
    event RecordOpened(
        RecordId indexed record,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 recordVersion,
        ResourceId resource,
        bytes32 commitment
    );

    /// @notice A record got new content.
    /// @param record The record's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param recordVersion The version that this event made.
    /// @param commitment Salted commitment to the content.
    event RecordSuperseded(
        RecordId indexed record,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 recordVersion,
        bytes32 commitment
    );

    /// @notice A record was withdrawn; its versions stay.
    /// @param record The record's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param recordVersion The version that this event made.
    /// @param reason Why.
    event RecordWithdrawn(
        RecordId indexed record,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 recordVersion,
        WithdrawalReason reason
    );

    /// @notice The owner says that the salts of a record, or of all items of a batch, are destroyed: nothing of it can be
    /// opened or proved any more.
    /// @param record The record's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param recordVersion The version that this event made.
    /// @param reason Why.
    event RecordShredded(
        RecordId indexed record,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 recordVersion,
        ShreddingReason reason
    );

    /// @notice The hash of a time-stamp token (RFC 3161) was put beside a record or batch.
    /// @param record The record's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param recordVersion The version that this event made.
    /// @param token keccak256 of the token's bytes.
    event TimestampAnchored(
        RecordId indexed record,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 recordVersion,
        bytes32 token
    );

    /// @notice The schema hash is zero; give keccak256 of the schema's bytes.
    error ResourceSchemaZero();
    /// @notice The modes {modes} are empty or hold an unknown mode.
    error ResourceModesInvalid(ModeSet modes);
    /// @notice Approver {approver} at place {place} is the owner, is named before, or stands behind a zero; name others.
    error ResourceApproverInvalid(uint8 place, OrganisationId approver);
    /// @notice The approvals {approvals} and {detailApprovals} do not fit: {least} ≤ approvals for DETAIL and SUBMIT ≤
    /// {approvers} approvers, and the others need no more than these.
    error ResourceApprovalsInvalid(uint8 approvals, uint8 detailApprovals, uint8 least, uint8 approvers);
    /// @notice Resource {resource} has these terms already.
    error ResourceTermsUnchanged(ResourceId resource);
    /// @notice There is no resource {resource}.
    error ResourceUnknown(ResourceId resource);
    /// @notice Resource {resource} is retired.
    error ResourceIsRetired(ResourceId resource);
    /// @notice Resource {resource} belongs to organisation {owner}, not to {acting}.
    error ResourceForeign(ResourceId resource, OrganisationId owner, OrganisationId acting);
    /// @notice Resource {resource} is at version {current}; the caller saw {seen}. Read it again.
    error ResourceVersionStale(ResourceId resource, uint64 seen, uint64 current);
    /// @notice The commitment is zero; give a salted commitment.
    error RecordCommitmentZero();
    /// @notice Record {record} has this commitment already.
    error RecordCommitmentUnchanged(RecordId record, bytes32 commitment);
    /// @notice A batch needs at least one item.
    error RecordBatchEmpty();
    /// @notice The root is zero; give the root of the tree over the items' leaves.
    error RecordRootZero();
    /// @notice All ids of records below {limit} are given: nothing more can be registered here. A batch takes one id,
    /// however many items it holds.
    error RecordIdsExhausted(uint64 limit);
    /// @notice There is no record {record}.
    error RecordUnknown(RecordId record);
    /// @notice Record {record} was withdrawn.
    error RecordIsWithdrawn(RecordId record);
    /// @notice Record {record} was shredded: its salts are destroyed.
    error RecordIsShredded(RecordId record);
    /// @notice Record {record} is a batch of {count} items, which cannot be superseded as a whole; name one of them.
    error RecordIsBatch(RecordId record, uint32 count);
    /// @notice Record {record} holds {count} items; there is none at {index}.
    error RecordIndexInvalid(RecordId record, uint32 index, uint32 count);
    /// @notice Commitment and proof do not show that record {record} was registered in its batch.
    error RecordProofInvalid(RecordId record);
    /// @notice The hash of the time-stamp token is zero; give keccak256 of its bytes.
    error TimestampTokenZero();
    /// @notice Record {record} belongs to resource {resource}, not to {expected}.
    error RecordResourceMismatch(RecordId record, ResourceId resource, ResourceId expected);
    /// @notice Record {record} is at version {current}; the caller saw {seen}. Read it again.
    error RecordVersionStale(RecordId record, uint64 seen, uint64 current);

    /// @notice Registers a resource of the acting organisation.
    /// @custom:caller a registrar, for its own organisation
    /// @custom:refuses authority, OrganisationUnknown, OrganisationNotActive, ResourceSchemaZero, ResourceModesInvalid,
    /// ResourceApproverInvalid, ResourceApprovalsInvalid
    /// @custom:emits ResourceRegistered
    function registerResource(ResourceTerms calldata terms) external returns (ResourceId resource);

    /// @notice Gives a resource new terms; what was granted before stays as it was granted.
    /// @custom:caller the owner's registrar
    /// @custom:refuses authority, OrganisationUnknown, OrganisationNotActive, ResourceSchemaZero, ResourceModesInvalid,
    /// ResourceApproverInvalid, ResourceApprovalsInvalid, ResourceTermsUnchanged, ResourceUnknown, ResourceIsRetired,
    /// ResourceForeign, ResourceVersionStale
    /// @custom:emits ResourceAmended
    function amendResource(ResourceId resource, uint64 seenVersion, ResourceTerms calldata terms) external;

    /// @notice Retires a resource.
    /// @custom:caller the owner's registrar
    /// @custom:refuses authority, ResourceUnknown, ResourceIsRetired, ResourceForeign, ResourceVersionStale
    /// @custom:emits ResourceRetired
    function retireResource(ResourceId resource, uint64 seenVersion, RetirementReason reason) external;

    /// @notice Registers a record of an open resource.
    /// @custom:caller the owner's registrar
    /// @custom:refuses authority, ResourceUnknown, ResourceIsRetired, ResourceForeign, RecordCommitmentZero,
    /// RecordIdsExhausted
    /// @custom:emits RecordRegistered
    function registerRecord(ResourceId resource, bytes32 commitment) external returns (RecordId record);

    /// @notice Registers a batch of records of an open resource under one root.
    /// @param count How many items it holds; the costs do not depend on it.
    /// @custom:caller the owner's registrar
    /// @custom:refuses authority, ResourceUnknown, ResourceIsRetired, ResourceForeign, RecordBatchEmpty,
    /// RecordRootZero, RecordIdsExhausted
    /// @custom:emits RecordBatchRegistered
    function registerRecordBatch(ResourceId resource, uint32 count, bytes32 root) external returns (RecordId record);

    /// @notice Gives a live record, or an item of a live batch, new content.
    /// @param seenVersion The version of the record; zero for an item before its first action.
    /// @param opening For the first action of an item; else nothing looks at it.
    /// @custom:caller the owner's registrar
    /// @custom:refuses authority, ResourceForeign, RecordCommitmentZero, RecordCommitmentUnchanged, RecordUnknown,
    /// RecordIsWithdrawn, RecordIsShredded, RecordIsBatch, RecordIndexInvalid, RecordProofInvalid, RecordVersionStale
    /// @custom:emits RecordOpened, RecordSuperseded
    function supersedeRecord(RecordId record, uint64 seenVersion, bytes32 commitment, RecordOpening calldata opening)
        external;

    /// @notice Withdraws a live record, a live batch as a whole, or an item of one.
    /// @param seenVersion As in supersedeRecord; so is `opening`.
    /// @custom:caller the owner's registrar
    /// @custom:refuses authority, ResourceForeign, RecordUnknown, RecordIsWithdrawn, RecordIsShredded,
    /// RecordIndexInvalid, RecordProofInvalid, RecordVersionStale
    /// @custom:emits RecordOpened, RecordWithdrawn
    function withdrawRecord(
        RecordId record,
        uint64 seenVersion,
        WithdrawalReason reason,
        RecordOpening calldata opening
    ) external;

    /// @notice Says that the salts of a record, of a whole batch, or of an item of one are destroyed. Nothing follows
    /// it. Also what was withdrawn.
    /// @param seenVersion As in supersedeRecord; so is `opening`.
    /// @custom:caller the owner's registrar
    /// @custom:refuses authority, ResourceForeign, RecordUnknown, RecordIsShredded, RecordIndexInvalid,
    /// RecordProofInvalid, RecordVersionStale
    /// @custom:emits RecordOpened, RecordShredded
    function shredRecord(RecordId record, uint64 seenVersion, ShreddingReason reason, RecordOpening calldata opening)
        external;

    /// @notice Puts the hash of a time-stamp token (RFC 3161) beside a record, batch or item. Also what was withdrawn.
    /// @param seenVersion As in supersedeRecord; so is `opening`.
    /// @param token keccak256 of the token's bytes.
    /// @custom:caller the owner's registrar
    /// @custom:refuses authority, ResourceForeign, RecordUnknown, RecordIsShredded, RecordIndexInvalid,
    /// RecordProofInvalid, TimestampTokenZero, RecordVersionStale
    /// @custom:emits RecordOpened, TimestampAnchored
    function anchorTimestamp(RecordId record, uint64 seenVersion, bytes32 token, RecordOpening calldata opening)
        external;

    /// @notice Reverts unless the record is live and belongs to the resource.
    /// @param record A record that stands alone, or a batch; not an item's id.
    /// @param index The item's place in a record that is a batch, from 0; 0 for a record that stands alone.
    /// @custom:refuses RecordUnknown, RecordIsWithdrawn, RecordIsShredded, RecordIndexInvalid, RecordResourceMismatch
    function requireLiveRecord(RecordId record, uint32 index, ResourceId resource) external view;

    /// @notice The resource; all zero if there is none.
    function getResource(ResourceId resource) external view returns (Resource memory);

    /// @notice The record, batch or item; all zero if there is none, or for an item before its first action.
    function getRecord(RecordId record) external view returns (Record memory);
}
