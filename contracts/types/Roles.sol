// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The closed list of roles an act can be done in. The numbers are final; later roles are added at the end.
enum Role {
    NONE,
    /// The founder of the consortium, while it decides alone. Never appointed.
    FOUNDER,
    /// A decision of the consortium, executed by the Decisions contract. Never appointed.
    DECISION,
    /// Appoints and dismisses the officers of its organisation.
    ADMINISTRATOR,
    /// Keeps the organisation's resources and records.
    REGISTRAR,
    /// Issues and revokes grants on the organisation's resources.
    GRANTOR,
    /// Asks for data and acknowledges what came.
    REQUESTER,
    /// Serves requests for the organisation's data, and submits data to others.
    RESPONDER,
    /// Grants ranges of bill numbers, orders the payers of their bills, freezes bills. Organisations of kind FINANCE only.
    FINANCE,
    /// Issues bills, exchanges them for paper, takes them back. Organisations of kind HOSPITAL only.
    ISSUER,
    /// Reserves, settles and reverses claims. Organisations of kind INSURER, EMPLOYER or AID only.
    CLAIMS,
    /// Reviews what was accessed in an emergency. Organisations of kind AUDIT only.
    INSPECTOR,
    /// Approves that an access is kept from its subject's view until a date.
    SEALER,
    /// The account that may stop and cancel, for a limited time. Never appointed.
    GUARDIAN,
    /// Books bills for its organisation, a reimbursing unit.
    ACCOUNTANT
}

/// The kinds of organisation; an organisation's kinds are a bitmap, bit = number of the kind.
enum OrganisationKind {
    DEPARTMENT,
    FINANCE,
    HOSPITAL,
    INSURER,
    EMPLOYER,
    AID,
    UTILITY,
    TREASURY,
    AUDIT
}

/// An officer's roles: bit = number of the role.
type RoleSet is uint32;

/// An organisation's kinds: bit = number of the kind.
type KindSet is uint16;

using {hasRole, isAppointable, isAdministratorAlone} for RoleSet global;
using {intersects, isKnown, isEmpty, sameKinds as ==} for KindSet global;
using {kindsOf} for Role global;

// The roles that an officer can be appointed to: ADMINISTRATOR to SEALER, and ACCOUNTANT.
uint32 constant APPOINTABLE_ROLES = ((uint32(1) << (uint8(Role.SEALER) + 1)) - (uint32(1) << uint8(Role.ADMINISTRATOR)))
    | (uint32(1) << uint8(Role.ACCOUNTANT));
KindSet constant ANY_KIND = KindSet.wrap(uint16((1 << (uint256(type(OrganisationKind).max) + 1)) - 1));

// Who may reserve and settle.
KindSet constant PAYER_KINDS = KindSet.wrap(
    uint16(
        (1 << uint256(OrganisationKind.INSURER)) | (1 << uint256(OrganisationKind.EMPLOYER))
            | (1 << uint256(OrganisationKind.AID))
    )
);

function hasRole(RoleSet self, Role role) pure returns (bool) {
    return RoleSet.unwrap(self) & (uint32(1) << uint8(role)) != 0;
}

/// Whether the set is not empty and holds nothing but roles that an officer can be appointed to.
function isAppointable(RoleSet self) pure returns (bool) {
    return RoleSet.unwrap(self) != 0 && RoleSet.unwrap(self) & ~APPOINTABLE_ROLES == 0;
}

function isAdministratorAlone(RoleSet self) pure returns (bool) {
    return RoleSet.unwrap(self) == uint32(1) << uint8(Role.ADMINISTRATOR);
}

function intersects(KindSet self, KindSet other) pure returns (bool) {
    return KindSet.unwrap(self) & KindSet.unwrap(other) != 0;
}

function isKnown(KindSet self) pure returns (bool) {
    return KindSet.unwrap(self) & ~KindSet.unwrap(ANY_KIND) == 0;
}

function isEmpty(KindSet self) pure returns (bool) {
    return KindSet.unwrap(self) == 0;
}

function sameKinds(KindSet a, KindSet b) pure returns (bool) {
    return KindSet.unwrap(a) == KindSet.unwrap(b);
}

/// The kinds of organisation that may act in a role.
function kindsOf(Role role) pure returns (KindSet) {
    if (role == Role.FINANCE) return toKindSet(OrganisationKind.FINANCE);
    if (role == Role.ISSUER) return toKindSet(OrganisationKind.HOSPITAL);
    if (role == Role.INSPECTOR) return toKindSet(OrganisationKind.AUDIT);
    if (role == Role.CLAIMS) return PAYER_KINDS;
    return ANY_KIND;
}

function toKindSet(OrganisationKind kind) pure returns (KindSet) {
    return KindSet.wrap(uint16(1) << uint8(kind));
}
