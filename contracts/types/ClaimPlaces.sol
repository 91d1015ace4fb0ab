// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrganisationId} from "./Ids.sol";

/// One slot: one payer's place on one bill. Amounts are fen: 2^40 fen are 10.9 billion yuan.
struct ClaimPlace {
    OrganisationId payer;
    /// The version of the bill that made the payer's last reservation; zero: it only declined. A version counts
    /// transactions on one bill: 32 bits are enough.
    uint32 number;
    /// What is still reserved, while time < expiresAt.
    uint40 reservedFen;
    /// What this payer has settled over all its reservations.
    uint40 settledFen;
    uint40 expiresAt;
    /// What is claimable of the bill; in its first place alone, where there is room for it.
    uint40 claimableFen;
}

// The arithmetic of a bill's claim, over all its places at once. A place of all zeros, for a payer who is still to come,
// changes no sum.

/// Whether the payer's reservation counts at this time.
function isLive(ClaimPlace memory self, uint256 time) pure returns (bool) {
    return self.reservedFen != 0 && time < self.expiresAt;
}

/// What all payers together have settled.
function settledFen(ClaimPlace[] memory places) pure returns (uint40 sum) {
    for (uint256 place = 0; place < places.length; ++place) {
        sum += places[place].settledFen;
    }
}

/// What all live reservations hold.
function liveFen(ClaimPlace[] memory places, uint256 time) pure returns (uint40 sum) {
    for (uint256 place = 0; place < places.length; ++place) {
        if (isLive(places[place], time)) sum += places[place].reservedFen;
    }
}

/// What can still be claimed.
/// @dev Settled and live amounts never exceed what is claimable; if they did, this would revert and nothing be claimed.
function availableFen(ClaimPlace[] memory places, uint256 time) pure returns (uint40) {
    return places[0].claimableFen - settledFen(places) - liveFen(places, time);
}

/// When the last of the live reservations expires; zero: none is live.
function lastExpiry(ClaimPlace[] memory places, uint256 time) pure returns (uint40 expiresAt) {
    for (uint256 place = 0; place < places.length; ++place) {
        if (isLive(places[place], time) && places[place].expiresAt > expiresAt) expiresAt = places[place].expiresAt;
    }
}

/// The place of a payer; the number of places if it has none.
function placeOfPayer(ClaimPlace[] memory places, OrganisationId payer) pure returns (uint256 place) {
    while (place < places.length && places[place].payer != payer) ++place;
}

/// The place whose last reservation has this number; the number of places if there is none.
function placeOfNumber(ClaimPlace[] memory places, uint32 number) pure returns (uint256 place) {
    while (place < places.length && (number == 0 || places[place].number != number)) ++place;
}
