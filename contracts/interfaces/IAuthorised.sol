// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsortium} from "./IConsortium.sol";

/// @title What every contract but Consortium shares
interface IAuthorised {
    /// @notice A contract that this one must know was given as the zero address.
    error ConstructorAddressZero();

    /// @notice The consortium whose officers may act here.
    function consortium() external view returns (IConsortium);
}
