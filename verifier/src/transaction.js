/** A signed transaction as the trie holds it (Yellow Paper 4.2; EIP-155, 2930, 1559, 4844, 7702), and who signed it. */

import { HALF_ORDER, Malformed, hex, integer, join, keccak, minimal, signer, unhex, word } from "./bytes.js";
import * as rlp from "./rlp.js";

const N = rlp.number(32);
const ACCESS = rlp.list(rlp.tuple(rlp.bytes(20), rlp.list(rlp.bytes(32))));
const CALL = [rlp.bytes(0, 20), N, rlp.bytes()];
const ADDRESSED_CALL = [rlp.bytes(20), N, rlp.bytes()];
const HASHES = rlp.list(rlp.bytes(32));
const AUTHORISATIONS = rlp.list(rlp.tuple(N, rlp.bytes(20), N, N, N, N));
/** By type, the fields before, with and after the call; v, r and s are the last ones. */
const LAYOUTS = [
  [[N, N, N], CALL, [N, N, N]],
  [[N, N, N, N], CALL, [ACCESS, N, N, N]],
  [[N, N, N, N, N], CALL, [ACCESS, N, N, N]],
  [[N, N, N, N, N], ADDRESSED_CALL, [ACCESS, N, HASHES, N, N, N]],
  [[N, N, N, N, N], ADDRESSED_CALL, [ACCESS, AUTHORISATIONS, N, N, N]],
];

/**
 * @param {Uint8Array} data
 * @returns {{to: string, data: Uint8Array, nonce: bigint, sender: () => string}} `to` is `0x` where it creates a
 *   contract; `sender` recovers who signed
 */
export function readTransaction(data) {
  const type = data[0] < 0x80 ? data[0] : 0;
  if (!(data[0] > 0) || type >= LAYOUTS.length) throw new Malformed("a transaction is of no known type");
  const fields = /** @type {rlp.RlpValue[]} */ (rlp.decode(type ? data.subarray(1) : data));
  rlp.tuple(...LAYOUTS[type].flat())(fields);
  const bytes = /** @type {Uint8Array[]} */ (fields);
  const to = LAYOUTS[type][0].length;
  return {
    to: hex(bytes[to]),
    data: bytes[to + 2],
    nonce: integer(bytes[type ? 1 : 0]),
    sender: () => senderOf(type, fields.slice(0, -3), bytes.slice(-3)),
  };
}

/** @param {number} type @param {rlp.RlpValue[]} body @param {Uint8Array[]} signature v, r, s */
function senderOf(type, body, signature) {
  let [parity, r, s] = signature.map(integer);
  let signed = body;
  if (!type && parity >= 35n) {
    signed = [...body, minimal((parity - 35n) / 2n), new Uint8Array(), new Uint8Array()];
    parity = (parity - 35n) % 2n;
  } else if (!type) {
    parity -= 27n;
  }
  if (r === 0n || s === 0n || s > HALF_ORDER || (parity !== 0n && parity !== 1n)) {
    throw new Malformed("the signature of a transaction has a number that no key gives");
  }
  const encoded = rlp.encode(signed);
  const hash = type ? keccak(Uint8Array.of(type), encoded) : keccak(encoded);
  return signer(hash, join([word(signature[1]), word(signature[2])]), Number(parity));
}

/** The address of a contract that a transaction creates (Yellow Paper, section 7). @param {string} creator @param {bigint} nonce */
export function createdAddress(creator, nonce) {
  return hex(keccak(rlp.encode([unhex(creator), minimal(nonce)])).subarray(12));
}
