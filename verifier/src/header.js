/** A block's header: its fields in the order of their encoding (Yellow Paper 4.3; EIP-1559, 4895, 4844, 4788, 7685 …). */

import { Malformed, integer, keccak } from "./bytes.js";
import * as rlp from "./rlp.js";

const HASH = rlp.bytes(32);
const NUMBER = rlp.number(32);
/** @type {Record<string, (value: rlp.RlpValue) => unknown>} */
const FIELDS = {
  parentHash: HASH,
  ommersHash: HASH,
  coinbase: rlp.bytes(20),
  stateRoot: HASH,
  transactionsRoot: HASH,
  receiptsRoot: HASH,
  logsBloom: rlp.bytes(256),
  difficulty: NUMBER,
  number: NUMBER,
  gasLimit: NUMBER,
  gasUsed: NUMBER,
  timestamp: NUMBER,
  extraData: rlp.bytes(),
  mixHash: HASH,
  nonce: rlp.bytes(8),
  baseFeePerGas: NUMBER,
  withdrawalsRoot: HASH,
  blobGasUsed: NUMBER,
  excessBlobGas: NUMBER,
  parentBeaconBlockRoot: HASH,
  requestsHash: HASH,
  blockAccessListHash: HASH,
  slotNumber: NUMBER,
};
const REQUIRED = 15;
const SHAPES = Object.values(FIELDS);
const PLACES = Object.fromEntries(Object.keys(FIELDS).map((name, place) => [name, place]));

export class Header {
  /** @param {rlp.RlpValue[]} items all fields, up to the first optional one that the header does not have */
  constructor(items) {
    if (items.length < REQUIRED || items.length > SHAPES.length)
      throw new Malformed(`a header has ${items.length} fields`);
    items.forEach((item, place) => SHAPES[place](item));
    this.items = /** @type {Uint8Array[]} */ (items);
    this.number = this.integer("number");
    this.timestamp = this.integer("timestamp");
  }

  /** A header from all fields but the parent's hash and the number. @param {Uint8Array} parentHash @param {Uint8Array} number @param {rlp.RlpValue[]} others */
  static following(parentHash, number, others) {
    return new Header([parentHash, ...others.slice(0, PLACES.number - 1), number, ...others.slice(PLACES.number - 1)]);
  }

  /** All fields but the parent's hash and the number. */
  get others() {
    return this.items.filter((_, place) => place !== PLACES.parentHash && place !== PLACES.number);
  }

  /** @param {string} name of a field @returns {Uint8Array | undefined} */
  bytes(name) {
    return this.items[PLACES[name]];
  }

  /** @param {string} name of a field @returns {bigint} */
  integer(name) {
    return integer(this.bytes(name));
  }

  /** @param {Uint8Array} extraData in place of the header's own: what engines hash and sign */
  with(extraData) {
    return new Header(this.items.with(PLACES.extraData, extraData));
  }

  /** @returns {Uint8Array} keccak-256 of the encoding */
  hash() {
    return keccak(rlp.encode(this.items));
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
