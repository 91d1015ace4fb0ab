// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The key of a medical bill for ever: code · 10^10 + number. Code: 8 digits (region 2, category 2, type 2, year 2);
/// number: 10 digits, from 1. Below 2^60.
type BillKey is uint64;

// One more than the largest bill code (8 digits).
uint32 constant CODE_LIMIT = 100_000_000;

// One more than the largest bill number (10 digits).
uint40 constant NUMBER_LIMIT = 10_000_000_000;

/// @dev The caller guarantees code < CODE_LIMIT and number < NUMBER_LIMIT.
function toBillKey(uint32 code, uint40 number) pure returns (BillKey) {
    return BillKey.wrap(uint64(code) * NUMBER_LIMIT + number);
}

BillKey constant NO_BILL = BillKey.wrap(0);

using {codeOf, isProperKey, equalBills as ==} for BillKey global;

function codeOf(BillKey self) pure returns (uint32) {
    return uint32(BillKey.unwrap(self) / NUMBER_LIMIT);
}

/// Whether it is made of a code of 8 digits and a number that is not zero.
function isProperKey(BillKey self) pure returns (bool) {
    uint64 key = BillKey.unwrap(self);
    return key < uint64(CODE_LIMIT) * NUMBER_LIMIT && key % NUMBER_LIMIT != 0;
}

function equalBills(BillKey a, BillKey b) pure returns (bool) {
    return BillKey.unwrap(a) == BillKey.unwrap(b);
}
