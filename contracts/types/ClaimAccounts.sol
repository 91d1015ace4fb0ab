// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PayerClass, PayerClassSet} from "./PayerClasses.sol";

/// A bill's account with a claims contract, in its slot. From the lowest bit: version 32, consent key 160, payers 8, turns
/// that are pending 8, open 8, bookings 8. What is claimable stands in the bill's first place.
///
/// It stays packed: a struct would be zeroed, filled and copied by every act on a bill, member by member.
type AccountWord is uint256;

using {
    version,
    consentKey,
    payers,
    pendingTurns,
    isOpen,
    bookings,
    opened,
    withNextVersion,
    withNextPayer,
    withoutTurn,
    withNextBooking,
    withoutBooking
} for AccountWord global;

uint256 constant KEY_PLACE = 32;
uint256 constant PAYERS_PLACE = 192;
uint256 constant TURNS_PLACE = 200;
uint256 constant OPEN_PLACE = 208;
uint256 constant BOOKINGS_PLACE = 216;

/// Counts transactions on one bill: 32 bits are enough.
function version(AccountWord self) pure returns (uint32) {
    return uint32(AccountWord.unwrap(self));
}

/// Address of the bill's one-time key; zero: nobody is asked.
function consentKey(AccountWord self) pure returns (address) {
    return address(uint160(AccountWord.unwrap(self) >> KEY_PLACE));
}

/// How many places the bill has; at most 8.
function payers(AccountWord self) pure returns (uint8) {
    return uint8(AccountWord.unwrap(self) >> PAYERS_PLACE);
}

/// The classes that later ones wait for and whose turn is not over.
function pendingTurns(AccountWord self) pure returns (PayerClassSet) {
    return PayerClassSet.wrap(uint8(AccountWord.unwrap(self) >> TURNS_PLACE));
}

/// Whether the bill's inner part was shown.
function isOpen(AccountWord self) pure returns (bool) {
    return uint8(AccountWord.unwrap(self) >> OPEN_PLACE) != 0;
}

/// How many units have it booked.
function bookings(AccountWord self) pure returns (uint8) {
    return uint8(AccountWord.unwrap(self) >> BOOKINGS_PLACE);
}

/// @dev Of an account that is not open: what is written here is zero in it.
function opened(AccountWord self, address key, PayerClassSet turns) pure returns (AccountWord) {
    return AccountWord.wrap(
        AccountWord.unwrap(self) | uint256(uint160(key)) << KEY_PLACE | uint256(PayerClassSet.unwrap(turns))
            << TURNS_PLACE | 1 << OPEN_PLACE
    );
}

function withNextVersion(AccountWord self) pure returns (AccountWord) {
    return AccountWord.wrap(AccountWord.unwrap(self) + 1);
}

/// @dev The caller guarantees that there are fewer than 255.
function withNextPayer(AccountWord self) pure returns (AccountWord) {
    return AccountWord.wrap(AccountWord.unwrap(self) + (1 << PAYERS_PLACE));
}

/// Once a payer of a class has settled or declined, later classes wait for it no longer.
function withoutTurn(AccountWord self, PayerClass class) pure returns (AccountWord) {
    return AccountWord.wrap(AccountWord.unwrap(self) & ~(1 << (TURNS_PLACE + uint8(class))));
}

/// @dev The caller guarantees that there are fewer than 255.
function withNextBooking(AccountWord self) pure returns (AccountWord) {
    return AccountWord.wrap(AccountWord.unwrap(self) + (1 << BOOKINGS_PLACE));
}

/// @dev The caller guarantees that there is one.
function withoutBooking(AccountWord self) pure returns (AccountWord) {
    return AccountWord.wrap(AccountWord.unwrap(self) - (1 << BOOKINGS_PLACE));
}
