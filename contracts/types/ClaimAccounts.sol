// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PayerClass, PayerClassSet} from "./PayerClasses.sol";

/// A bill's account with a claims contract. What is claimable stands in the bill's first place.
struct BillAccount {
    /// Counts transactions on one bill: 32 bits are enough.
    uint32 version;
    /// Address of the bill's one-time key; zero: nobody is asked.
    address consentKey;
    /// How many places the bill has; at most 8.
    uint8 payers;
    /// The classes that later ones wait for and whose turn is not over.
    PayerClassSet pendingTurns;
    /// Whether the bill's inner part was shown.
    bool open;
    /// How many units have it booked.
    uint8 bookings;
}

/// An account in its slot, from the lowest bit: version 32, consent key 160, payers 8, turns that are pending 8, open 8,
/// bookings 8. Packed here and not by the compiler, which reads and writes a slot once for each member.
type AccountWord is uint256;

using {packed} for BillAccount global;
using {unpacked} for AccountWord global;

function packed(BillAccount memory self) pure returns (AccountWord) {
    return AccountWord.wrap(
        uint256(self.version) | uint256(uint160(self.consentKey)) << 32 | uint256(self.payers) << 192
            | uint256(PayerClassSet.unwrap(self.pendingTurns)) << 200 | uint256(self.open ? 1 : 0) << 208
            | uint256(self.bookings) << 216
    );
}

function unpacked(AccountWord word) pure returns (BillAccount memory) {
    uint256 bits = AccountWord.unwrap(word);
    return BillAccount({
        version: uint32(bits),
        consentKey: address(uint160(bits >> 32)),
        payers: uint8(bits >> 192),
        pendingTurns: PayerClassSet.wrap(uint8(bits >> 200)),
        open: uint8(bits >> 208) != 0,
        bookings: uint8(bits >> 216)
    });
}
