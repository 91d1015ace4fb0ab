// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The key of a medical bill for ever: code · 10^10 + number. Code: 8 digits (region 2, category 2, type 2, year 2);
/// number: 10 digits, from 1. Below 2^60.
type BillKey is uint64;

using {codeOf as code, numberOf as number, billAt as plus, differentBills as !=} for BillKey global;

/// One more than the largest bill code (8 digits).
uint32 constant CODE_LIMIT = 100_000_000;

/// One more than the largest bill number (10 digits).
uint40 constant NUMBER_LIMIT = 10_000_000_000;

BillKey constant NO_BILL = BillKey.wrap(0);

/// @dev The caller guarantees code < CODE_LIMIT and number < NUMBER_LIMIT.
function toBillKey(uint32 code, uint40 number) pure returns (BillKey) {
    return BillKey.wrap(uint64(code) * NUMBER_LIMIT + number);
}

function codeOf(BillKey key) pure returns (uint32) {
    return uint32(BillKey.unwrap(key) / NUMBER_LIMIT);
}

function numberOf(BillKey key) pure returns (uint40) {
    return uint40(BillKey.unwrap(key) % NUMBER_LIMIT);
}

/// The bill that stands `index` places after `first` in the same code's sequence.
function billAt(BillKey first, uint32 index) pure returns (BillKey) {
    return BillKey.wrap(BillKey.unwrap(first) + index);
}

function differentBills(BillKey a, BillKey b) pure returns (bool) {
    return BillKey.unwrap(a) != BillKey.unwrap(b);
}
