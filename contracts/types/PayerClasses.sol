// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The classes of payers, in the order of their turns.
enum PayerClass {
    /// Comes after all others.
    UNCLASSIFIED,
    BASIC,
    SUPPLEMENTARY,
    COMMERCIAL,
    EMPLOYER,
    AID
}

/// A set of classes of payers: bit = number of the class.
type PayerClassSet is uint8;

PayerClassSet constant NO_CLASSES = PayerClassSet.wrap(0);

using {hasClass, isKnownClasses, sameClasses as ==} for PayerClassSet global;
using {firstBefore} for PayerClass global;

function hasClass(PayerClassSet self, PayerClass class) pure returns (bool) {
    return PayerClassSet.unwrap(self) & (uint8(1) << uint8(class)) != 0;
}

/// Whether it holds nothing but classes that can be waited for.
function isKnownClasses(PayerClassSet self) pure returns (bool) {
    return
        PayerClassSet.unwrap(self) & 1 == 0
            && PayerClassSet.unwrap(self) < uint8(1) << (uint8(type(PayerClass).max) + 1);
}

function sameClasses(PayerClassSet a, PayerClassSet b) pure returns (bool) {
    return PayerClassSet.unwrap(a) == PayerClassSet.unwrap(b);
}

/// The first class before this one whose turn is pending; UNCLASSIFIED if there is none.
function firstBefore(PayerClass self, PayerClassSet pending) pure returns (PayerClass) {
    if (pending == NO_CLASSES) return PayerClass.UNCLASSIFIED;
    uint8 end = self == PayerClass.UNCLASSIFIED ? uint8(type(PayerClass).max) + 1 : uint8(self);
    for (uint8 number = 1; number < end; ++number) {
        if (pending.hasClass(PayerClass(number))) return PayerClass(number);
    }
    return PayerClass.UNCLASSIFIED;
}
