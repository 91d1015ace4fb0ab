// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RecordId} from "./Ids.sol";

// How a record becomes a leaf of its batch, and how an item of a batch is known: as a record whose id is
// batch · 2^32 + index. Ids that the counter gives are below 2^31, so an item's has at most 63 bits and is never one of
// those.

bytes32 constant RECORD_TAG = keccak256("govledger.record.v1");

// One more than the largest id that the counter of records gives.
uint64 constant RECORD_ID_LIMIT = 1 << 31;

/// @param index The item's place in its batch, from 0. It is hashed because a proof with sorted pairs does not bind a
/// position; the hash is tagged and taken twice, so that a leaf can never pass for an inner node of a tree.
function hashRecordLeaf(uint32 index, bytes32 commitment) pure returns (bytes32) {
    return keccak256(abi.encode(keccak256(abi.encode(RECORD_TAG, index, commitment))));
}

/// @dev The caller guarantees that the batch's id is one of the counter's.
function toItem(RecordId batch, uint32 index) pure returns (RecordId) {
    return RecordId.wrap(RecordId.unwrap(batch) << 32 | index);
}

function isItem(RecordId record) pure returns (bool) {
    return RecordId.unwrap(record) >> 32 != 0;
}

function batchOf(RecordId item) pure returns (RecordId) {
    return RecordId.wrap(RecordId.unwrap(item) >> 32);
}

function indexOf(RecordId item) pure returns (uint32) {
    return uint32(RecordId.unwrap(item));
}
