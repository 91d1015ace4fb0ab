// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Many calls of one contract in one transaction
interface IBulk {
    /// @notice The call of index {index}, from 0, was refused with {reason}; none of them took effect.
    error BulkCallFailed(uint256 index, bytes reason);
    /// @notice There are no calls.
    error BulkEmpty();

    /// @notice Makes calls of this contract in their order, all or none, each as if the sender had made it alone.
    /// @param calls Each a function's selector and arguments.
    /// @custom:caller anyone; each call asks for itself
    /// @custom:refuses BulkEmpty, BulkCallFailed
    /// @custom:emits target
    function bulk(bytes[] calldata calls) external;
}
