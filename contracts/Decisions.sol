// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {
    ActionKind,
    Founder,
    Guardian,
    IDecisions,
    Policy,
    PolicyTerms,
    Proposal,
    ProposalStatus
} from "./interfaces/IDecisions.sol";
import {ContractRole, Stage} from "./types/ContractRoles.sol";
import {
    NO_OFFICER,
    NO_ORGANISATION,
    OfficerId,
    OrganisationId,
    PolicyId,
    ProposalId,
    checkedFirstId
} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

uint256 constant BASIS_POINTS = 10_000;
uint256 constant MIN_THRESHOLD = 5_000;
uint256 constant MAX_THRESHOLD = 8_000;
uint256 constant MAX_DELAY = 90 days;
/// @dev Left for voting and executing beside the delay: twice as long as a key stays frozen without confirmation.
uint256 constant MIN_TIME_TO_VOTE = 14 days;
uint256 constant MAX_LAPSE = 365 days;
uint256 constant FOUNDING_VOTERS = 4;
uint256 constant FOUNDING_ADMINISTRATORS = 2;

/// @title Decisions
contract Decisions is EventChain, Authorised, IDecisions {
    /// @inheritdoc IDecisions
    address public immutable founder;

    /// @inheritdoc IDecisions
    address public guardian;
    uint64 private _nextProposal;
    bool private _handedOver;
    mapping(ProposalId proposal => Proposal) private _proposals;
    mapping(ProposalId proposal => mapping(OrganisationId organisation => bool voted)) private _voted;
    mapping(PolicyId policy => Policy) private _policies;
    mapping(address account => Guardian) private _guardians;

    /// @param founder_ Who decides until it hands over.
    /// @param guardian_ Who may stop and cancel; zero: nobody, until a decision appoints one.
    /// @param firstId The first id of proposals; at least 1.
    /// @param policies One for each kind of action, in their order from ADMISSION to POLICY.
    constructor(
        IConsortium consortium_,
        address founder_,
        address guardian_,
        uint64 firstId,
        PolicyTerms[] memory policies
    ) Authorised(consortium_) {
        require(founder_ != address(0), ConstructorAddressZero());
        founder = founder_;
        _nextProposal = checkedFirstId(firstId);
        uint256 count = uint256(type(ActionKind).max);
        require(policies.length == count, PoliciesIncomplete(policies.length, count));
        for (uint256 i = count; i != 0; --i) {
            _setPolicy(ActionKind(i), policies[i - 1], Role.FOUNDER);
        }
        if (guardian_ != address(0)) _appointGuardian(guardian_, Role.FOUNDER);
    }

    // --- the founder ---

    /// @inheritdoc IDecisions
    function decide(address target, bytes calldata call) external returns (ProposalId proposal, bytes memory result) {
        _onlyFounder();
        _onlyCurrent();
        require(
            target == address(consortium) || consortium.getListing(target).version != 0, DecisionTargetForeign(target)
        );

        proposal = ProposalId.wrap(_nextProposal++);
        Proposal storage entry = _proposals[proposal];
        entry.version = 1;
        entry.status = ProposalStatus.EXECUTED;
        entry.executedAt = uint40(block.timestamp);
        entry.callHash = keccak256(abi.encode(target, call));

        result = _execute(proposal, 1, Role.FOUNDER, target, call);
    }

    /// @inheritdoc IDecisions
    function handOver() external {
        _onlyFounder();
        _onlyCurrent();
        OfficerId officer = consortium.officerOf(msg.sender);
        require(officer == NO_OFFICER, FounderServesOfficer(msg.sender, officer));
        require(guardian != msg.sender, FounderIsGuardian(msg.sender));
        OrganisationId[] memory voters = consortium.voters();
        uint256 ready = 0;
        for (uint256 i = 0; i < voters.length; ++i) {
            // At most 64 organisations vote, and the Consortium of the constructor always answers.
            // slither-disable-next-line calls-loop
            if (consortium.administratorsOf(voters[i]).length >= FOUNDING_ADMINISTRATORS) ++ready;
        }
        require(ready >= FOUNDING_VOTERS, HandOverTooEarly(ready, FOUNDING_VOTERS));

        _handedOver = true;

        emit HandedOver(msg.sender, msg.sender, NO_ORGANISATION, Role.FOUNDER, 1);
        _link(HandedOver.selector, uint160(msg.sender), abi.encode(NO_ORGANISATION, Role.FOUNDER, uint64(1)));
    }

    // --- proposals ---

    /// @inheritdoc IDecisions
    function propose(address target, bytes calldata call) external returns (ProposalId proposal) {
        OrganisationId acting = _voter(Stage.BEGIN);
        (ActionKind kind, OrganisationId concerned) = actionOf(target, call);

        proposal = ProposalId.wrap(_nextProposal++);
        uint40 lapsesAt = uint40(block.timestamp) + _policies[_policyOf(kind)].lapse;
        _proposals[proposal] = Proposal({
            version: 1,
            kind: kind,
            status: ProposalStatus.OPEN,
            readyAt: 0,
            lapsesAt: lapsesAt,
            executedAt: 0,
            proposer: acting,
            concerned: concerned,
            callHash: keccak256(abi.encode(target, call))
        });
        _voted[proposal][acting] = true;

        _emitProposed(proposal, _proposals[proposal], target, call);
    }

    /// @inheritdoc IDecisions
    function vote(ProposalId proposal) external {
        OrganisationId acting = _voter(Stage.FINISH);
        Proposal storage entry = _pending(proposal);
        require(!_voted[proposal][acting], VoteCastAlready(proposal, acting));

        _voted[proposal][acting] = true;
        uint64 version = ++entry.version;

        emit VoteCast(proposal, msg.sender, acting, Role.ADMINISTRATOR, version);
        _link(VoteCast.selector, ProposalId.unwrap(proposal), abi.encode(acting, Role.ADMINISTRATOR, version));
    }

    /// @inheritdoc IDecisions
    function withdrawVote(ProposalId proposal) external {
        OrganisationId acting = _administrator(Stage.RELIEVE);
        Proposal storage entry = _pending(proposal);
        require(_voted[proposal][acting], VoteMissing(proposal, acting));

        _voted[proposal][acting] = false;
        bool unqueued = entry.status == ProposalStatus.QUEUED && !_suffices(proposal);
        if (unqueued) {
            entry.status = ProposalStatus.OPEN;
            entry.readyAt = 0;
        }
        uint64 version = ++entry.version;

        emit VoteWithdrawn(proposal, msg.sender, acting, Role.ADMINISTRATOR, version, unqueued);
        _link(
            VoteWithdrawn.selector,
            ProposalId.unwrap(proposal),
            abi.encode(acting, Role.ADMINISTRATOR, version, unqueued)
        );
    }

    /// @inheritdoc IDecisions
    function queue(ProposalId proposal) external {
        _onlyCurrent();
        Proposal storage entry = _pending(proposal);
        require(entry.status == ProposalStatus.OPEN, ProposalQueuedAlready(proposal, entry.readyAt));
        _requireVotes(proposal);

        uint40 readyAt = uint40(block.timestamp) + _policies[_policyOf(entry.kind)].delay;
        entry.status = ProposalStatus.QUEUED;
        entry.readyAt = readyAt;
        uint64 version = ++entry.version;

        emit ProposalQueued(proposal, msg.sender, NO_ORGANISATION, Role.NONE, version, readyAt);
        _link(
            ProposalQueued.selector,
            ProposalId.unwrap(proposal),
            abi.encode(NO_ORGANISATION, Role.NONE, version, readyAt)
        );
    }

    /// @inheritdoc IDecisions
    function execute(ProposalId proposal, address target, bytes calldata call) external returns (bytes memory result) {
        _onlyCurrent();
        Proposal storage entry = _pending(proposal);
        require(entry.status == ProposalStatus.QUEUED, ProposalNotQueued(proposal));
        require(block.timestamp >= entry.readyAt, ProposalNotReady(proposal, entry.readyAt, block.timestamp));
        bytes32 callHash = keccak256(abi.encode(target, call));
        require(callHash == entry.callHash, ProposalCallMismatch(proposal, entry.callHash, callHash));
        _requireVotes(proposal);

        entry.status = ProposalStatus.EXECUTED;
        entry.executedAt = uint40(block.timestamp);

        result = _execute(proposal, ++entry.version, Role.NONE, target, call);
    }

    /// @inheritdoc IDecisions
    function cancelProposal(ProposalId proposal) external {
        (OrganisationId acting, Role actingRole) = msg.sender == guardian
            ? (NO_ORGANISATION, Role.GUARDIAN)
            : (_administrator(Stage.RELIEVE), Role.ADMINISTRATOR);
        Proposal storage entry = _pending(proposal);
        if (actingRole == Role.GUARDIAN) {
            ActionKind kind = entry.kind;
            require(kind != ActionKind.GUARDIAN && kind != ActionKind.STOPS, GuardianPowerless(proposal, kind));
        } else {
            require(acting == entry.proposer, ProposerMismatch(proposal, entry.proposer, acting));
        }

        entry.status = ProposalStatus.CANCELLED;
        uint64 version = ++entry.version;

        emit ProposalCancelled(proposal, msg.sender, acting, actingRole, version);
        _link(ProposalCancelled.selector, ProposalId.unwrap(proposal), abi.encode(acting, actingRole, version));
    }

    // --- what the consortium decides about its decisions ---

    /// @inheritdoc IDecisions
    function appointGuardian(address account) external {
        _onlySelf();
        require(account != address(0), GuardianZero());
        require(account != guardian, GuardianUnchanged(account));
        _appointGuardian(account, Role.DECISION);
    }

    /// @inheritdoc IDecisions
    function removeGuardian() external {
        _onlySelf();
        address account = guardian;
        require(account != address(0), GuardianMissing());

        guardian = address(0);
        _guardians[account].inOffice = false;
        uint64 version = ++_guardians[account].version;

        emit GuardianRemoved(account, msg.sender, NO_ORGANISATION, Role.DECISION, version);
        _link(GuardianRemoved.selector, uint160(account), abi.encode(NO_ORGANISATION, Role.DECISION, version));
    }

    /// @inheritdoc IDecisions
    function changePolicy(ActionKind kind, PolicyTerms calldata terms) external {
        _onlySelf();
        require(kind != ActionKind.NONE, PolicyUnknown(kind));
        Policy storage entry = _policies[_policyOf(kind)];
        require(
            entry.threshold != terms.threshold || entry.delay != terms.delay || entry.lapse != terms.lapse,
            PolicyUnchanged(kind)
        );
        if (kind == ActionKind.POLICY) {
            for (uint256 i = 1; i < uint256(ActionKind.POLICY); ++i) {
                Policy storage other = _policies[_policyOf(ActionKind(i))];
                _requireBar(ActionKind(i), other.threshold, other.delay, terms.threshold, terms.delay);
            }
        }
        _setPolicy(kind, terms, Role.DECISION);
    }

    // --- the guardian ---

    /// @inheritdoc IDecisions
    function stopContract(address account) external {
        uint64 version = _actAsGuardian();

        emit GuardianStopped(msg.sender, msg.sender, NO_ORGANISATION, Role.GUARDIAN, version, account);
        _link(
            GuardianStopped.selector, uint160(msg.sender), abi.encode(NO_ORGANISATION, Role.GUARDIAN, version, account)
        );

        consortium.stopContract(account);
    }

    /// @inheritdoc IDecisions
    function freezeOfficer(OfficerId officer) external {
        uint64 version = _actAsGuardian();

        emit GuardianFroze(msg.sender, msg.sender, NO_ORGANISATION, Role.GUARDIAN, version, officer);
        _link(GuardianFroze.selector, uint160(msg.sender), abi.encode(NO_ORGANISATION, Role.GUARDIAN, version, officer));

        consortium.freezeOfficer(officer);
    }

    // --- what readers ask ---

    /// @inheritdoc IDecisions
    function actionOf(address target, bytes calldata call)
        public
        view
        returns (ActionKind kind, OrganisationId concerned)
    {
        bytes4 selector = bytes4(call);
        if (call.length >= 4 && target == address(consortium)) kind = _kindOf(selector);
        if (call.length >= 4 && target == address(this)) kind = _ownKindOf(selector);
        require(kind != ActionKind.NONE, ActionUnknown(target, selector));
        if (kind == ActionKind.RECOVERY) concerned = _concernedBy(selector, call);
    }

    /// @inheritdoc IDecisions
    function tallyOf(ProposalId proposal) public view returns (uint256 votes, uint256 needed, uint256 electorate) {
        Proposal storage entry = _proposals[proposal];
        OrganisationId[] memory voters = consortium.voters();
        for (uint256 i = 0; i < voters.length; ++i) {
            if (voters[i] == entry.concerned) continue;
            ++electorate;
            if (_voted[proposal][voters[i]]) ++votes;
        }
        needed = _neededOf(_policies[_policyOf(entry.kind)].threshold, electorate);
    }

    /// @inheritdoc IDecisions
    function hasVoted(ProposalId proposal, OrganisationId organisation) external view returns (bool) {
        return _voted[proposal][organisation];
    }

    /// @inheritdoc IDecisions
    function getProposal(ProposalId proposal) external view returns (Proposal memory entry) {
        entry = _proposals[proposal];
        if (_isPending(entry.status) && block.timestamp >= entry.lapsesAt) entry.status = ProposalStatus.LAPSED;
    }

    /// @inheritdoc IDecisions
    function getPolicy(PolicyId policy) external view returns (Policy memory) {
        return _policies[policy];
    }

    /// @inheritdoc IDecisions
    function getGuardian(address account) external view returns (Guardian memory) {
        return _guardians[account];
    }

    /// @inheritdoc IDecisions
    function getFounder(address account) external view returns (Founder memory) {
        bool over = account == founder && _handedOver;
        return Founder({version: over ? 1 : 0, handedOver: over});
    }

    // --- guards and shared steps ---

    /// @dev Records the execution first: a target that calls back finds the proposal executed.
    function _execute(ProposalId proposal, uint64 version, Role actingRole, address target, bytes calldata call)
        private
        returns (bytes memory)
    {
        emit DecisionExecuted(proposal, msg.sender, NO_ORGANISATION, actingRole, version, target, call);
        _link(
            DecisionExecuted.selector,
            ProposalId.unwrap(proposal),
            abi.encode(NO_ORGANISATION, actingRole, version, target, call)
        );

        return Address.functionCall(target, call);
    }

    /// @dev Apart from propose for the depth of the stack.
    function _emitProposed(ProposalId proposal, Proposal memory entry, address target, bytes calldata call) private {
        emit ProposalMade(
            proposal,
            msg.sender,
            entry.proposer,
            Role.ADMINISTRATOR,
            1,
            entry.kind,
            entry.concerned,
            entry.lapsesAt,
            target,
            call
        );
        _link(
            ProposalMade.selector,
            ProposalId.unwrap(proposal),
            abi.encode(
                entry.proposer, Role.ADMINISTRATOR, uint64(1), entry.kind, entry.concerned, entry.lapsesAt, target, call
            )
        );
    }

    function _appointGuardian(address account, Role actingRole) private {
        address replaced = guardian;
        uint64 replacedVersion = 0;
        if (replaced != address(0)) {
            _guardians[replaced].inOffice = false;
            replacedVersion = ++_guardians[replaced].version;
        }
        guardian = account;
        _guardians[account].inOffice = true;
        uint64 version = ++_guardians[account].version;

        emit GuardianAppointed(account, msg.sender, NO_ORGANISATION, actingRole, version, replaced, replacedVersion);
        _link(
            GuardianAppointed.selector,
            uint160(account),
            abi.encode(NO_ORGANISATION, actingRole, version, replaced, replacedVersion)
        );
    }

    /// @dev The policy of POLICY is written first, so that all others are held against it.
    function _setPolicy(ActionKind kind, PolicyTerms memory terms, Role actingRole) private {
        require(
            terms.threshold > MIN_THRESHOLD && terms.threshold <= MAX_THRESHOLD && terms.delay <= MAX_DELAY
                && terms.lapse >= terms.delay + MIN_TIME_TO_VOTE && terms.lapse <= MAX_LAPSE,
            PolicyInvalid(kind, terms.threshold, terms.delay, terms.lapse)
        );
        Policy storage highest = _policies[_policyOf(ActionKind.POLICY)];
        if (kind != ActionKind.POLICY) {
            _requireBar(kind, terms.threshold, terms.delay, highest.threshold, highest.delay);
        }

        PolicyId policy = _policyOf(kind);
        Policy storage entry = _policies[policy];
        entry.threshold = terms.threshold;
        entry.delay = terms.delay;
        entry.lapse = terms.lapse;
        uint64 version = ++entry.version;

        emit PolicySet(policy, msg.sender, NO_ORGANISATION, actingRole, version, terms);
        _link(PolicySet.selector, PolicyId.unwrap(policy), abi.encode(NO_ORGANISATION, actingRole, version, terms));
    }

    function _actAsGuardian() private returns (uint64) {
        require(msg.sender == guardian, GuardianRequired(msg.sender, guardian));
        _onlyCurrent();
        return ++_guardians[msg.sender].version;
    }

    function _onlyFounder() private view {
        require(msg.sender == founder, FounderRequired(msg.sender, founder));
        require(!_handedOver, FounderHandedOver(founder));
    }

    function _onlySelf() private view {
        require(msg.sender == address(this), DecisionRequired(msg.sender));
    }

    function _onlyCurrent() private view {
        address current = consortium.contractOf(ContractRole.DECISIONS);
        require(current == address(this), DecisionsReplaced(current));
    }

    function _administrator(Stage stage) private view returns (OrganisationId) {
        return _authorise(Role.ADMINISTRATOR, stage).organisation;
    }

    /// @dev The caller is a live administrator of an active organisation, so that it counts if it has a vote.
    function _voter(Stage stage) private view returns (OrganisationId acting) {
        acting = _administrator(stage);
        require(consortium.getOrganisation(acting).voting, OrganisationWithoutVote(acting));
        _onlyCurrent();
    }

    function _pending(ProposalId proposal) private view returns (Proposal storage entry) {
        entry = _proposals[proposal];
        require(entry.version != 0, ProposalUnknown(proposal));
        require(_isPending(entry.status), ProposalOver(proposal, entry.status));
        require(block.timestamp < entry.lapsesAt, ProposalLapsed(proposal, entry.lapsesAt));
    }

    function _isPending(ProposalStatus status) private pure returns (bool) {
        // A status, which no block time moves: the detector takes it for the times that share its slot.
        // slither-disable-next-line incorrect-equality
        return status == ProposalStatus.OPEN || status == ProposalStatus.QUEUED;
    }

    function _suffices(ProposalId proposal) private view returns (bool) {
        (uint256 votes, uint256 needed,) = tallyOf(proposal);
        return votes >= needed;
    }

    function _requireVotes(ProposalId proposal) private view {
        (uint256 votes, uint256 needed,) = tallyOf(proposal);
        require(votes >= needed, ProposalVotesTooFew(proposal, votes, needed));
    }

    /// @dev A fraction of those who count, never all of them but where there is only one, and never none.
    function _neededOf(uint256 threshold, uint256 electorate) private pure returns (uint256) {
        if (electorate < 2) return 1;
        return Math.min(Math.ceilDiv(threshold * electorate, BASIS_POINTS), electorate - 1);
    }

    function _requireBar(ActionKind kind, uint16 threshold, uint40 delay, uint16 highestThreshold, uint40 highestDelay)
        private
        pure
    {
        require(
            threshold <= highestThreshold && delay <= highestDelay,
            PolicyBarTooLow(kind, threshold, delay, highestThreshold, highestDelay)
        );
    }

    function _policyOf(ActionKind kind) private pure returns (PolicyId) {
        return PolicyId.wrap(uint64(kind));
    }

    /// @dev The organisation that a recovery is about: the argument itself, or that of the officer in the argument. A
    /// call that is too short names none; its target refuses it.
    function _concernedBy(bytes4 selector, bytes calldata call) private view returns (OrganisationId) {
        if (call.length < 36) return NO_ORGANISATION;
        uint64 subject = uint64(uint256(bytes32(call[4:36])));
        if (selector == IConsortium.appointOfficer.selector) return OrganisationId.wrap(subject);
        return consortium.getOfficer(OfficerId.wrap(subject)).organisation;
    }

    function _kindOf(bytes4 selector) private pure returns (ActionKind) {
        if (selector == IConsortium.admitOrganisation.selector) return ActionKind.ADMISSION;
        if (selector == IConsortium.amendOrganisation.selector) return ActionKind.ADMISSION;
        if (selector == IConsortium.suspendOrganisation.selector) return ActionKind.DISCIPLINE;
        if (selector == IConsortium.reinstateOrganisation.selector) return ActionKind.DISCIPLINE;
        if (selector == IConsortium.mergeOrganisation.selector) return ActionKind.SUCCESSION;
        if (selector == IConsortium.dissolveOrganisation.selector) return ActionKind.SUCCESSION;
        if (selector == IConsortium.appointOfficer.selector) return ActionKind.RECOVERY;
        if (selector == IConsortium.amendOfficer.selector) return ActionKind.RECOVERY;
        if (selector == IConsortium.dismissOfficer.selector) return ActionKind.RECOVERY;
        if (selector == IConsortium.rotateKey.selector) return ActionKind.RECOVERY;
        if (selector == IConsortium.listContract.selector) return ActionKind.DIRECTORY;
        if (selector == IConsortium.closeContract.selector) return ActionKind.DIRECTORY;
        if (selector == IConsortium.pauseContract.selector) return ActionKind.STOPS;
        if (selector == IConsortium.resumeContract.selector) return ActionKind.STOPS;
        if (selector == IConsortium.confirmFreeze.selector) return ActionKind.STOPS;
        if (selector == IConsortium.thawOfficer.selector) return ActionKind.STOPS;
        return ActionKind.NONE;
    }

    function _ownKindOf(bytes4 selector) private pure returns (ActionKind) {
        if (selector == IDecisions.appointGuardian.selector) return ActionKind.GUARDIAN;
        if (selector == IDecisions.removeGuardian.selector) return ActionKind.GUARDIAN;
        if (selector == IDecisions.changePolicy.selector) return ActionKind.POLICY;
        return ActionKind.NONE;
    }
}
