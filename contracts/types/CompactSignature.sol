// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// A signature in the 64 bytes of ERC-2098.
struct CompactSignature {
    bytes32 r;
    /// s, and in its highest bit whether v is 28.
    bytes32 vs;
}

using {isBy, isEmpty} for CompactSignature global;

/// Whether it is the signature of a plain key, never of a contract, over a digest.
function isBy(CompactSignature calldata self, address key, bytes32 digest) pure returns (bool) {
    // The third value only explains the fault.
    (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecover(digest, self.r, self.vs);
    return fault == ECDSA.RecoverError.NoError && signer == key;
}

function isEmpty(CompactSignature calldata self) pure returns (bool) {
    return self.r == 0 && self.vs == 0;
}
