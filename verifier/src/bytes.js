/** Bytes, and their forms as text and as integers. Addresses are `0x…` text everywhere else: it sorts as they do. */

import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Half of the curve's order: the highest s of the lower form of a signature (EIP-2). */
export const HALF_ORDER = secp256k1.Point.Fn.ORDER >> 1n;

/** Something is not what it should be; whoever reads it knows which rule of a bundle that breaks. */
export class Malformed extends Error {}

/** @param {Uint8Array} bytes @returns {string} `0x` and lower-case digits */
export function hex(bytes) {
  let text = "0x";
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}

/** @param {unknown} text `0x` and lower-case digits @param {number} [length] in bytes @returns {Uint8Array} */
export function unhex(text, length) {
  const digits = typeof text === "string" ? /^0x((?:[0-9a-f]{2})*)$/.exec(text)?.[1] : undefined;
  if (digits === undefined || (length !== undefined && digits.length !== 2 * length)) {
    throw new Malformed(`${String(text).slice(0, 80)} is not ${length ?? ""} bytes as 0x and lower-case digits`);
  }
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}

/** @param {Uint8Array[]} pieces @returns {Uint8Array} one behind the other */
export function join(pieces) {
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
  return unhex(`0x${digits.length % 2 ? "0" : ""}${digits}`);
}

/** @param {bigint | Uint8Array} value @returns {Uint8Array} 32 bytes, zeros before the value */
export function word(value) {
  const bytes = typeof value === "bigint" ? minimal(value) : value;
  return join([new Uint8Array(32 - bytes.length), bytes]);
}

/** @param {...Uint8Array} pieces @returns {Uint8Array} keccak-256 of them, one behind the other */
export function keccak(...pieces) {
  return keccak_256(pieces.length === 1 ? pieces[0] : join(pieces));
}

/** @param {string} text */
export function utf8(text) {
  return new TextEncoder().encode(text);
}

/** @param {Uint8Array} bytes @returns {string} */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed("a text is not UTF-8");
  }
}

/** Who signed a hash. @param {Uint8Array} hash @param {Uint8Array} signature r ‖ s @param {number} parity of y */
export function signer(hash, signature, parity) {
  try {
    const key = secp256k1.Signature.fromBytes(signature, "compact").addRecoveryBit(parity).recoverPublicKey(hash);
    return hex(keccak(key.toBytes(false).subarray(1)).subarray(12));
  } catch {
    throw new Malformed("no key makes this signature");
  }
}

/** Whether texts are sorted, and none is there twice. @param {string[]} entries */
export function rises(entries) {
  return entries.every((entry, place) => place === 0 || entries[place - 1] < entry);
}
