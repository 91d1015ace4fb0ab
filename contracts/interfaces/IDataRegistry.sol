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
    WITHDRAWN
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

/// What a resource offers.
struct ResourceTerms {
    /// keccak256 of the schema's bytes.
    bytes32 schema;
    uint32 schemaVersion;
    Sensitivity sensitivity;
    /// The modes in which it may be granted.
    ModeSet modes;
}

/// Two slots.
struct Resource {
    uint64 version;
    OrganisationId owner;
    ResourceStatus status;
    uint32 schemaVersion;
    Sensitivity sensitivity;
    ModeSet modes;
    bytes32 schema;
}

/// Two slots.
struct Record {
    uint64 version;
    ResourceId resource;
    RecordStatus status;
    /// Salted commitment to the present content.
    bytes32 commitment;
}

/// @title The catalogue of data, without the data
/// @notice An organisation registers what it keeps (resources) and single items of it (records). A record is a salted
/// commitment with a chain of versions; it is superseded or withdrawn with a reason, never deleted.
/// @dev Assumptions.
/// - Salts are random and secret; the contract cannot see whether a commitment is salted.
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

    /// @notice The schema hash is zero; give keccak256 of the schema's bytes.
    error ResourceSchemaZero();
    /// @notice The modes {modes} are empty or hold an unknown mode.
    error ResourceModesInvalid(ModeSet modes);
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
    /// @notice There is no record {record}.
    error RecordUnknown(RecordId record);
    /// @notice Record {record} was withdrawn.
    error RecordIsWithdrawn(RecordId record);
    /// @notice Record {record} holds {count} items; there is none at {index}.
    error RecordIndexInvalid(RecordId record, uint32 index, uint32 count);
    /// @notice Record {record} belongs to resource {resource}, not to {expected}.
    error RecordResourceMismatch(RecordId record, ResourceId resource, ResourceId expected);
    /// @notice Record {record} is at version {current}; the caller saw {seen}. Read it again.
    error RecordVersionStale(RecordId record, uint64 seen, uint64 current);

    /// @notice Registers a resource of the acting organisation. By its registrar.
    function registerResource(ResourceTerms calldata terms) external returns (ResourceId resource);

    /// @notice Gives a resource new terms; what was granted before stays as it was granted. By its owner's registrar.
    function amendResource(ResourceId resource, uint64 seenVersion, ResourceTerms calldata terms) external;

    /// @notice Retires a resource. By its owner's registrar.
    function retireResource(ResourceId resource, uint64 seenVersion, RetirementReason reason) external;

    /// @notice Registers a record of an open resource. By the owner's registrar.
    function registerRecord(ResourceId resource, bytes32 commitment) external returns (RecordId record);

    /// @notice Gives a live record new content. By the owner's registrar.
    function supersedeRecord(RecordId record, uint64 seenVersion, bytes32 commitment) external;

    /// @notice Withdraws a live record. By the owner's registrar.
    function withdrawRecord(RecordId record, uint64 seenVersion, WithdrawalReason reason) external;

    /// @notice Reverts unless the record is live and belongs to the resource.
    /// @param index The item's place in a record that is a batch, from 0; 0 for a record that stands alone.
    function requireLiveRecord(RecordId record, uint32 index, ResourceId resource) external view;

    /// @notice The resource; all zero if there is none.
    function getResource(ResourceId resource) external view returns (Resource memory);

    /// @notice The record; all zero if there is none.
    function getRecord(RecordId record) external view returns (Record memory);
}
