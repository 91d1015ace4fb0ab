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

/// What became of a signature by which a grant may be issued.
enum SignatureStatus {
    NONE,
    USED,
    CANCELLED
}

/// What is granted to whom. Its members are those of the EIP-712 struct `GrantTerms`, in this order.
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
    /// The grant that is passed on; zero: the owner of the resource grants.
    GrantId parent;
}

/// Four slots: what a walk up to the owner reads, the packed terms, the fields, the legal basis.
struct Grant {
    uint64 version;
    OrganisationId grantee;
    GrantId parent;
    ModeSet modes;
    uint8 delegationDepth;
    bool revoked;
    ResourceId resource;
    OrganisationId owner;
    uint40 validFrom;
    uint40 validUntil;
    uint32 maxUses;
    uint16 purpose;
    uint256 fields;
    bytes32 legalBasis;
}

/// How a grant came about, beside its terms.
struct GrantOrigin {
    /// The owner of the resource.
    OrganisationId owner;
    /// keccak256(abi.encode(terms)), if approvals of these terms were used up; else zero.
    bytes32 draft;
    /// The version of the draft that this made; zero if there is none.
    uint64 draftVersion;
    /// Whose decision it was: the account that called, or that signed.
    address signer;
    /// Of the signature that was used; zero if the grant was issued directly.
    uint256 nonce;
    /// keccak256(abi.encode(signer, nonce)) of the signature that was used; zero if the grant was issued directly.
    bytes32 signature;
    /// The version of the signature that this made; zero if there is none.
    uint64 signatureVersion;
}

/// One slot: the approvals of one grant's exact terms.
struct Draft {
    uint64 version;
    ResourceId resource;
    /// The version of the resource to which the approvals are bound.
    uint64 boundVersion;
    /// Bit = place in that version's list of approvers.
    uint8 approvals;
}

/// One slot.
struct GrantSignature {
    uint64 version;
    SignatureStatus status;
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
/// @notice The owner of a resource grants, and revokes, its use; a grantee passes on what it was allowed to, never more.
/// A use outside the terms is refused here, by the contract, whatever a policy on paper says.
/// @dev Assumptions.
/// - Approvers read the terms that they approve; the contract sees that they approved these and no others.
/// - Whoever signs knows what is signed: a signature counts until its deadline, by whomever it is brought, unless its
///   signer cancels it or may not act any more.
/// - DataRequests reports each use once, before data is released; a report is silent: the number of uses is a function
///   of the reporter's events.
/// - Revoking stops the future only: data that has left its owner cannot be called back.
interface IAccessGrants is IAuthorised {
    /// @notice A grant was issued, by the owner of the resource or by the grantee of the grant that it passes on. Who acted
    /// is the one whose decision it was; the actor may be anybody who brought its signature.
    /// @param grant The grant's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param grantVersion The version that this event made.
    /// @param terms What is granted to whom.
    /// @param origin How it came about.
    event GrantIssued(
        GrantId indexed grant,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 grantVersion,
        GrantTerms terms,
        GrantOrigin origin
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

    /// @notice An approver of a resource approved the exact terms of a grant on it.
    /// @param draft keccak256(abi.encode(terms)).
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param draftVersion The version that this event made.
    /// @param approver The approver that the resource names: the organisation, or what merged into it.
    /// @param boundVersion The version of the resource to which the approvals are bound.
    /// @param approvals Which approvers approve from now on; bit = place in that version's list.
    /// @param terms What is approved.
    event DraftApproved(
        bytes32 indexed draft,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 draftVersion,
        OrganisationId approver,
        uint64 boundVersion,
        uint8 approvals,
        GrantTerms terms
    );

    /// @notice An approver took its approval back.
    /// @param draft keccak256(abi.encode(terms)).
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param draftVersion The version that this event made.
    /// @param approver The approver that the resource names: the organisation, or what merged into it.
    /// @param approvals Which approvers approve from now on; bit = place in the list of approvers.
    event DraftApprovalWithdrawn(
        bytes32 indexed draft,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 draftVersion,
        OrganisationId approver,
        uint8 approvals
    );

    /// @notice A signer cancelled one of its nonces: a signature with it issues nothing.
    /// @param signature keccak256(abi.encode(signer, nonce)); the signer is the actor.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param signatureVersion The version that this event made.
    /// @param nonce The signer's nonce.
    event SignatureCancelled(
        bytes32 indexed signature,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 signatureVersion,
        uint256 nonce
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
    /// @notice Grant {parent} may be passed on {granted} times more, the last time with depth 0; {asked} is not less.
    error GrantDepthNotWithin(GrantId parent, uint8 granted, uint8 asked);
    /// @notice Grant {parent} allows the modes {granted}; {asked} is empty or goes beyond them.
    error GrantModesNotWithin(GrantId parent, ModeSet granted, ModeSet asked);
    /// @notice Grant {parent} holds from {parentFrom} until {parentUntil}; from {validFrom} until {validUntil} goes beyond.
    error GrantPeriodNotWithin(
        GrantId parent, uint40 parentFrom, uint40 parentUntil, uint40 validFrom, uint40 validUntil
    );
    /// @notice Terms {draft} have {given} of the {needed} approvals that their resource needs; ask its approvers.
    error GrantApprovalsMissing(bytes32 draft, uint8 given, uint8 needed);
    /// @notice The signature counted until {deadline}; it is {time}. Ask for a new one.
    error GrantSignatureExpired(uint40 deadline, uint256 time);
    /// @notice Signer {signer} used or cancelled nonce {nonce} before; sign with another one.
    error GrantSignatureSpent(address signer, uint256 nonce);
    /// @notice The signature over {digest} is not one of {signer}.
    error GrantSignatureInvalid(address signer, bytes32 digest);
    /// @notice Terms {draft} need no approval: their resource asks for none in these modes, or they pass on a grant.
    error DraftApprovalNotNeeded(bytes32 draft);
    /// @notice Organisation {acting} is none of the approvers of resource {resource}, or acts for its owner.
    error DraftApproverForeign(ResourceId resource, OrganisationId acting);
    /// @notice Approver {approver} approves terms {draft} already.
    error DraftApprovedAlready(bytes32 draft, OrganisationId approver);
    /// @notice Organisation {acting} has no approval of terms {draft} to take back: none was given, it was used up, or the
    /// resource changed since.
    error DraftNotApproved(bytes32 draft, OrganisationId acting);
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

    /// @notice Grants the use of a resource; with a parent, within the parent's terms and out of its remaining uses.
    /// @custom:caller the owner's grantor, or its heir's; with a parent, the grantor of the parent's grantee or its
    /// successor
    /// @custom:refuses authority, OrganisationUnknown, OrganisationNotActive, ResourceUnknown, ResourceIsRetired,
    /// ResourceForeign, GrantToOwner, GrantModesNotOffered, GrantFieldsEmpty, GrantPurposeZero, GrantLegalBasisZero,
    /// GrantPeriodInvalid, GrantUsesZero, GrantDelegationTooDeep, GrantDepthNotWithin, GrantModesNotWithin,
    /// GrantPeriodNotWithin, GrantApprovalsMissing, GrantUnknown, GrantIsRevoked, GrantUsesExhausted,
    /// GrantResourceMismatch, GrantGranteeMismatch, GrantFieldsNotGranted, GrantPurposeMismatch,
    /// GrantLegalBasisMismatch
    /// @custom:emits GrantIssued
    function issueGrant(GrantTerms calldata terms) external returns (GrantId grant);

    /// @notice Issues a grant by a signature of an account that may issue it now (EIP-712, ERC-1271).
    /// @param signer The account that signed.
    /// @param nonce Any number that the signer did not use before.
    /// @param deadline The signature counts while time < deadline.
    /// @param signature Over `grantDigest` of the same arguments.
    /// @custom:caller anyone, with the signature of an account that may issue the grant now
    /// @custom:refuses authority, GrantSignatureExpired, GrantSignatureSpent, GrantSignatureInvalid,
    /// AccessGrants.issueGrant
    /// @custom:emits GrantIssued
    function issueGrantBySignature(
        GrantTerms calldata terms,
        address signer,
        uint256 nonce,
        uint40 deadline,
        bytes calldata signature
    ) external returns (GrantId grant);

    /// @notice Cancels one of the caller's own nonces, used by no signature so far.
    /// @custom:caller a grantor, for its own nonces
    /// @custom:refuses authority, GrantSignatureSpent
    /// @custom:emits SignatureCancelled
    function cancelSignature(uint256 nonce) external;

    /// @notice Approves the exact terms of one grant on a resource.
    /// @param seenVersion The version of the resource that the approver saw; the approval ends with it.
    /// @custom:caller a grantor of one of the resource's approvers
    /// @custom:refuses authority, ResourceUnknown, ResourceIsRetired, ResourceVersionStale, DraftApprovalNotNeeded,
    /// DraftApproverForeign, DraftApprovedAlready
    /// @custom:emits DraftApproved
    function approveTerms(GrantTerms calldata terms, uint64 seenVersion) external returns (bytes32 draft);

    /// @notice Takes an approval back that was not used up yet.
    /// @custom:caller a grantor of the approver
    /// @custom:refuses authority, DraftNotApproved
    /// @custom:emits DraftApprovalWithdrawn
    function withdrawApproval(bytes32 draft) external;

    /// @notice Revokes a grant, and with it all that was passed on from it, from now on.
    /// @custom:caller the grantor of the owner, of who passed it on, or of an heir of one of them
    /// @custom:refuses authority, GrantUnknown, GrantIsRevoked, GrantForeign, GrantVersionStale
    /// @custom:emits GrantRevoked
    function revokeGrant(GrantId grant, uint64 seenVersion, RevocationReason reason) external;

    /// @notice Checks uses of one kind against the grant's terms and counts them. Silent: emits nothing.
    /// @param count How many uses; at least 1.
    /// @custom:caller the contract listed for DATA_REQUESTS
    /// @custom:refuses Consortium.requireReporter, AccessGrants.checkUse
    /// @custom:emits nothing
    function reportUse(GrantId grant, GrantUse calldata use, uint32 count) external;

    /// @notice Counts one use that `checkUse` allowed before, if the grant allows uses still. What a grant says never
    /// changes: only what can end is looked at again. Silent: emits nothing.
    /// @custom:caller the contract listed for DATA_REQUESTS
    /// @custom:refuses Consortium.requireReporter, GrantUnknown, GrantIsRevoked, GrantNotYetValid, GrantExpired,
    /// GrantUsesExhausted, OrganisationNotActive
    /// @custom:emits nothing
    function reportCheckedUse(GrantId grant) external;

    /// @notice Reverts with the rule that so many uses would break now; else does nothing.
    /// @param count How many uses; at least 1.
    /// @custom:refuses OrganisationNotActive, GrantUnknown, GrantIsRevoked, GrantNotYetValid, GrantExpired,
    /// GrantUsesExhausted, GrantResourceMismatch, GrantOwnerMismatch, GrantGranteeMismatch, GrantModeNotGranted,
    /// GrantFieldsNotGranted, GrantPurposeMismatch, GrantLegalBasisMismatch
    function checkUse(GrantId grant, GrantUse calldata use, uint32 count) external view;

    /// @notice What an account signs so that `issueGrantBySignature` issues a grant.
    function grantDigest(GrantTerms calldata terms, address signer, uint256 nonce, uint40 deadline)
        external
        view
        returns (bytes32);

    /// @notice The grant; all zero if there is none.
    function getGrant(GrantId grant) external view returns (Grant memory);

    /// @notice How many uses of a grant were made, and how many were passed on to grants below it. What such a grant
    /// does not use up does not come back.
    function usesOf(GrantId grant) external view returns (uint32 made, uint32 delegated);

    /// @notice How many uses of a grant can still be made or passed on; 0 if there is none.
    function remainingUsesOf(GrantId grant) external view returns (uint32);

    /// @notice The approvals of terms, by their hash; all zero if there never was one. They count while the resource is
    /// at `boundVersion`.
    function getDraft(bytes32 draft) external view returns (Draft memory);

    /// @notice What became of a signature, by keccak256(abi.encode(signer, nonce)); all zero: nothing so far.
    function getSignature(bytes32 signature) external view returns (GrantSignature memory);
}
