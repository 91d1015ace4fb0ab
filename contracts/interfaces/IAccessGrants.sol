// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GrantId, OrganisationId, ResourceId} from "../types/Ids.sol";
import {Mode, ModeSet} from "../types/Modes.sol";
import {Role} from "../types/Roles.sol";
import {IAuthorised} from "./IAuthorised.sol";
import {IDataRegistry} from "./IDataRegistry.sol";

/// Why a grant was revoked.
enum RevocationReason {
    PURPOSE_FULFILLED,
    MISUSE,
    LEGAL_ORDER,
    SUBJECT_REQUEST,
    ERROR
}

/// What is granted to whom.
struct GrantTerms {
    ResourceId resource;
    OrganisationId grantee;
    ModeSet modes;
    /// Bit = position of the field in the resource's schema.
    uint256 fields;
    /// Code of the purpose in the consortium's list; never zero.
    uint16 purpose;
    /// keccak256 of the legal basis' text; never zero.
    bytes32 legalBasis;
    /// Usable while validFrom ≤ time < validUntil.
    uint40 validFrom;
    uint40 validUntil;
    uint32 maxUses;
    /// How many times it may be passed on, one below the other; at most 4.
    uint8 delegationDepth;
}

/// Four slots: the packed state, the packed terms, the fields, the legal basis.
struct Grant {
    uint64 version;
    ResourceId resource;
    OrganisationId owner;
    bool revoked;
    OrganisationId grantee;
    uint40 validFrom;
    uint40 validUntil;
    uint32 maxUses;
    uint16 purpose;
    ModeSet modes;
    uint8 delegationDepth;
    uint256 fields;
    bytes32 legalBasis;
}

/// One intended use of a grant.
struct GrantUse {
    ResourceId resource;
    OrganisationId owner;
    OrganisationId grantee;
    Mode mode;
    uint256 fields;
    uint16 purpose;
    bytes32 legalBasis;
}

/// @title Who may use whose data, for what, in which mode, until when, how often
/// @notice The owner of a resource grants, and revokes, its use. A use outside the terms is refused here, by the
/// contract, whatever a policy on paper says.
/// @dev Assumptions.
/// - DataRequests reports each use once, before data is released; a report is silent: the number of uses is a function
///   of the reporter's events.
/// - Revoking stops the future only: data that has left its owner cannot be called back.
interface IAccessGrants is IAuthorised {
    /// @notice A grant was issued; the resource's owner is the acting organisation.
    /// @param grant The grant's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param grantVersion The version that this event made.
    /// @param terms What is granted to whom.
    event GrantIssued(
        GrantId indexed grant,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 grantVersion,
        GrantTerms terms
    );

    /// @notice A grant was revoked.
    /// @param grant The grant's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param grantVersion The version that this event made.
    /// @param reason Why.
    event GrantRevoked(
        GrantId indexed grant,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 grantVersion,
        RevocationReason reason
    );

    /// @notice The grantee {grantee} owns the resource itself and needs no grant.
    error GrantToOwner(OrganisationId grantee);
    /// @notice The modes {modes} are empty or not offered by the resource, which offers {offered}.
    error GrantModesNotOffered(ModeSet modes, ModeSet offered);
    /// @notice A grant needs at least one field.
    error GrantFieldsEmpty();
    /// @notice A grant needs a purpose: the code 0 is none.
    error GrantPurposeZero();
    /// @notice A grant needs the hash of its legal basis.
    error GrantLegalBasisZero();
    /// @notice The time from {validFrom} until {validUntil} is empty, or over at {time}.
    error GrantPeriodInvalid(uint40 validFrom, uint40 validUntil, uint256 time);
    /// @notice A grant needs at least one use.
    error GrantUsesZero();
    /// @notice A grant can be passed on at most {limit} times, not {depth}.
    error GrantDelegationTooDeep(uint8 depth, uint8 limit);
    /// @notice There is no grant {grant}.
    error GrantUnknown(GrantId grant);
    /// @notice Grant {grant} was revoked.
    error GrantIsRevoked(GrantId grant);
    /// @notice Grant {grant} was issued by organisation {owner}, not by {acting}.
    error GrantForeign(GrantId grant, OrganisationId owner, OrganisationId acting);
    /// @notice Grant {grant} is at version {current}; the caller saw {seen}. Read it again.
    error GrantVersionStale(GrantId grant, uint64 seen, uint64 current);
    /// @notice Grant {grant} begins at {validFrom}; it is {time}.
    error GrantNotYetValid(GrantId grant, uint40 validFrom, uint256 time);
    /// @notice Grant {grant} ended at {validUntil}; it is {time}. Ask the owner for a new grant.
    error GrantExpired(GrantId grant, uint40 validUntil, uint256 time);
    /// @notice Grant {grant} has {remaining} of {maxUses} uses left; {count} were asked for. Ask the owner for a new grant.
    error GrantUsesExhausted(GrantId grant, uint32 maxUses, uint32 remaining, uint32 count);
    /// @notice Grant {grant} is on resource {granted}, not on {used}.
    error GrantResourceMismatch(GrantId grant, ResourceId granted, ResourceId used);
    /// @notice Grant {grant} was issued by organisation {granted}, not by {used}.
    error GrantOwnerMismatch(GrantId grant, OrganisationId granted, OrganisationId used);
    /// @notice Grant {grant} was given to organisation {granted}, not to {used}.
    error GrantGranteeMismatch(GrantId grant, OrganisationId granted, OrganisationId used);
    /// @notice Grant {grant} allows the modes {granted}, not mode {used}.
    error GrantModeNotGranted(GrantId grant, ModeSet granted, Mode used);
    /// @notice Grant {grant} allows the fields {granted}; {used} is empty or goes beyond them.
    error GrantFieldsNotGranted(GrantId grant, uint256 granted, uint256 used);
    /// @notice Grant {grant} is for purpose {granted}, not {used}.
    error GrantPurposeMismatch(GrantId grant, uint16 granted, uint16 used);
    /// @notice Grant {grant} rests on the legal basis {granted}, not {used}.
    error GrantLegalBasisMismatch(GrantId grant, bytes32 granted, bytes32 used);

    /// @notice The registry whose resources are granted.
    function registry() external view returns (IDataRegistry);

    /// @notice Grants the use of a resource. By its owner's grantor.
    function issueGrant(GrantTerms calldata terms) external returns (GrantId grant);

    /// @notice Revokes a grant from now on. By the owner's grantor.
    function revokeGrant(GrantId grant, uint64 seenVersion, RevocationReason reason) external;

    /// @notice Checks uses of one kind against the grant's terms and counts them. Only for the contract listed for
    /// DATA_REQUESTS. Silent: emits nothing.
    /// @param count How many uses; at least 1.
    function reportUse(GrantId grant, GrantUse calldata use, uint32 count) external;

    /// @notice Reverts with the rule that so many uses would break now; else does nothing.
    /// @param count How many uses; at least 1.
    function checkUse(GrantId grant, GrantUse calldata use, uint32 count) external view;

    /// @notice The grant; all zero if there is none.
    function getGrant(GrantId grant) external view returns (Grant memory);

    /// @notice How many uses of a grant were made.
    function usesOf(GrantId grant) external view returns (uint32);
}
