// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PayerClass, PayerClassSet} from "./PayerClasses.sol";

/// A bill's account with a claims contract. What is claimable stands in the bill's first place.
struct BillAccount {
    /// Counts transactions on one bill: 32 bits are enough.
    uint32 version;
    /// Address of the bill's one-time key; zero: nobody is asked.
    address consentKey;
    /// For each place, in 3 bits, the class whose turn ends when its payer settles; UNCLASSIFIED: none.
    uint24 waitedFor;
    /// How many places the bill has; at most 8.
    uint8 payers;
    PayerClassSet turnsOver;
    /// Whether the bill's inner part was shown.
    bool open;
    /// How many units have it booked.
    uint8 bookings;
}

/// An account in its slot, from the lowest bit: version 32, consent key 160, classes that are waited for 24, payers 8, turns
/// that are over 8, open 8, bookings 8. Packed here and not by the compiler, which reads and writes a slot once for each
/// member: some 3,000 gas in a settlement.
type AccountWord is uint256;

using {packed, waitedForAt, waitFor} for BillAccount global;
using {unpacked} for AccountWord global;

function packed(BillAccount memory self) pure returns (AccountWord) {
    return AccountWord.wrap(
        uint256(self.version) | uint256(uint160(self.consentKey)) << 32 | uint256(self.waitedFor) << 192
            | uint256(self.payers) << 216 | uint256(PayerClassSet.unwrap(self.turnsOver)) << 224
            | uint256(self.open ? 1 : 0) << 232 | uint256(self.bookings) << 240
    );
}

function unpacked(AccountWord word) pure returns (BillAccount memory) {
    uint256 bits = AccountWord.unwrap(word);
    return BillAccount({
        version: uint32(bits),
        consentKey: address(uint160(bits >> 32)),
        waitedFor: uint24(bits >> 192),
        payers: uint8(bits >> 216),
        turnsOver: PayerClassSet.wrap(uint8(bits >> 224)),
        open: uint8(bits >> 232) != 0,
        bookings: uint8(bits >> 240)
    });
}

/// The class whose turn ends when the payer of a place settles.
function waitedForAt(BillAccount memory self, uint256 place) pure returns (PayerClass) {
    return PayerClass(self.waitedFor >> (3 * place) & 7);
}

function waitFor(BillAccount memory self, uint256 place, PayerClass class) pure {
    uint256 shift = 3 * place;
    uint256 others = uint256(self.waitedFor) & ~(uint256(7) << shift);
    self.waitedFor = uint24(others | uint256(class) << shift);
}
