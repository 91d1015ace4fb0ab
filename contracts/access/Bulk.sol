// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBulk} from "../interfaces/IBulk.sol";

/// @title Many calls of one contract in one transaction
/// @dev No function of a contract that takes bulk calls is payable: what was sent along would count for every call.
abstract contract Bulk is IBulk {
    /// @inheritdoc IBulk
    function bulk(bytes[] calldata calls) external {
        require(calls.length != 0, BulkEmpty());
        for (uint256 index = 0; index < calls.length; ++index) {
            // To this contract itself, with the sender kept: each call is authorised as if it came alone.
            // slither-disable-next-line low-level-calls,calls-loop
            (bool succeeded, bytes memory returned) = address(this).delegatecall(calls[index]);
            require(succeeded, BulkCallFailed(index, returned));
        }
    }
}
