// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// How a small access becomes a leaf of its window. Tagged and hashed twice, so that a leaf can never pass for an inner
// node of a tree, nor one kind of leaf for another.

bytes32 constant ACCESS_TAG = keccak256("govledger.access.v1");

/// @param index The access's place in its window, from 0. It is hashed because a proof with sorted pairs does not bind
/// a position.
/// @param access Hash of the small receipt.
function hashAccess(uint32 index, bytes32 access) pure returns (bytes32) {
    return keccak256(abi.encode(keccak256(abi.encode(ACCESS_TAG, index, access))));
}
