// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EventChain} from "../audit/EventChain.sol";
import {IAuthorised} from "../interfaces/IAuthorised.sol";
import {Authority, IConsortium} from "../interfaces/IConsortium.sol";
import {ContractRole, Stage} from "../types/ContractRoles.sol";
import {OrganisationId} from "../types/Ids.sol";
import {Role} from "../types/Roles.sol";

/// @title The base of every contract that acts for officers of the consortium
abstract contract Authorised is EventChain, IAuthorised {
    /// @inheritdoc IAuthorised
    IConsortium public immutable consortium;

    constructor(IConsortium consortium_) {
        require(address(consortium_) != address(0), ConstructorAddressZero());
        consortium = consortium_;
    }

    /// @dev Reverts unless the sender may act in the role now, and this contract may take the act.
    function _authorise(Role role, Stage stage) internal view returns (Authority memory) {
        return consortium.authorise(msg.sender, role, stage);
    }

    /// @dev Whether an organisation acts for another one: it is the same, or its successor or custodian.
    function _actsFor(OrganisationId acting, OrganisationId organisation) internal view returns (bool) {
        return acting == organisation || acting == consortium.heirOf(organisation);
    }

    /// @dev Reverts unless the sender is the contract, current or winding down, that the directory lists for the role.
    function _onlyReporter(ContractRole role) internal view {
        consortium.requireReporter(msg.sender, role);
    }
}
