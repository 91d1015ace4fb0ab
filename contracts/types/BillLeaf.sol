// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// How a bill becomes a leaf of its batch. Every hash is tagged and taken twice, so that a leaf can never pass for an
// inner node of a tree, nor one kind of leaf for another.

bytes32 constant INNER_TAG = keccak256("govledger.inner.v1");
bytes32 constant LEAF_TAG = keccak256("govledger.leaf.v1");

/// What the issuer publishes of a bill.
struct BillLeaf {
    /// Tag of the issuer's own business number: unique for the issuer. Zero: none, and unchecked.
    bytes32 businessTag;
    /// Tag of the insurance settlement number: unique for the issuer. Zero: none, and unchecked.
    bytes32 settlementTag;
    /// Hash over commitment, claimable amount, consent key and blinder. Only a claim opens it.
    bytes32 inner;
}

/// What a claim shows of a bill: the preimage of `inner`.
struct BillInner {
    /// Root of the salted tree over the document's fields.
    bytes32 commitment;
    /// The most that all payers together may settle, in fen.
    uint40 claimableFen;
    /// Address of the bill's one-time key, by which its subject consents.
    address consentKey;
    /// 32 random bytes, so that a known commitment and a guessed amount are not enough to find `inner`.
    bytes32 blinder;
}

using {hashInner} for BillInner global;
using {hashLeaf} for BillLeaf global;

function hashInner(BillInner calldata self) pure returns (bytes32) {
    bytes32 once = keccak256(abi.encode(INNER_TAG, self.commitment, self.claimableFen, self.consentKey, self.blinder));
    return keccak256(abi.encode(once));
}

/// @param index The bill's place in its batch, from 0. A bill that was issued alone stands at 0. The index is hashed
/// because a proof with sorted pairs does not bind a position.
function hashLeaf(BillLeaf calldata self, uint32 index) pure returns (bytes32) {
    bytes32 once = keccak256(abi.encode(LEAF_TAG, index, self.businessTag, self.settlementTag, self.inner));
    return keccak256(abi.encode(once));
}
