// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Ids are counters, never truncated hashes: a hash of 8 bytes can be ground until it collides. Zero means "none".

type OrganisationId is uint64;
type OfficerId is uint64;
type ProposalId is uint64;
type PolicyId is uint64;
type EndorsementId is uint64;
type ResourceId is uint64;
type RecordId is uint64;
type GrantId is uint64;
type RequestId is uint64;
type EmergencyId is uint64;
type WindowId is uint64;
type RangeId is uint64;
type BatchId is uint64;

using {equalOrganisations as ==, differentOrganisations as !=} for OrganisationId global;
using {equalOfficers as ==} for OfficerId global;
using {equalEndorsements as ==} for EndorsementId global;
using {equalResources as ==, differentResources as !=} for ResourceId global;
using {equalRecords as ==} for RecordId global;
using {equalBatches as ==} for BatchId global;
using {equalGrants as ==} for GrantId global;
using {equalEmergencies as ==} for EmergencyId global;

/// @notice The first id given is 0, which means none. Start at 1, or where a predecessor stopped.
error FirstIdZero();

OrganisationId constant NO_ORGANISATION = OrganisationId.wrap(0);
OfficerId constant NO_OFFICER = OfficerId.wrap(0);
EndorsementId constant NO_ENDORSEMENT = EndorsementId.wrap(0);
RecordId constant NO_RECORD = RecordId.wrap(0);
RangeId constant NO_RANGE = RangeId.wrap(0);
BatchId constant NO_BATCH = BatchId.wrap(0);
GrantId constant NO_GRANT = GrantId.wrap(0);

function equalOrganisations(OrganisationId a, OrganisationId b) pure returns (bool) {
    return OrganisationId.unwrap(a) == OrganisationId.unwrap(b);
}

function differentOrganisations(OrganisationId a, OrganisationId b) pure returns (bool) {
    return OrganisationId.unwrap(a) != OrganisationId.unwrap(b);
}

function equalOfficers(OfficerId a, OfficerId b) pure returns (bool) {
    return OfficerId.unwrap(a) == OfficerId.unwrap(b);
}

function equalEndorsements(EndorsementId a, EndorsementId b) pure returns (bool) {
    return EndorsementId.unwrap(a) == EndorsementId.unwrap(b);
}

function equalResources(ResourceId a, ResourceId b) pure returns (bool) {
    return ResourceId.unwrap(a) == ResourceId.unwrap(b);
}

// The other side of ==, for the contracts to use.
// slither-disable-next-line dead-code
function differentResources(ResourceId a, ResourceId b) pure returns (bool) {
    return ResourceId.unwrap(a) != ResourceId.unwrap(b);
}

function equalRecords(RecordId a, RecordId b) pure returns (bool) {
    return RecordId.unwrap(a) == RecordId.unwrap(b);
}

function equalEmergencies(EmergencyId a, EmergencyId b) pure returns (bool) {
    return EmergencyId.unwrap(a) == EmergencyId.unwrap(b);
}

function equalBatches(BatchId a, BatchId b) pure returns (bool) {
    return BatchId.unwrap(a) == BatchId.unwrap(b);
}

function equalGrants(GrantId a, GrantId b) pure returns (bool) {
    return GrantId.unwrap(a) == GrantId.unwrap(b);
}

/// The first id of a contract's counters, once it is known to be one.
function checkedFirstId(uint64 firstId) pure returns (uint64) {
    require(firstId != 0, FirstIdZero());
    return firstId;
}
