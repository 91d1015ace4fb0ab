// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrganisationId, ProposalId} from "../types/Ids.sol";
import {Role} from "../types/Roles.sol";
import {IAuthorised} from "./IAuthorised.sol";

/// One slot, and the call's hash.
struct Proposal {
    uint64 version;
    /// When it was executed, in seconds.
    uint40 executedAt;
    /// keccak256(abi.encode(target, call)).
    bytes32 callHash;
}

/// @title What the consortium decides
/// @notice A decision is a call that anyone can read. Here the founder decides alone; every act goes through this
/// contract all the same, so that votes can take the founder's place without a change of any other contract.
/// @dev Assumptions.
/// - The founder is trusted with every decision until votes replace it.
/// - Targets are Consortium and the contracts of its directory; they accept this contract because the directory lists
///   it for DECISIONS.
interface IDecisions is IAuthorised {
    /// @notice A decision was made and executed.
    /// @param proposal The decision's id.
    /// @param actor The account that acted.
    /// @param actingOrganisation The organisation it acted for; zero for the founder and for a decision.
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

    /// @notice {caller} is not the founder {founder}, who alone decides here.
    error FounderRequired(address caller, address founder);
    /// @notice This contract was replaced and decides nothing more; {current} does.
    error DecisionsReplaced(address current);
    /// @notice {target} is neither the Consortium nor in its directory: a decision can call no other contract.
    error DecisionTargetForeign(address target);

    /// @notice Decides and executes a call. By the founder. If the target refuses, its error is passed on.
    /// @return proposal The id of the decision.
    /// @return result What the target returned.
    function decide(address target, bytes calldata call) external returns (ProposalId proposal, bytes memory result);

    /// @notice Who decides.
    function founder() external view returns (address);

    /// @notice The proposal; all zero if there is none.
    function getProposal(ProposalId proposal) external view returns (Proposal memory);
}
