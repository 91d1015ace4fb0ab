// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

import {Authorised} from "./access/Authorised.sol";
import {EventChain} from "./audit/EventChain.sol";
import {IConsortium} from "./interfaces/IConsortium.sol";
import {IDecisions, Proposal} from "./interfaces/IDecisions.sol";
import {ContractRole} from "./types/ContractRoles.sol";
import {NO_ORGANISATION, ProposalId, checkedFirstId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

/// @title Decisions
contract Decisions is EventChain, Authorised, IDecisions {
    /// @inheritdoc IDecisions
    address public immutable founder;

    mapping(ProposalId proposal => Proposal) private _proposals;
    uint64 private _nextProposal;

    /// @param firstId The first id of proposals; at least 1.
    constructor(IConsortium consortium_, address founder_, uint64 firstId) Authorised(consortium_) {
        require(founder_ != address(0), ConstructorAddressZero());
        founder = founder_;
        _nextProposal = checkedFirstId(firstId);
    }

    /// @inheritdoc IDecisions
    function decide(address target, bytes calldata call) external returns (ProposalId proposal, bytes memory result) {
        require(msg.sender == founder, FounderRequired(msg.sender, founder));
        address current = consortium.contractOf(ContractRole.DECISIONS);
        require(current == address(this), DecisionsReplaced(current));
        require(
            target == address(consortium) || consortium.getListing(target).version != 0, DecisionTargetForeign(target)
        );

        proposal = ProposalId.wrap(_nextProposal++);
        _proposals[proposal] =
            Proposal({version: 1, executedAt: uint40(block.timestamp), callHash: keccak256(abi.encode(target, call))});

        emit DecisionExecuted(proposal, msg.sender, NO_ORGANISATION, Role.FOUNDER, 1, target, call);
        _link(
            DecisionExecuted.selector,
            ProposalId.unwrap(proposal),
            abi.encode(NO_ORGANISATION, Role.FOUNDER, uint64(1), target, call)
        );

        result = Address.functionCall(target, call);
    }

    /// @inheritdoc IDecisions
    function getProposal(ProposalId proposal) external view returns (Proposal memory) {
        return _proposals[proposal];
    }
}
