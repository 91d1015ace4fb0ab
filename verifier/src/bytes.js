/** Bytes: comparing, joining, and their forms as text and as integers. Addresses and hashes are `0x…` text elsewhere. */

import { keccak_256 } from "@noble/hashes/sha3.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** What is not what it should be; whoever reads it says which rule of a bundle that breaks. */
export class Malformed extends Error {}

/** @param {Uint8Array} bytes @returns {string} `0x` and lower-case digits; sorts as the bytes do. */
export function hex(bytes) {
  let text = "0x";
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}

/** @param {unknown} text @param {number} [length] in bytes @returns {Uint8Array} of `0x…` in lower case alone */
export function unhex(text, length) {
  if (
    typeof text !== "string" ||
    !/^0x([0-9a-f]{2})*$/.test(text) ||
    (length ?? text.length / 2 - 1) * 2 + 2 !== text.length
  ) {
    throw new Malformed(`${String(text).slice(0, 80)} is not ${length ?? "any"} bytes as 0x and lower-case digits`);
  }
  return Uint8Array.from({ length: text.length / 2 - 1 }, (_, at) => parseInt(text.slice(2 * at + 2, 2 * at + 4), 16));
}

/** @param {...Uint8Array} pieces @returns {Uint8Array} */
export function join(...pieces) {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** @param {Uint8Array} one @param {Uint8Array} other */
export function same(one, other) {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** @param {Uint8Array} bytes big-endian @returns {bigint} */
export function integer(bytes) {
  return bytes.length === 0 ? 0n : BigInt(hex(bytes));
}

/** @param {bigint} value not below 0 @returns {Uint8Array} the fewest big-endian bytes; none for zero */
export function minimal(value) {
  const digits = value === 0n ? "" : value.toString(16);
  return unhex("0x" + (digits.length % 2 ? "0" : "") + digits);
}

/** @param {bigint} value 0 to 2^256 − 1 @returns {Uint8Array} 32 bytes */
export function word(value) {
  return left(minimal(value));
}

/** @param {Uint8Array} bytes at most 32 @returns {Uint8Array} 32 bytes, zeros before them */
export function left(bytes) {
  return join(new Uint8Array(32 - bytes.length), bytes);
}

/** @param {...Uint8Array} pieces @returns {Uint8Array} keccak-256 of them, one behind the other */
export function keccak(...pieces) {
  return keccak_256(pieces.length === 1 ? pieces[0] : join(...pieces));
}

/** @param {string} text */
export function utf8(text) {
  return new TextEncoder().encode(text);
}

/**
 * The address whose key signed a hash.
 * @param {Uint8Array} hash @param {Uint8Array} signature r ‖ s, 64 bytes @param {number} parity of y, 0 or 1
 * @returns {string}
 */
export function signer(hash, signature, parity) {
  try {
    const key = secp256k1.Signature.fromBytes(signature, "compact").addRecoveryBit(parity).recoverPublicKey(hash);
    return hex(keccak(key.toBytes(false).subarray(1)).subarray(12));
  } catch {
    throw new Malformed("no key makes this signature");
  }
}

/** Half of the curve's order: the highest s of a transaction (EIP-2). */
export const HALF_ORDER = secp256k1.Point.Fn.ORDER >> 1n;
