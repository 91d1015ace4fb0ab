// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrganisationId} from "./Ids.sol";

/// One payer's place on one bill, in its slot. From the lowest bit: payer 64, number 32, reserved 40, settled 40, expiry 40,
/// claimable 40. Amounts are fen: 2^40 fen are 10.9 billion yuan. It stays packed for the reason that `AccountWord` gives.
type PlaceWord is uint256;

using {
    payer,
    number,
    reservedFen,
    settledFen,
    expiresAt,
    claimableFen,
    isLive,
    withPayer,
    withNumber,
    withReservedFen,
    withSettledFen,
    withExpiry,
    withClaimableFen
} for PlaceWord global;

uint256 constant NUMBER_PLACE = 64;
uint256 constant RESERVED_PLACE = 96;
uint256 constant SETTLED_PLACE = 136;
uint256 constant EXPIRY_PLACE = 176;
uint256 constant CLAIMABLE_PLACE = 216;

function payer(PlaceWord self) pure returns (OrganisationId) {
    return OrganisationId.wrap(uint64(PlaceWord.unwrap(self)));
}

/// The version of the bill that made the payer's last reservation; zero: it only declined. A version counts transactions
/// on one bill: 32 bits are enough.
function number(PlaceWord self) pure returns (uint32) {
    return uint32(PlaceWord.unwrap(self) >> NUMBER_PLACE);
}

/// What is still reserved, while time < expiresAt.
function reservedFen(PlaceWord self) pure returns (uint40) {
    return uint40(PlaceWord.unwrap(self) >> RESERVED_PLACE);
}

/// What this payer has settled over all its reservations.
function settledFen(PlaceWord self) pure returns (uint40) {
    return uint40(PlaceWord.unwrap(self) >> SETTLED_PLACE);
}

function expiresAt(PlaceWord self) pure returns (uint40) {
    return uint40(PlaceWord.unwrap(self) >> EXPIRY_PLACE);
}

/// What is claimable of the bill; in its first place alone, where there is room for it.
function claimableFen(PlaceWord self) pure returns (uint40) {
    return uint40(PlaceWord.unwrap(self) >> CLAIMABLE_PLACE);
}

/// Whether the payer's reservation counts at this time.
function isLive(PlaceWord self, uint256 time) pure returns (bool) {
    return self.reservedFen() != 0 && time < self.expiresAt();
}

/// @dev Of a place without a payer.
function withPayer(PlaceWord self, OrganisationId id) pure returns (PlaceWord) {
    return PlaceWord.wrap(PlaceWord.unwrap(self) | OrganisationId.unwrap(id));
}

function withNumber(PlaceWord self, uint32 value) pure returns (PlaceWord) {
    return _with(self, NUMBER_PLACE, type(uint32).max, value);
}

function withReservedFen(PlaceWord self, uint40 value) pure returns (PlaceWord) {
    return _with(self, RESERVED_PLACE, type(uint40).max, value);
}

function withSettledFen(PlaceWord self, uint40 value) pure returns (PlaceWord) {
    return _with(self, SETTLED_PLACE, type(uint40).max, value);
}

function withExpiry(PlaceWord self, uint40 value) pure returns (PlaceWord) {
    return _with(self, EXPIRY_PLACE, type(uint40).max, value);
}

/// @dev Of a place without it.
function withClaimableFen(PlaceWord self, uint40 value) pure returns (PlaceWord) {
    return PlaceWord.wrap(PlaceWord.unwrap(self) | uint256(value) << CLAIMABLE_PLACE);
}

/// @param most The largest value of the member that stands at `place`.
function _with(PlaceWord self, uint256 place, uint256 most, uint256 value) pure returns (PlaceWord) {
    return PlaceWord.wrap(PlaceWord.unwrap(self) & ~(most << place) | value << place);
}
