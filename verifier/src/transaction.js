/** A signed transaction as the trie holds it (Yellow Paper 4.2; EIP-155, 2930, 1559, 4844, 7702), and who signed it. */

import { HALF_ORDER, Malformed, hex, integer, join, keccak, left, minimal, signer, unhex } from "./bytes.js";
import * as rlp from "./rlp.js";

/** The fields of each type: Integer, To, to as Address alone, Data, access List, Hashes, authorisations (S). */
const LAYOUTS = ["IIITIDIII", "IIIITIDLIII", "IIIIITIDLIII", "IIIIIAIDLIHIII", "IIIIIAIDLSIII"];

/** @type {Record<string, (value: rlp.RlpValue) => unknown>} */
const CHECKS = {
  I: (value) => rlp.integerOf(value, "number of a transaction", 32),
  T: (value) => rlp.bytesOf(value, "called address", 0, 20),
  A: (value) => rlp.bytesOf(value, "called address", 20),
  D: (value) => rlp.bytesOf(value, "data of a transaction"),
  H: (value) => rlp.allBytesOf(value, "hash of a blob", 32),
  L: (value) =>
    rlp.listOf(value, "access list").forEach((entry) => {
      const [address, keys] = rlp.listOf(entry, "entry of an access list", 2);
      rlp.bytesOf(address, "address of an access list", 20);
      rlp.allBytesOf(keys, "key of an access list", 32);
    }),
  S: (value) =>
    rlp
      .listOf(value, "authorisations")
      .forEach((entry) =>
        rlp.listOf(entry, "authorisation", 6).forEach((item, place) => CHECKS["IAIIII"[place]](item)),
      ),
};

/**
 * @param {Uint8Array} data @returns {{to: Uint8Array, data: Uint8Array, nonce: bigint, sender: () => string}} `sender`
 *   recovers who signed it
 */
export function readTransaction(data) {
  const type = data[0] < 0x80 ? data[0] : 0;
  if (data.length === 0 || data[0] === 0 || type >= LAYOUTS.length)
    throw new Malformed("a transaction is of no known type");
  const layout = LAYOUTS[type];
  const fields = rlp.listOf(rlp.decode(type ? data.subarray(1) : data), "transaction", layout.length);
  fields.forEach((field, place) => CHECKS[layout[place]](field));
  const to = layout.search(/[TA]/);
  const bytes = /** @type {Uint8Array[]} */ (fields);
  return {
    to: bytes[to],
    data: bytes[to + 2],
    nonce: integer(bytes[type ? 1 : 0]),
    sender: () => sender(type, fields.slice(0, -3), bytes.slice(-3)),
  };
}

/** @param {number} type @param {rlp.RlpValue[]} body @param {Uint8Array[]} signature v, r, s */
function sender(type, body, signature) {
  let [parity, r, s] = signature.map(integer);
  if (r === 0n || s === 0n || s > HALF_ORDER)
    throw new Malformed("the signature of a transaction has a number that no key gives");
  let signed = body;
  if (!type && parity >= 35n) {
    signed = [...body, minimal((parity - 35n) / 2n), new Uint8Array(), new Uint8Array()];
    parity = (parity - 35n) % 2n;
  } else if (!type) {
    parity -= 27n;
  }
  if (parity !== 0n && parity !== 1n) throw new Malformed("v of a transaction is none");
  const encoded = rlp.encode(signed);
  return signer(
    keccak(type ? join(Uint8Array.of(type), encoded) : encoded),
    join(left(signature[1]), left(signature[2])),
    Number(parity),
  );
}

/** The address of a contract that a transaction to nobody creates (Yellow Paper, section 7). @param {string} creator
 * @param {bigint} nonce */
export function createdAddress(creator, nonce) {
  return hex(keccak(rlp.encode([unhex(creator), minimal(nonce)])).subarray(12));
}
