// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OrganisationId} from "./Ids.sol";

/// One payer's place on one bill. Amounts are fen: 2^40 fen are 10.9 billion yuan.
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

/// A place in its slot, from the lowest bit: payer 64, number 32, reserved 40, settled 40, expiry 40, claimable 40. Packed
/// here for the reason that `AccountWord` gives.
type PlaceWord is uint256;

/// What several places of a bill come to, at one time.
struct ClaimSums {
    /// What their payers have settled.
    uint40 settledFen;
    /// What their live reservations hold.
    uint40 liveFen;
    /// When the last of their live reservations expires; zero: none is live.
    uint40 lastExpiry;
}

using {packed, isLive} for ClaimPlace global;
using {unpacked} for PlaceWord global;
using {add, availableFen} for ClaimSums global;

function packed(ClaimPlace memory self) pure returns (PlaceWord) {
    return PlaceWord.wrap(
        uint256(OrganisationId.unwrap(self.payer)) | uint256(self.number) << 64 | uint256(self.reservedFen) << 96
            | uint256(self.settledFen) << 136 | uint256(self.expiresAt) << 176 | uint256(self.claimableFen) << 216
    );
}

function unpacked(PlaceWord word) pure returns (ClaimPlace memory) {
    uint256 bits = PlaceWord.unwrap(word);
    return ClaimPlace({
        payer: OrganisationId.wrap(uint64(bits)),
        number: uint32(bits >> 64),
        reservedFen: uint40(bits >> 96),
        settledFen: uint40(bits >> 136),
        expiresAt: uint40(bits >> 176),
        claimableFen: uint40(bits >> 216)
    });
}

/// Whether the payer's reservation counts at this time.
function isLive(ClaimPlace memory self, uint256 time) pure returns (bool) {
    return self.reservedFen != 0 && time < self.expiresAt;
}

/// Adds one more place to the sums.
/// @dev Settled and live amounts of all places are within what is claimable, which has as many bits: nothing overflows.
function add(ClaimSums memory self, ClaimPlace memory place, uint256 time) pure {
    self.settledFen += place.settledFen;
    if (place.isLive(time)) {
        self.liveFen += place.reservedFen;
        if (self.lastExpiry < place.expiresAt) self.lastExpiry = place.expiresAt;
    }
}

/// What can still be claimed, with the sums of all places.
/// @dev Settled and live amounts never exceed what is claimable; if they did, this would revert and nothing be claimed.
function availableFen(ClaimSums memory self, uint40 claimableFen) pure returns (uint40) {
    return claimableFen - self.settledFen - self.liveFen;
}
