// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OfficerId, OrganisationId, PolicyId, ProposalId} from "../types/Ids.sol";
import {Role} from "../types/Roles.sol";
import {IAuthorised} from "./IAuthorised.sol";

/// The kinds of action that can be decided; each has a policy of its own, whose id is the number of the kind.
enum ActionKind {
    NONE,
    /// Admit or amend an organisation.
    ADMISSION,
    /// Suspend or reinstate.
    DISCIPLINE,
    /// Merge or dissolve.
    SUCCESSION,
    /// Look after the officers of an organisation that cannot; it is not counted.
    RECOVERY,
    /// List or close a contract.
    DIRECTORY,
    /// Pause or resume a contract, keep a key frozen or thaw it.
    STOPS,
    /// Appoint or remove the guardian.
    GUARDIAN,
    /// Change a policy. Its bar is the highest.
    POLICY
}

/// Where a proposal stands.
enum ProposalStatus {
    NONE,
    OPEN,
    /// Had the votes; waits for its delay.
    QUEUED,
    EXECUTED,
    CANCELLED,
    /// Ran out. Computed on read, never stored.
    LAPSED
}

/// Two slots, and the call's hash.
struct Proposal {
    uint64 version;
    /// NONE for what the founder decided.
    ActionKind kind;
    ProposalStatus status;
    /// When the delay is over, in seconds; 0 unless it was queued.
    uint40 readyAt;
    uint40 lapsesAt;
    uint40 executedAt;
    OrganisationId proposer;
    /// The organisation that a recovery is about, which is not counted; else zero.
    OrganisationId concerned;
    /// keccak256(abi.encode(target, call)).
    bytes32 callHash;
}

/// What decisions of a kind need.
struct PolicyTerms {
    /// Votes, in basis points of the organisations that count: over 5000, at most 8000.
    uint16 threshold;
    /// From queueing to execution, in seconds.
    uint40 delay;
    /// From the proposal until it lapses, in seconds.
    uint40 lapse;
}

/// One slot.
struct Policy {
    uint64 version;
    uint16 threshold;
    uint40 delay;
    uint40 lapse;
}

/// One slot. Each act of the guardian makes a version too.
struct Guardian {
    uint64 version;
    bool inOffice;
}

/// Whether the founder handed over.
struct Founder {
    uint64 version;
    bool handedOver;
}

/// @title What the consortium decides
/// @notice A decision is a call that anyone can read. Organisations that have a vote propose and vote by their
/// administrators; once the votes suffice and the delay is over, anyone executes. Until it hands over, the founder
/// decides at once. A guardian may stop and cancel for a limited time, and nothing else.
/// @dev Assumptions.
/// - The founder is trusted with every decision until it hands over.
/// - Fewer organisations collude than a policy needs.
/// - Targets accept this contract because the directory lists it for DECISIONS.
/// - Votes are counted when a proposal is queued and again when it is executed: of the organisations that count then.
interface IDecisions is IAuthorised {
    /// @notice A decision was executed: the founder's, or a proposal that has the votes, by anyone.
    /// @param proposal The decision's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param proposalVersion The version that this event made.
    /// @param target The contract that was called.
    /// @param call Function selector and arguments, as the target received them.
    event DecisionExecuted(
        ProposalId indexed proposal,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 proposalVersion,
        address target,
        bytes call
    );

    /// @notice The founder decides nothing any more.
    /// @param founder The founder's account.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param founderVersion The version that this event made.
    event HandedOver(
        address indexed founder,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 founderVersion
    );

    /// @notice A decision was proposed. The proposing organisation votes for it.
    /// @param proposal The proposal's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param proposalVersion The version that this event made.
    /// @param kind The kind of action, whose policy holds.
    /// @param concerned The organisation that a recovery is about, which is not counted; else zero.
    /// @param lapsesAt When the proposal lapses.
    /// @param target The contract to be called.
    /// @param call Function selector and arguments.
    event ProposalMade(
        ProposalId indexed proposal,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 proposalVersion,
        ActionKind kind,
        OrganisationId concerned,
        uint40 lapsesAt,
        address target,
        bytes call
    );

    /// @notice An organisation voted for a proposal.
    /// @param proposal The proposal's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param proposalVersion The version that this event made.
    event VoteCast(
        ProposalId indexed proposal,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 proposalVersion
    );

    /// @notice An organisation withdrew its vote.
    /// @param proposal The proposal's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param proposalVersion The version that this event made.
    /// @param unqueued Whether the votes no longer suffice and the delay is to begin anew.
    event VoteWithdrawn(
        ProposalId indexed proposal,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 proposalVersion,
        bool unqueued
    );

    /// @notice The votes suffice: the delay began.
    /// @param proposal The proposal's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param proposalVersion The version that this event made.
    /// @param readyAt When it is over.
    event ProposalQueued(
        ProposalId indexed proposal,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 proposalVersion,
        uint40 readyAt
    );

    /// @notice A proposal was cancelled, by the organisation that proposed it or by the guardian.
    /// @param proposal The proposal's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param proposalVersion The version that this event made.
    event ProposalCancelled(
        ProposalId indexed proposal,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 proposalVersion
    );

    /// @notice What decisions of a kind need was set.
    /// @param policy The number of the kind of action.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param policyVersion The version that this event made.
    /// @param terms Threshold, delay, and time until a proposal lapses.
    event PolicySet(
        PolicyId indexed policy,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 policyVersion,
        PolicyTerms terms
    );

    /// @notice An account became the guardian.
    /// @param guardian The account.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param guardianVersion The version that this event made.
    /// @param replacedGuardian Who was it so far; zero: nobody.
    /// @param replacedGuardianVersion The version that this event made of who was it so far; zero if there is nobody.
    event GuardianAppointed(
        address indexed guardian,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 guardianVersion,
        address replacedGuardian,
        uint64 replacedGuardianVersion
    );

    /// @notice There is no guardian any more.
    /// @param guardian The account.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param guardianVersion The version that this event made.
    event GuardianRemoved(
        address indexed guardian,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 guardianVersion
    );

    /// @notice The guardian stopped a contract.
    /// @param guardian The account.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param guardianVersion The version that this event made.
    /// @param account The contract.
    event GuardianStopped(
        address indexed guardian,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 guardianVersion,
        address account
    );

    /// @notice The guardian froze an officer's key.
    /// @param guardian The account.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder, the guardian and a decision.
    /// @param actingRole The role it acted in.
    /// @param guardianVersion The version that this event made.
    /// @param officer The officer.
    event GuardianFroze(
        address indexed guardian,
        address indexed actor,
        OrganisationId actingOrganisation,
        Role actingRole,
        uint64 guardianVersion,
        OfficerId officer
    );

    /// @notice {caller} is not the founder {founder}, who decides until it hands over.
    error FounderRequired(address caller, address founder);
    /// @notice The founder {founder} handed over and decides nothing any more, for ever.
    error FounderHandedOver(address founder);
    /// @notice The founder's account {account} serves officer {officer}: it would go on having power.
    error FounderServesOfficer(address account, OfficerId officer);
    /// @notice The founder's account {account} is the guardian: it would go on having power.
    error FounderIsGuardian(address account);
    /// @notice {ready} organisations that vote have two administrators who can act; {needed} must have.
    error HandOverTooEarly(uint256 ready, uint256 needed);
    /// @notice This contract was replaced and decides nothing more; {current} does.
    error DecisionsReplaced(address current);
    /// @notice {target} is neither the Consortium nor in its directory: a decision can call no other contract.
    error DecisionTargetForeign(address target);
    /// @notice Only a decision may do this; {caller} is not this contract, which executes decisions.
    error DecisionRequired(address caller);
    /// @notice No decision calls the function {selector} of {target}: actions are a closed list.
    error ActionUnknown(address target, bytes4 selector);
    /// @notice Organisation {organisation} has no vote.
    error OrganisationWithoutVote(OrganisationId organisation);
    /// @notice There is no proposal {proposal}.
    error ProposalUnknown(ProposalId proposal);
    /// @notice Proposal {proposal} is in status {status}; nothing more is done with it.
    error ProposalOver(ProposalId proposal, ProposalStatus status);
    /// @notice Proposal {proposal} lapsed at {lapsesAt}. Propose it again.
    error ProposalLapsed(ProposalId proposal, uint40 lapsesAt);
    /// @notice Proposal {proposal} is queued already; its delay is over at {readyAt}.
    error ProposalQueuedAlready(ProposalId proposal, uint40 readyAt);
    /// @notice Proposal {proposal} is not queued. Queue it once the votes suffice.
    error ProposalNotQueued(ProposalId proposal);
    /// @notice The delay of proposal {proposal} is over at {readyAt}, not at {time}.
    error ProposalNotReady(ProposalId proposal, uint40 readyAt, uint256 time);
    /// @notice Proposal {proposal} has {votes} votes of organisations that count now, and needs {needed}.
    error ProposalVotesTooFew(ProposalId proposal, uint256 votes, uint256 needed);
    /// @notice Proposal {proposal} is for the call with the hash {callHash}, not {given}. Give the proposed one.
    error ProposalCallMismatch(ProposalId proposal, bytes32 callHash, bytes32 given);
    /// @notice Proposal {proposal} is of organisation {proposer}, which alone may cancel it, not {acting}.
    error ProposerMismatch(ProposalId proposal, OrganisationId proposer, OrganisationId acting);
    /// @notice Organisation {organisation} voted for proposal {proposal} already.
    error VoteCastAlready(ProposalId proposal, OrganisationId organisation);
    /// @notice Organisation {organisation} did not vote for proposal {proposal}.
    error VoteMissing(ProposalId proposal, OrganisationId organisation);
    /// @notice {caller} is not the guardian {guardian}.
    error GuardianRequired(address caller, address guardian);
    /// @notice Proposal {proposal} is of kind {kind}, which the guardian cannot cancel.
    error GuardianPowerless(ProposalId proposal, ActionKind kind);
    /// @notice The zero address cannot be the guardian.
    error GuardianZero();
    /// @notice {account} is the guardian already.
    error GuardianUnchanged(address account);
    /// @notice There is no guardian.
    error GuardianMissing();
    /// @notice {given} policies were given; there are {needed} kinds of action.
    error PoliciesIncomplete(uint256 given, uint256 needed);
    /// @notice There is no policy of kind {kind}.
    error PolicyUnknown(ActionKind kind);
    /// @notice The policy of kind {kind} with {threshold}, {delay} and {lapse} is out of bounds: a threshold over 5000
    /// and at most 8000, a delay of at most 90 days, a lapse at least 14 days longer than the delay and at most 365 days.
    error PolicyInvalid(ActionKind kind, uint16 threshold, uint40 delay, uint40 lapse);
    /// @notice The policy of kind {kind} is this already.
    error PolicyUnchanged(ActionKind kind);
    /// @notice Kind {kind} with {threshold} and {delay} would be above kind POLICY with {highestThreshold} and
    /// {highestDelay}, whose bar is the highest.
    error PolicyBarTooLow(
        ActionKind kind, uint16 threshold, uint40 delay, uint16 highestThreshold, uint40 highestDelay
    );

    /// @notice Decides and executes a call. If the target refuses, its error is passed on.
    /// @return proposal The id of the decision.
    /// @return result What the target returned.
    /// @custom:caller the founder, until it hands over
    /// @custom:refuses FounderRequired, FounderHandedOver, DecisionsReplaced, DecisionTargetForeign, AddressEmptyCode,
    /// FailedCall, target
    /// @custom:emits DecisionExecuted, target
    function decide(address target, bytes calldata call) external returns (ProposalId proposal, bytes memory result);

    /// @notice Ends the founder's power for ever.
    /// @custom:caller the founder, once 4 organisations that count in votes have two administrators who can act
    /// @custom:refuses FounderRequired, FounderHandedOver, FounderServesOfficer, FounderIsGuardian, HandOverTooEarly,
    /// DecisionsReplaced
    /// @custom:emits HandedOver
    function handOver() external;

    /// @notice Proposes a call, and votes for it.
    /// @custom:caller an administrator of an organisation that has a vote
    /// @custom:refuses authority, OrganisationWithoutVote, Decisions.actionOf
    /// @custom:emits ProposalMade
    function propose(address target, bytes calldata call) external returns (ProposalId proposal);

    /// @notice Votes for a proposal.
    /// @custom:caller an administrator of an organisation that has a vote
    /// @custom:refuses authority, DecisionsReplaced, OrganisationWithoutVote, ProposalUnknown, ProposalOver,
    /// ProposalLapsed, VoteCastAlready
    /// @custom:emits VoteCast
    function vote(ProposalId proposal) external;

    /// @notice Withdraws a vote before execution; if the votes no longer suffice, the delay is to begin anew.
    /// @custom:caller an administrator of an organisation that voted
    /// @custom:refuses authority, ProposalUnknown, ProposalOver, ProposalLapsed, VoteMissing
    /// @custom:emits VoteWithdrawn
    function withdrawVote(ProposalId proposal) external;

    /// @notice Begins the delay once the votes suffice; that of a recovery only while the organisation that it is about
    /// cannot meet its own rule.
    /// @custom:caller anyone
    /// @custom:refuses DecisionsReplaced, ProposalUnknown, ProposalOver, ProposalLapsed, ProposalQueuedAlready,
    /// ProposalVotesTooFew, OrganisationMeetsItsRule
    /// @custom:emits ProposalQueued
    function queue(ProposalId proposal) external;

    /// @notice Executes a proposal whose delay is over, and which has the votes now. If the target refuses, its error
    /// is passed on, and the proposal stays queued.
    /// @return result What the target returned.
    /// @custom:caller anyone
    /// @custom:refuses DecisionsReplaced, ProposalUnknown, ProposalOver, ProposalLapsed, ProposalNotQueued,
    /// ProposalNotReady, ProposalVotesTooFew, ProposalCallMismatch, FailedCall, target
    /// @custom:emits DecisionExecuted, target
    function execute(ProposalId proposal, address target, bytes calldata call) external returns (bytes memory result);

    /// @notice Cancels a proposal.
    /// @custom:caller an administrator of the organisation that proposed it, or the guardian unless it is of kind
    /// GUARDIAN or STOPS
    /// @custom:refuses authority, ProposalUnknown, ProposalOver, ProposalLapsed, ProposerMismatch, GuardianPowerless
    /// @custom:emits ProposalCancelled
    function cancelProposal(ProposalId proposal) external;

    /// @notice Appoints the guardian.
    /// @custom:caller a decision of kind GUARDIAN
    /// @custom:refuses DecisionRequired, GuardianZero, GuardianUnchanged
    /// @custom:emits GuardianAppointed
    function appointGuardian(address account) external;

    /// @notice Removes the guardian.
    /// @custom:caller a decision of kind GUARDIAN
    /// @custom:refuses DecisionRequired, GuardianMissing
    /// @custom:emits GuardianRemoved
    function removeGuardian() external;

    /// @notice Changes what decisions of a kind need.
    /// @custom:caller a decision of kind POLICY
    /// @custom:refuses DecisionRequired, PolicyUnknown, PolicyInvalid, PolicyUnchanged, PolicyBarTooLow
    /// @custom:emits PolicySet
    function changePolicy(ActionKind kind, PolicyTerms calldata terms) external;

    /// @notice Stops a contract for 14 days.
    /// @custom:caller the guardian
    /// @custom:refuses DecisionsReplaced, GuardianRequired, Consortium.stopContract
    /// @custom:emits GuardianStopped, PauseSet
    function stopContract(address account) external;

    /// @notice Freezes an officer's key for 7 days.
    /// @custom:caller the guardian
    /// @custom:refuses DecisionsReplaced, GuardianRequired, Consortium.freezeOfficer
    /// @custom:emits GuardianFroze, FreezeSet
    function freezeOfficer(OfficerId officer) external;

    /// @notice Who decides until it hands over.
    function founder() external view returns (address);

    /// @notice Who may stop and cancel; zero: nobody.
    function guardian() external view returns (address);

    /// @notice The kind of action of a call, and the organisation that a recovery is about; reverts if no decision
    /// makes such a call.
    /// @custom:refuses ActionUnknown
    function actionOf(address target, bytes calldata call)
        external
        view
        returns (ActionKind kind, OrganisationId concerned);

    /// @notice The votes for a proposal of organisations that count now, how many are needed now, and of how many.
    function tallyOf(ProposalId proposal) external view returns (uint256 votes, uint256 needed, uint256 electorate);

    /// @notice Whether an organisation has voted for a proposal and not withdrawn.
    function hasVoted(ProposalId proposal, OrganisationId organisation) external view returns (bool);

    /// @notice The proposal; all zero if there is none.
    function getProposal(ProposalId proposal) external view returns (Proposal memory);

    /// @notice What decisions of a kind need; the id is the number of the kind.
    function getPolicy(PolicyId policy) external view returns (Policy memory);

    /// @notice Whether an account is or was the guardian; all zero if never.
    function getGuardian(address account) external view returns (Guardian memory);

    /// @notice Whether the account is the founder and handed over; all zero if not.
    function getFounder(address account) external view returns (Founder memory);
}
