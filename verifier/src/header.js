/** A block's header: its fields in the order of their encoding (Yellow Paper 4.3; EIP-1559, 4895, 4844, 4788, 7685 …). */

import { keccak } from "./bytes.js";
import * as rlp from "./rlp.js";

const INTEGER = -1;
const ANY = -2;
/** @type {[string, number][]} each field's name and length in bytes */
const FIELDS = [
  ["parentHash", 32],
  ["ommersHash", 32],
  ["coinbase", 20],
  ["stateRoot", 32],
  ["transactionsRoot", 32],
  ["receiptsRoot", 32],
  ["logsBloom", 256],
  ["difficulty", INTEGER],
  ["number", INTEGER],
  ["gasLimit", INTEGER],
  ["gasUsed", INTEGER],
  ["timestamp", INTEGER],
  ["extraData", ANY],
  ["mixHash", 32],
  ["nonce", 8],
  ["baseFeePerGas", INTEGER],
  ["withdrawalsRoot", 32],
  ["blobGasUsed", INTEGER],
  ["excessBlobGas", INTEGER],
  ["parentBeaconBlockRoot", 32],
  ["requestsHash", 32],
  ["blockAccessListHash", 32],
  ["slotNumber", INTEGER],
];
const PLACES = Object.fromEntries(FIELDS.map(([name], place) => [name, place]));
const REQUIRED = 15;

/** The places of the fields that a bundle's HEADER leaves out. */
export const PARENT_HASH = PLACES.parentHash;
export const NUMBER = PLACES.number;

export class Header {
  /** @param {rlp.RlpValue[]} items all fields, up to the first optional one that the header does not have */
  constructor(items) {
    if (items.length < REQUIRED) rlp.listOf(items, "header", REQUIRED);
    if (items.length > FIELDS.length) rlp.listOf(items, "header", FIELDS.length);
    /** @type {Uint8Array[]} */
    this.items = items.map((item, place) => {
      const [name, length] = FIELDS[place];
      if (length === INTEGER) rlp.integerOf(item, name, 32);
      return length < 0 ? rlp.bytesOf(item, name) : rlp.bytesOf(item, name, length);
    });
    this.number = this.integer("number");
    this.timestamp = this.integer("timestamp");
  }

  /** @param {string} name @returns {boolean} */
  has(name) {
    return PLACES[name] < this.items.length;
  }

  /** @param {string} name of a field @returns {Uint8Array} */
  bytes(name) {
    return this.items[PLACES[name]];
  }

  /** @param {string} name of a field @returns {bigint} */
  integer(name) {
    return rlp.integerOf(this.bytes(name), name, 32);
  }

  /** @param {Uint8Array} [extraData] in place of the header's own: what engines hash and sign */
  hash(extraData) {
    return keccak(rlp.encode(extraData ? this.items.with(PLACES.extraData, extraData) : this.items));
  }

  /** @param {Uint8Array} extraData */
  with(extraData) {
    return new Header(this.items.with(PLACES.extraData, extraData));
  }
}

/** Whether a bloom filter (Yellow Paper 4.3.1, M3:2048) has all bits of an entry. @param {Uint8Array} bloom @param {Uint8Array} entry */
export function mayHold(bloom, entry) {
  return bitsOf(entry).every((bit) => bloom[255 - (bit >> 3)] & (1 << (bit & 7)));
}

/** The filter over the addresses and topics of logs. @param {Uint8Array[]} entries */
export function bloomOf(entries) {
  const bloom = new Uint8Array(256);
  for (const bit of entries.flatMap(bitsOf)) bloom[255 - (bit >> 3)] |= 1 << (bit & 7);
  return bloom;
}

/** @param {Uint8Array} entry */
function bitsOf(entry) {
  const digest = keccak(entry);
  return [0, 2, 4].map((at) => ((digest[at] << 8) | digest[at + 1]) & 0x7ff);
}
