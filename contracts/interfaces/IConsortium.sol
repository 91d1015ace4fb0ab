// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ContractRole, ListingState, Stage} from "../types/ContractRoles.sol";
import {OfficerId, OrganisationId} from "../types/Ids.sol";
import {KindSet, Role, RoleSet} from "../types/Roles.sol";

/// Where an organisation stands.
enum OrganisationStatus {
    NONE,
    ACTIVE,
    SUSPENDED,
    /// Became part of another organisation, its successor.
    MERGED,
    /// Ended; another organisation, its custodian, looks after what it left.
    DISSOLVED
}

/// Why an organisation was suspended.
enum SuspensionReason {
    RULE_BREACH,
    KEY_COMPROMISE,
    OWN_REQUEST,
    INVESTIGATION
}

/// One slot.
struct Organisation {
    /// Version of this object: 1, 2, 3 … one for each event about it.
    uint64 version;
    OrganisationStatus status;
    KindSet kinds;
    /// The organisation's public code (18 characters, upper-case letters and digits); unique for ever.
    bytes18 publicCode;
}

/// One slot. The account stands apart from it: an officer outlives a key.
struct Officer {
    uint64 version;
    OrganisationId organisation;
    RoleSet roles;
    /// Issuing point or site within the organisation; 0 = the organisation as a whole.
    uint16 unit;
    /// In office while validFrom ≤ time < validUntil.
    uint40 validFrom;
    uint40 validUntil;
}

/// One slot.
struct Listing {
    uint64 version;
    ContractRole role;
    ListingState state;
}

/// A place of the directory and the contract that fills it.
struct DirectoryEntry {
    ContractRole role;
    address account;
}

/// For whom an account acts, as `authorise` found it.
struct Authority {
    OrganisationId organisation;
    OfficerId officer;
    uint16 unit;
}

/// @title Who belongs to the consortium, who acts for whom, and which contracts belong to it
/// @notice Organisations are admitted, suspended and reinstated by decision. Their own administrators appoint and
/// dismiss officers. Every other contract asks here, in one call, whether an account may act.
/// @dev Assumptions.
/// - The contract listed for DECISIONS executes only what the consortium decided.
/// - Listed contracts are the published ones; the directory changes only by decision.
/// - An administrator acts for its organisation: what it appoints, the organisation answers for.
/// - block.timestamp is the validators' word.
interface IConsortium {
    /// @notice A contract was listed in the directory.
    /// @param listing The contract.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param listingVersion The version that this event made.
    /// @param contractRole The place that it fills.
    /// @param replacedListing The contract that winds down from now; zero if the place was empty.
    /// @param replacedListingVersion The version of the replaced contract's listing; zero if there is none.
    event ContractListed(
        address indexed listing,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 listingVersion,
        ContractRole contractRole,
        address replacedListing,
        uint64 replacedListingVersion
    );

    /// @notice A contract that wound down was closed.
    /// @param listing The contract.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param listingVersion The version that this event made.
    /// @param finalHead Its running hash, final from now on.
    event ContractClosed(
        address indexed listing,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 listingVersion,
        bytes32 finalHead
    );

    /// @notice An organisation was admitted.
    /// @param organisation The organisation's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param organisationVersion The version that this event made.
    /// @param publicCode Its public code: 18 upper-case letters and digits.
    /// @param kinds Its kinds: bit = number of the kind.
    event OrganisationAdmitted(
        OrganisationId indexed organisation,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 organisationVersion,
        bytes18 publicCode,
        KindSet kinds
    );

    /// @notice An organisation's kinds were changed.
    /// @param organisation The organisation's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param organisationVersion The version that this event made.
    /// @param kinds Its kinds: bit = number of the kind.
    event OrganisationKindsChanged(
        OrganisationId indexed organisation,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 organisationVersion,
        KindSet kinds
    );

    /// @notice An organisation was suspended: none of its officers may act.
    /// @param organisation The organisation's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param organisationVersion The version that this event made.
    /// @param reason Why.
    event OrganisationSuspended(
        OrganisationId indexed organisation,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 organisationVersion,
        SuspensionReason reason
    );

    /// @notice A suspended organisation was reinstated.
    /// @param organisation The organisation's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param organisationVersion The version that this event made.
    event OrganisationReinstated(
        OrganisationId indexed organisation,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 organisationVersion
    );

    /// @notice An officer was appointed.
    /// @param officer The officer's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param officerVersion The version that this event made.
    /// @param organisation The organisation that the officer acts for.
    /// @param account The officer's account, which serves nobody else for ever.
    /// @param roles The officer's roles: bit = number of the role.
    /// @param unit The officer's issuing point or site; 0: the organisation as a whole.
    /// @param validFrom The beginning of the time in office.
    /// @param validUntil The end of the time in office, itself not in it.
    event OfficerAppointed(
        OfficerId indexed officer,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 officerVersion,
        OrganisationId organisation,
        address account,
        RoleSet roles,
        uint16 unit,
        uint40 validFrom,
        uint40 validUntil
    );

    /// @notice An officer's roles, unit or time in office were changed.
    /// @param officer The officer's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param officerVersion The version that this event made.
    /// @param roles The officer's roles: bit = number of the role.
    /// @param unit The officer's issuing point or site; 0: the organisation as a whole.
    /// @param validFrom The beginning of the time in office.
    /// @param validUntil The end of the time in office, itself not in it.
    event OfficerAmended(
        OfficerId indexed officer,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 officerVersion,
        RoleSet roles,
        uint16 unit,
        uint40 validFrom,
        uint40 validUntil
    );

    /// @notice An officer was dismissed; its time in office ended with this block.
    /// @param officer The officer's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
    /// @param actingRole The role it acted in.
    /// @param officerVersion The version that this event made.
    event OfficerDismissed(
        OfficerId indexed officer,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 officerVersion
    );

    /// @notice Only a decision of the consortium may do this; {caller} is not the contract that executes decisions.
    error ConsortiumDecisionRequired(address caller);
    /// @notice Contract {account} was not listed for role {role}: give a role, and an address other than zero and the
    /// Consortium, which holds the directory and is not in it.
    error ListingInvalid(ContractRole role, address account);
    /// @notice Contract {account} is listed already, and an address is listed once.
    error ListingExists(address account);
    /// @notice There is no contract at {account}. Deploy it first, then list it.
    error ListingWithoutCode(address account);
    /// @notice The account {account} serves officer {officer}; a contract of the directory serves nobody.
    error ListingServesOfficer(address account, OfficerId officer);
    /// @notice Contract {account} is in state {state} of the directory; only one that winds down can be closed.
    error ListingNotWindingDown(address account, ListingState state);
    /// @notice The head of {account} is {head}, not {expectedHead}: it still emits. Read its head again.
    error ListingHeadChanged(address account, bytes32 head, bytes32 expectedHead);
    /// @notice Contract {account} is not in the consortium's directory.
    error ContractNotListed(address account);
    /// @notice Contract {account} was replaced and begins nothing new. Use the current one of role {role}.
    error ContractWindingDown(address account, ContractRole role);
    /// @notice Contract {account} is closed. Use the current one of role {role}.
    error ContractIsClosed(address account, ContractRole role);
    /// @notice Contract {account} is not listed for role {role}, so its report is not accepted.
    error ReporterNotListed(address account, ContractRole role);
    /// @notice The public code {publicCode} is not 18 upper-case letters and digits.
    error PublicCodeInvalid(bytes18 publicCode);
    /// @notice The public code {publicCode} belongs to organisation {organisation}, for ever.
    error PublicCodeTaken(bytes18 publicCode, OrganisationId organisation);
    /// @notice The kinds {kinds} are empty or hold an unknown kind.
    error OrganisationKindsInvalid(KindSet kinds);
    /// @notice Organisation {organisation} has the kinds {kinds} already.
    error OrganisationKindsUnchanged(OrganisationId organisation, KindSet kinds);
    /// @notice There is no organisation {organisation}.
    error OrganisationUnknown(OrganisationId organisation);
    /// @notice Organisation {organisation} is in status {status}, not active.
    error OrganisationNotActive(OrganisationId organisation, OrganisationStatus status);
    /// @notice Organisation {organisation} is in status {status}, not suspended.
    error OrganisationNotSuspended(OrganisationId organisation, OrganisationStatus status);
    /// @notice Organisation {organisation} is at version {current}; the caller saw {seen}. Read it again.
    error OrganisationVersionStale(OrganisationId organisation, uint64 seen, uint64 current);
    /// @notice Organisation {organisation} has kinds {kinds}; acting in role {role} needs one of {needed}.
    error OrganisationKindMissing(OrganisationId organisation, Role role, KindSet kinds, KindSet needed);
    /// @notice The account {account} serves no officer. An administrator of its organisation appoints it.
    error AccountUnknown(address account);
    /// @notice The account {account} serves officer {officer}, and an account serves one officer for ever.
    error AccountTaken(address account, OfficerId officer);
    /// @notice The zero address cannot serve an officer.
    error AccountZero();
    /// @notice {account} is a contract of the directory: through it, whoever commands it would act as the officer.
    error AccountListed(address account);
    /// @notice There is no officer {officer}.
    error OfficerUnknown(OfficerId officer);
    /// @notice Officer {officer} is at version {current}; the caller saw {seen}. Read it again.
    error OfficerVersionStale(OfficerId officer, uint64 seen, uint64 current);
    /// @notice The roles {roles} are empty or hold a role that nobody is appointed to.
    error OfficerRolesInvalid(RoleSet roles);
    /// @notice The time in office from {validFrom} until {validUntil} is empty.
    error OfficerTermEmpty(uint40 validFrom, uint40 validUntil);
    /// @notice Officer {officer} has these roles, this unit and this time in office already.
    error OfficerTermsUnchanged(OfficerId officer);
    /// @notice Officer {officer} left office at {validUntil}; appoint a new officer.
    error OfficerTermOver(OfficerId officer, uint40 validUntil);
    /// @notice Officer {officer} is in office from {validFrom} until {validUntil}, not at {time}.
    error OfficerNotInOffice(OfficerId officer, uint40 validFrom, uint40 validUntil, uint256 time);
    /// @notice Officer {officer} has roles {roles}, without role {role}.
    error OfficerRoleMissing(OfficerId officer, Role role, RoleSet roles);
    /// @notice The caller administers organisation {acting}, not {organisation}.
    error AdministratorForeign(OrganisationId acting, OrganisationId organisation);

    /// @notice Lists a contract, which stands already; the one that fills its place so far winds down. By decision.
    function listContract(ContractRole role, address account) external;

    /// @notice Closes a contract that winds down. By decision.
    /// @param expectedHead Its running hash as the decision knew it; another one refuses the closing.
    function closeContract(address account, bytes32 expectedHead) external;

    /// @notice Admits an organisation. By decision.
    function admitOrganisation(bytes18 publicCode, KindSet kinds) external returns (OrganisationId organisation);

    /// @notice Changes the kinds of an organisation. By decision.
    function changeKinds(OrganisationId organisation, uint64 seenVersion, KindSet kinds) external;

    /// @notice Suspends an organisation. By decision.
    function suspendOrganisation(OrganisationId organisation, uint64 seenVersion, SuspensionReason reason) external;

    /// @notice Reinstates a suspended organisation. By decision.
    function reinstateOrganisation(OrganisationId organisation, uint64 seenVersion) external;

    /// @notice Appoints an officer. By an administrator of the organisation, or by decision.
    /// @param account The officer's account, which served nobody before.
    function appointOfficer(
        OrganisationId organisation,
        address account,
        RoleSet roles,
        uint16 unit,
        uint40 validFrom,
        uint40 validUntil
    ) external returns (OfficerId officer);

    /// @notice Changes the roles, unit and time of an officer who has not left office. By an administrator of its
    /// organisation, or by decision.
    function amendOfficer(
        OfficerId officer,
        uint64 seenVersion,
        RoleSet roles,
        uint16 unit,
        uint40 validFrom,
        uint40 validUntil
    ) external;

    /// @notice Ends an officer's time in office with this block. By an administrator of its organisation, or by
    /// decision.
    function dismissOfficer(OfficerId officer, uint64 seenVersion) external;

    /// @notice For whom the account acts; reverts unless it may act in the role now and the calling contract may take
    /// an act of this stage.
    function authorise(address account, Role role, Stage stage) external view returns (Authority memory);

    /// @notice Reverts unless the directory lists the contract for the role, current or winding down, or if it lists
    /// the calling contract as closed: a closed contract takes no report.
    function requireReporter(address account, ContractRole role) external view;

    /// @notice Reverts unless the organisation is active, or merged into one that is.
    function requireActive(OrganisationId organisation) external view;

    /// @notice Who acts for an organisation now: itself, or where it merged or dissolved, its successor or custodian,
    /// or theirs, in at most 4 steps.
    function heirOf(OrganisationId organisation) external view returns (OrganisationId);

    /// @notice Who an organisation is now: itself, or where it merged, its successor, or theirs, in at most 4 steps. A
    /// custodian is no successor.
    function successorOf(OrganisationId organisation) external view returns (OrganisationId);

    /// @notice The organisation; all zero if there is none.
    function getOrganisation(OrganisationId organisation) external view returns (Organisation memory);

    /// @notice The organisation with this public code; zero if there is none.
    function organisationByCode(bytes18 publicCode) external view returns (OrganisationId);

    /// @notice The officer; all zero if there is none.
    function getOfficer(OfficerId officer) external view returns (Officer memory);

    /// @notice The officer that an account serves; zero if none.
    function officerOf(address account) external view returns (OfficerId);

    /// @notice Where a contract stands in the directory.
    function getListing(address account) external view returns (Listing memory);

    /// @notice The current contract of a role; zero if none.
    function contractOf(ContractRole role) external view returns (address);
}
