// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The four modes of interaction, from what leaves the owner.
enum Mode {
    /// The owner hands data to the grantee.
    SUBMIT,
    /// The grantee learns whether what it holds matches: yes or no.
    VERIFY,
    /// The grantee reads chosen fields.
    DETAIL,
    /// The owner runs an agreed rule and answers with its class or score.
    EVALUATE
}

/// A set of modes: bit = number of the mode.
type ModeSet is uint8;

using {hasMode, isWithin, isProper, handsOut} for ModeSet global;

function hasMode(ModeSet self, Mode mode) pure returns (bool) {
    return ModeSet.unwrap(self) & (uint8(1) << uint8(mode)) != 0;
}

function isWithin(ModeSet self, ModeSet wider) pure returns (bool) {
    return ModeSet.unwrap(self) & ~ModeSet.unwrap(wider) == 0;
}

/// Not empty, and no bit beyond the four modes.
function isProper(ModeSet self) pure returns (bool) {
    return ModeSet.unwrap(self) != 0 && ModeSet.unwrap(self) < uint8(1) << (uint8(type(Mode).max) + 1);
}

/// Whether one of the modes hands the data itself out: DETAIL or SUBMIT.
function handsOut(ModeSet self) pure returns (bool) {
    return self.hasMode(Mode.DETAIL) || self.hasMode(Mode.SUBMIT);
}
