// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ContractRole, ListingState, Stage} from "../types/ContractRoles.sol";
import {EndorsementId, OfficerId, OrganisationId} from "../types/Ids.sol";
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
    /// Whether it has a vote in what the consortium decides.
    bool voting;
    /// Steps of the longest line of organisations that merged or dissolved into this one, at most 4.
    uint8 succession;
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
    /// Takes only acts that relieve while time < pausedUntil.
    uint40 pausedUntil;
    /// The guardian cannot stop it before this time.
    uint40 stoppableFrom;
}

/// One slot. An account serves one officer for ever, also after its time of service.
struct Binding {
    OfficerId officer;
    /// Serves while servesFrom ≤ time < servesUntil.
    uint40 servesFrom;
    uint40 servesUntil;
    /// May do nothing while time < frozenUntil; FOR_EVER once the freeze was confirmed.
    uint40 frozenUntil;
    /// Cannot be frozen without confirmation before this time.
    uint40 freezableFrom;
}

/// One slot: how an organisation looks after its own officers. It has a version of its own, so that an organisation
/// cannot dodge a decision that names the organisation's version.
struct Administration {
    uint64 version;
    /// How many administrators an act needs, 1 or 2; 0 until the rule is set for the first time, and means 1.
    uint8 needed;
}

/// One slot.
struct Endorsement {
    uint64 version;
    /// The administrator who endorsed.
    OfficerId officer;
    /// Open while time < validUntil; when it is used or withdrawn, that moment.
    uint40 validUntil;
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
/// @notice Organisations are admitted, suspended, merged and dissolved by decision. Their own administrators look after
/// officers and keys, one alone or two together as the organisation chose; others do so, by decision, only while an
/// organisation cannot. Every other contract asks here, in one call, whether an account may act.
/// @dev Assumptions.
/// - The contract listed for DECISIONS executes only what the consortium decided.
/// - Listed contracts are the published ones; the directory changes only by decision.
/// - An administrator acts for its organisation: what it appoints, the organisation answers for.
/// - block.timestamp is the validators' word.
interface IConsortium {
    /// @notice A contract was listed in the directory.
    /// @param listing The contract.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
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
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
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
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param organisationVersion The version that this event made.
    /// @param publicCode Its public code: 18 upper-case letters and digits.
    /// @param kinds Its kinds: bit = number of the kind.
    /// @param voting Whether it votes.
    event OrganisationAdmitted(
        OrganisationId indexed organisation,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 organisationVersion,
        bytes18 publicCode,
        KindSet kinds,
        bool voting
    );

    /// @notice An organisation got other kinds, or became or ceased to be one that votes.
    /// @param organisation The organisation's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param organisationVersion The version that this event made.
    /// @param kinds Its kinds: bit = number of the kind.
    /// @param voting Whether it votes.
    event OrganisationAmended(
        OrganisationId indexed organisation,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 organisationVersion,
        KindSet kinds,
        bool voting
    );

    /// @notice An organisation was suspended: none of its officers may act.
    /// @param organisation The organisation's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
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
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param organisationVersion The version that this event made.
    event OrganisationReinstated(
        OrganisationId indexed organisation,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 organisationVersion
    );

    /// @notice An organisation ended: it merged into another one, or was dissolved, and another one looks after what it left.
    /// @param organisation The organisation's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param organisationVersion The version that this event made.
    /// @param status MERGED or DISSOLVED.
    /// @param heirOrganisation The successor or custodian, who acts for it from now on.
    /// @param heirOrganisationVersion The version that this event made of the heir.
    event OrganisationEnded(
        OrganisationId indexed organisation,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 organisationVersion,
        OrganisationStatus status,
        OrganisationId heirOrganisation,
        uint64 heirOrganisationVersion
    );

    /// @notice An organisation set how many of its administrators an act of its own needs.
    /// @param administration The id of the organisation whose administration this is.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param administrationVersion The version that this event made.
    /// @param needed 1 or 2.
    event AdministratorRuleSet(
        OrganisationId indexed administration,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 administrationVersion,
        uint8 needed
    );

    /// @notice An officer was appointed.
    /// @param officer The officer's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
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
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
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
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param officerVersion The version that this event made.
    event OfficerDismissed(
        OfficerId indexed officer,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 officerVersion
    );

    /// @notice An officer got another account; the one before it stopped at once.
    /// @param officer The officer's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param officerVersion The version that this event made.
    /// @param account The officer's account from now on.
    /// @param replacedAccount The account that stopped.
    event KeyRotated(
        OfficerId indexed officer,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 officerVersion,
        address account,
        address replacedAccount
    );

    /// @notice An officer's key was frozen or thawed: it may do nothing until that time.
    /// @param officer The officer's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param officerVersion The version that this event made.
    /// @param account The officer's account.
    /// @param frozenUntil When the freeze ends unless it is confirmed; the largest time: until it is thawed; 0: it is thawed.
    event FreezeSet(
        OfficerId indexed officer,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 officerVersion,
        address account,
        uint40 frozenUntil
    );

    /// @notice An administrator endorsed a call that another one of its organisation may make.
    /// @param endorsement The endorsement's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param endorsementVersion The version that this event made.
    /// @param validUntil When the endorsement ends.
    /// @param call Function selector and arguments, exactly as they are to be sent to this contract.
    event EndorsementGiven(
        EndorsementId indexed endorsement,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 endorsementVersion,
        uint40 validUntil,
        bytes call
    );

    /// @notice An administrator took its endorsement back.
    /// @param endorsement The endorsement's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param endorsementVersion The version that this event made.
    event EndorsementWithdrawn(
        EndorsementId indexed endorsement,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 endorsementVersion
    );

    /// @notice The call that was endorsed was made; the event before this one says what it did.
    /// @param endorsement The endorsement's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param endorsementVersion The version that this event made.
    event EndorsementUsed(
        EndorsementId indexed endorsement,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 endorsementVersion
    );

    /// @notice A contract was paused, by the guardian or by decision, or goes on: while paused, it takes only acts that relieve.
    /// @param listing The contract.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param listingVersion The version that this event made.
    /// @param pausedUntil When the pause ends; 0: it is paused no more.
    event PauseSet(
        address indexed listing,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 listingVersion,
        uint40 pausedUntil
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
    /// @notice Organisation {organisation} has the kinds {kinds} already, and votes or not as before.
    error OrganisationUnchanged(OrganisationId organisation, KindSet kinds);
    /// @notice Organisation {organisation} cannot be its own successor or custodian; name another active one.
    error OrganisationHeirItself(OrganisationId organisation);
    /// @notice With this, {heir} would act for an organisation over {steps} steps, and at most 4 are followed. So an
    /// organisation that stands at the end of 4 steps cannot end.
    error OrganisationSuccessionTooDeep(OrganisationId heir, uint8 steps);
    /// @notice {organisation} cannot get a vote: 64 organisations have one, and there can be no more.
    error VotersExceeded(OrganisationId organisation);
    /// @notice Organisation {organisation} can look after its officers itself: a decision does so only while it cannot.
    error OrganisationMeetsItsRule(OrganisationId organisation);
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
    /// @notice Account {account} served officer {officer} until {servesUntil}; another one does now.
    error AccountRetired(address account, OfficerId officer, uint40 servesUntil);
    /// @notice The key of officer {officer} is frozen until {until}. Its organisation's administrators, or a decision,
    /// thaw it.
    error OfficerFrozen(OfficerId officer, uint40 until);
    /// @notice The key of officer {officer} is not frozen, so there is nothing to confirm or thaw.
    error OfficerNotFrozen(OfficerId officer);
    /// @notice The key of officer {officer} was frozen before; it cannot be again before {freezableFrom}, but for good,
    /// by decision.
    error OfficerFreezeTooSoon(OfficerId officer, uint40 freezableFrom);
    /// @notice An administrator's time in office ends by {latest}, not at {validUntil}: lost keys must run out.
    error OfficerTermTooLong(uint40 validUntil, uint256 latest);
    /// @notice The roles {roles} were not given: a decision appoints administrators and nobody else.
    error DecisionRolesInvalid(RoleSet roles);
    /// @notice Organisation {organisation} has 16 administrators in office. Dismiss one first.
    error AdministratorsExceeded(OrganisationId organisation);
    /// @notice Organisation {organisation} cannot set the rule to {needed}: an act needs 1 or 2 administrators, and not so
    /// many already.
    error AdministratorRuleInvalid(OrganisationId organisation, uint8 needed);
    /// @notice Organisation {organisation} has {live} administrators who can act, and the rule needs {needed}.
    error AdministratorsTooFew(OrganisationId organisation, uint256 live, uint8 needed);
    /// @notice The administration of {organisation} is at version {current}; the caller saw {seen}. Read it again.
    error AdministrationVersionStale(OrganisationId organisation, uint64 seen, uint64 current);
    /// @notice Organisation {organisation} needs two administrators: another one must first endorse the call with the
    /// hash {callHash}, exactly as it is sent.
    error EndorsementMissing(OrganisationId organisation, bytes32 callHash);
    /// @notice The caller endorsed this call already: endorsement {endorsement} is open.
    error EndorsementExists(EndorsementId endorsement);
    /// @notice Endorsement {endorsement} is of officer {officer}, who alone withdraws it; 0: there is none with this id.
    error EndorsementForeign(EndorsementId endorsement, OfficerId officer);
    /// @notice Endorsement {endorsement} was used or withdrawn, or ran out, at {validUntil}.
    error EndorsementOver(EndorsementId endorsement, uint40 validUntil);
    /// @notice Contract {account} is paused until {until} and takes only what relieves.
    error ContractPaused(address account, uint40 until);
    /// @notice Contract {account}, role {role}, state {state}, cannot be paused: only a listed contract that is not
    /// closed can, and never the one that executes decisions.
    error ListingNotPausable(address account, ContractRole role, ListingState state);
    /// @notice Contract {account} is not paused.
    error ListingNotPaused(address account);
    /// @notice The pause of {account} would end at {until}, which is not later than {pausedUntil} and now.
    error ListingPauseTooShort(address account, uint40 until, uint40 pausedUntil);
    /// @notice The guardian stopped {account} before and cannot again before {stoppableFrom}; a decision can.
    error ListingStopTooSoon(address account, uint40 stoppableFrom);
    /// @notice {time} is later than now, {present}: nobody knows yet.
    error TimeAhead(uint40 time, uint256 present);
    /// @notice The caller administers organisation {acting}, not {organisation}.
    error AdministratorForeign(OrganisationId acting, OrganisationId organisation);

    /// @notice Lists a contract, which stands already; the one that fills its place so far winds down.
    /// @custom:caller a decision
    /// @custom:refuses ConsortiumDecisionRequired, ListingInvalid, ListingExists, ListingWithoutCode,
    /// ListingServesOfficer
    /// @custom:emits ContractListed
    function listContract(ContractRole role, address account) external;

    /// @notice Closes a contract that winds down.
    /// @param expectedHead Its running hash as the decision knew it; another one refuses the closing.
    /// @custom:caller a decision
    /// @custom:refuses ConsortiumDecisionRequired, ListingNotWindingDown, ListingHeadChanged
    /// @custom:emits ContractClosed
    function closeContract(address account, bytes32 expectedHead) external;

    /// @notice Pauses a contract for 14 days; not again before 30 days after the end of the pause.
    /// @custom:caller the guardian, through Decisions
    /// @custom:refuses ConsortiumDecisionRequired, ListingNotPausable, ListingPauseTooShort, ListingStopTooSoon
    /// @custom:emits PauseSet
    function stopContract(address account) external;

    /// @notice Pauses a contract until a time, or makes its pause longer.
    /// @custom:caller a decision
    /// @custom:refuses ConsortiumDecisionRequired, ListingNotPausable, ListingPauseTooShort
    /// @custom:emits PauseSet
    function pauseContract(address account, uint40 until) external;

    /// @notice Ends a contract's pause.
    /// @custom:caller a decision
    /// @custom:refuses ConsortiumDecisionRequired, ListingNotPaused
    /// @custom:emits PauseSet
    function resumeContract(address account) external;

    /// @notice Admits an organisation.
    /// @param voting Whether it votes; at most 64 do.
    /// @custom:caller a decision
    /// @custom:refuses ConsortiumDecisionRequired, PublicCodeInvalid, PublicCodeTaken, OrganisationKindsInvalid,
    /// VotersExceeded
    /// @custom:emits OrganisationAdmitted
    function admitOrganisation(bytes18 publicCode, KindSet kinds, bool voting)
        external
        returns (OrganisationId organisation);

    /// @notice Changes the kinds of an organisation that has not ended, and whether it votes.
    /// @custom:caller a decision
    /// @custom:refuses ConsortiumDecisionRequired, OrganisationKindsInvalid, OrganisationUnchanged, VotersExceeded,
    /// OrganisationUnknown, OrganisationNotActive, OrganisationVersionStale
    /// @custom:emits OrganisationAmended
    function amendOrganisation(OrganisationId organisation, uint64 seenVersion, KindSet kinds, bool voting) external;

    /// @notice Suspends an organisation.
    /// @custom:caller a decision
    /// @custom:refuses ConsortiumDecisionRequired, OrganisationUnknown, OrganisationNotActive, OrganisationVersionStale
    /// @custom:emits OrganisationSuspended
    function suspendOrganisation(OrganisationId organisation, uint64 seenVersion, SuspensionReason reason) external;

    /// @notice Reinstates a suspended organisation.
    /// @custom:caller a decision
    /// @custom:refuses ConsortiumDecisionRequired, OrganisationUnknown, OrganisationNotSuspended,
    /// OrganisationVersionStale
    /// @custom:emits OrganisationReinstated
    function reinstateOrganisation(OrganisationId organisation, uint64 seenVersion) external;

    /// @notice Ends an organisation that becomes part of another, active one.
    /// @custom:caller a decision
    /// @custom:refuses ConsortiumDecisionRequired, OrganisationHeirItself, OrganisationSuccessionTooDeep,
    /// OrganisationUnknown, OrganisationNotActive, OrganisationVersionStale
    /// @custom:emits OrganisationEnded
    function mergeOrganisation(OrganisationId organisation, uint64 seenVersion, OrganisationId successor) external;

    /// @notice Ends an organisation, whose resources, grants and open bills another, active one looks after.
    /// @custom:caller a decision
    /// @custom:refuses ConsortiumDecisionRequired, OrganisationHeirItself, OrganisationSuccessionTooDeep,
    /// OrganisationUnknown, OrganisationNotActive, OrganisationVersionStale
    /// @custom:emits OrganisationEnded
    function dissolveOrganisation(OrganisationId organisation, uint64 seenVersion, OrganisationId custodian) external;

    /// @notice Sets how many administrators an act of the caller's organisation on its officers needs.
    /// @param needed 1, or 2 if so many can act.
    /// @param seenVersion The version of the administration; 0 before the rule is set for the first time.
    /// @custom:caller the organisation's own rule
    /// @custom:refuses authority, AdministratorRuleInvalid, AdministratorsTooFew, AdministrationVersionStale,
    /// EndorsementMissing
    /// @custom:emits AdministratorRuleSet, EndorsementUsed
    function setAdministratorRule(uint8 needed, uint64 seenVersion) external;

    /// @notice Endorses a call of this contract that another administrator of the caller's organisation is to make
    /// within 7 days.
    /// @custom:caller an administrator
    /// @custom:refuses authority, EndorsementExists
    /// @custom:emits EndorsementGiven
    function endorse(bytes calldata call) external returns (EndorsementId endorsement);

    /// @notice Takes an endorsement back that was not used.
    /// @custom:caller the administrator who gave it
    /// @custom:refuses authority, EndorsementForeign, EndorsementOver
    /// @custom:emits EndorsementWithdrawn
    function withdrawEndorsement(EndorsementId endorsement) external;

    /// @notice Appoints an officer.
    /// @param account The officer's account, which served nobody before.
    /// @param validUntil For an administrator at most 5 years ahead.
    /// @custom:caller the organisation's own rule; or a decision, for an administrator, while the organisation cannot
    /// meet its rule
    /// @custom:refuses authority, OrganisationMeetsItsRule, OrganisationUnknown, OrganisationNotActive, AccountTaken,
    /// AccountZero, AccountListed, OfficerRolesInvalid, OfficerTermEmpty, OfficerTermTooLong, DecisionRolesInvalid,
    /// AdministratorsExceeded, EndorsementMissing, AdministratorForeign
    /// @custom:emits OfficerAppointed, EndorsementUsed
    function appointOfficer(
        OrganisationId organisation,
        address account,
        RoleSet roles,
        uint16 unit,
        uint40 validFrom,
        uint40 validUntil
    ) external returns (OfficerId officer);

    /// @notice Changes the roles, unit and time of an officer who has not left office.
    /// @custom:caller its organisation's own rule; or a decision, for an administrator, while the organisation cannot
    /// meet its rule
    /// @custom:refuses authority, OrganisationMeetsItsRule, OrganisationNotActive, OfficerUnknown, OfficerVersionStale,
    /// OfficerRolesInvalid, OfficerTermEmpty, OfficerTermsUnchanged, OfficerTermOver, OfficerTermTooLong,
    /// DecisionRolesInvalid, AdministratorsExceeded, EndorsementMissing, AdministratorForeign
    /// @custom:emits OfficerAmended, EndorsementUsed
    function amendOfficer(
        OfficerId officer,
        uint64 seenVersion,
        RoleSet roles,
        uint16 unit,
        uint40 validFrom,
        uint40 validUntil
    ) external;

    /// @notice Ends an officer's time in office with this block.
    /// @custom:caller its organisation's own rule; or a decision, while the organisation cannot meet its rule
    /// @custom:refuses authority, OrganisationMeetsItsRule, OrganisationNotActive, OfficerUnknown, OfficerVersionStale,
    /// OfficerTermOver, EndorsementMissing, AdministratorForeign
    /// @custom:emits OfficerDismissed, EndorsementUsed
    function dismissOfficer(OfficerId officer, uint64 seenVersion) external;

    /// @notice Gives an officer another account; the one before it stops at once, and a freeze of it with it.
    /// @param account An account which served nobody before.
    /// @custom:caller its organisation's own rule; or a decision, while the organisation cannot meet its rule
    /// @custom:refuses authority, OrganisationMeetsItsRule, OrganisationNotActive, AccountTaken, AccountZero,
    /// AccountListed, OfficerUnknown, OfficerVersionStale, OfficerTermOver, EndorsementMissing, AdministratorForeign
    /// @custom:emits KeyRotated, EndorsementUsed
    function rotateKey(OfficerId officer, uint64 seenVersion, address account) external;

    /// @notice Freezes an officer's key for 7 days; not again before 30 days after their end.
    /// @custom:caller any administrator of its organisation, or the guardian through Decisions
    /// @custom:refuses authority, OfficerUnknown, OfficerTermOver, OfficerFrozen, OfficerFreezeTooSoon,
    /// AdministratorForeign
    /// @custom:emits FreezeSet
    function freezeOfficer(OfficerId officer) external;

    /// @notice Keeps a frozen key frozen until it is thawed.
    /// @custom:caller its organisation's own rule; or a decision, also for a key that is not frozen
    /// @custom:refuses authority, OfficerUnknown, OfficerVersionStale, OfficerTermOver, OfficerFrozen,
    /// OfficerNotFrozen, EndorsementMissing, AdministratorForeign
    /// @custom:emits FreezeSet, EndorsementUsed
    function confirmFreeze(OfficerId officer, uint64 seenVersion) external;

    /// @notice Ends the freeze of an officer's key, which then cannot be frozen for 30 days without confirmation.
    /// @custom:caller its organisation's own rule, or a decision
    /// @custom:refuses authority, OfficerUnknown, OfficerVersionStale, OfficerTermOver, OfficerNotFrozen,
    /// EndorsementMissing, AdministratorForeign
    /// @custom:emits FreezeSet, EndorsementUsed
    function thawOfficer(OfficerId officer, uint64 seenVersion) external;

    /// @notice For whom the account acts; reverts unless it may act in the role now and the calling contract may take
    /// an act of this stage.
    /// @custom:refuses ContractNotListed, ContractWindingDown, ContractIsClosed, OrganisationNotActive,
    /// OrganisationKindMissing, AccountUnknown, OfficerNotInOffice, OfficerRoleMissing, AccountRetired, OfficerFrozen,
    /// ContractPaused
    function authorise(address account, Role role, Stage stage) external view returns (Authority memory);

    /// @notice Reverts unless the directory lists the contract for the role, current or winding down, or if it lists
    /// the calling contract as closed: a closed contract takes no report.
    /// @custom:refuses ContractIsClosed, ReporterNotListed
    function requireReporter(address account, ContractRole role) external view;

    /// @notice The officer that an account served at a time, and its roles then; zeros unless that officer was in
    /// office and the account was not frozen. Whether the organisation was suspended is not asked.
    /// @param time Now or earlier.
    /// @custom:refuses TimeAhead
    function officerAt(address account, uint40 time) external view returns (OfficerId officer, RoleSet roles);

    /// @notice Reverts unless the organisation is active, or merged into one that is.
    /// @custom:refuses OrganisationUnknown, OrganisationNotActive
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

    /// @notice The officer that an account serves or, before another account took its place, served; zero if none.
    function officerOf(address account) external view returns (OfficerId);

    /// @notice The account of an officer now; zero if there is no such officer.
    function accountOf(OfficerId officer) external view returns (address);

    /// @notice Whom an account serves, from when until when, and its freeze; all zero if it serves nobody.
    function getBinding(address account) external view returns (Binding memory);

    /// @notice How an organisation looks after its officers; all zero until it sets its rule, which means 1.
    function getAdministration(OrganisationId organisation) external view returns (Administration memory);

    /// @notice The administrators of an organisation who are in office and not frozen; at most 16.
    function administratorsOf(OrganisationId organisation) external view returns (OfficerId[] memory);

    /// @notice Whether an organisation is active and has as many administrators who can act as its rule needs.
    function meetsOwnRule(OrganisationId organisation) external view returns (bool);

    /// @notice The organisations that vote now: active, with a vote, and with an administrator in office whose key is
    /// not frozen for good. A freeze that nobody confirmed takes no organisation out.
    function voters() external view returns (OrganisationId[] memory);

    /// @notice The endorsement; all zero if there is none.
    function getEndorsement(EndorsementId endorsement) external view returns (Endorsement memory);

    /// @notice Where a contract stands in the directory.
    function getListing(address account) external view returns (Listing memory);

    /// @notice The current contract of a role; zero if none.
    function contractOf(ContractRole role) external view returns (address);
}
