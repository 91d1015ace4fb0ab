/** The file, read part by part, each in its one encoding (docs/bundle.md, The file). */

import { sha256 } from "@noble/hashes/sha2.js";
import { Malformed, hex, join, minimal, rises, same, textOf, unhex, utf8 } from "./bytes.js";
import { ENGINES } from "./engines.js";
import { bloomOf } from "./header.js";
import { Refused, held } from "./refused.js";
import * as rlp from "./rlp.js";
/** @import { Engine } from "./engines.js" */

export const KINDS = {
  DEPLOYMENT: 1,
  SCOPE: 2,
  GENESIS: 3,
  CHECKPOINT: 4,
  HEADER: 5,
  STATE: 6,
  BODY: 7,
  INCLUDED: 8,
  END: 9,
};
const COVERAGES = ["all", "events", "lives"];
const MAGIC = utf8("govledger bundle 1\n");
const MAX_PART = 2 ** 24;
const MAX_ITEMS = 500_000;
const MAX_SUBJECTS = 10_000;

/** @typedef {Iterable<Uint8Array> | AsyncIterable<Uint8Array>} Source a file in pieces */
/** @typedef {{address: string, topics: Uint8Array[], data: Uint8Array}} Log */
/** @typedef {{type: bigint, succeeded: boolean, gas: bigint, logs: Log[], encodedLogs: rlp.RlpValue}} Receipt */
/**
 * @typedef {object} Scope
 * @property {Engine} engine @property {bigint} epoch @property {bigint} from @property {bigint} to
 * @property {string} coverage @property {bigint[]} stateBlocks
 * @property {{kind: string, id: Uint8Array}[]} subjects
 */

/**
 * The parts of a bundle, each with the place of its first byte; the last one has been held to the digest.
 * @param {Source} chunks
 * @returns {AsyncGenerator<{kind: number, items: rlp.RlpValue[], at: number, digest?: Uint8Array}>} `digest` of the whole file,
 *   with END
 */
export async function* parts(chunks) {
  const digest = sha256.create();
  const file = new Chunks(chunks);
  const magic = await file.take(MAGIC.length);
  if (!same(magic, MAGIC)) throw new Refused("FORMAT", "it does not begin as a bundle of version 1 does");
  digest.update(magic);
  for (;;) {
    const at = file.position;
    const start = await file.look(9);
    const length = held("FORMAT", () => partLength(start));
    if (length === 0) throw new Refused("FORMAT", "the bundle ends before its last part: it was cut short");
    const encoded = await file.take(length);
    const [kind, ...items] = held("FORMAT", () => kindAndItems(encoded));
    if (kind !== KINDS.END) {
      digest.update(encoded);
      yield { kind, items, at };
      continue;
    }
    const [said] = held("FORMAT", () => END(items));
    if (!same(said, digest.clone().digest()))
      throw new Refused("DIGEST", "the file was damaged, or changed by somebody careless");
    if ((await file.look(1)).length) throw new Refused("FORMAT", "it goes on after its last part");
    yield { kind, items, at, digest: digest.update(encoded).digest() };
    return;
  }
}

/** @param {Uint8Array} encoded @returns {[number, ...rlp.RlpValue[]]} */
function kindAndItems(encoded) {
  const [kind, ...items] = rlp.list(rlp.any)(rlp.decode(encoded, MAX_ITEMS));
  const [number] = rlp.bytes(1)(kind ?? []);
  if (number < 1 || number > 9) throw new Malformed(`a part is of the kind ${number}, which there is not`);
  return [number, ...items];
}

/** How long the part that begins so is. @param {Uint8Array} start */
function partLength(start) {
  if (start.length === 0) return 0;
  const size = start[0] - 0xf7;
  if (start[0] < 0xc0) throw new Malformed("a part is no list");
  if (start.length <= size) throw new Malformed("it ends within the length of a part");
  const content = size > 0 ? start.subarray(1, 1 + size).reduce((sum, byte) => sum * 256 + byte, 0) : start[0] - 0xc0;
  const length = 1 + Math.max(size, 0) + content;
  if (length > MAX_PART) throw new Malformed(`a part says that it has ${length} bytes; ${MAX_PART} are the most`);
  return length;
}

/** Chunks of any length, taken in lengths that are asked for. */
class Chunks {
  /** @param {Source} chunks */
  constructor(chunks) {
    this.source = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
    /** What was read and not taken. */
    this.start = /** @type {Uint8Array} */ (new Uint8Array());
    this.position = 0;
  }

  /** At least so many bytes, or all that are left. @param {number} length */
  async look(length) {
    const pieces = [this.start];
    let there = this.start.length;
    while (there < length) {
      const { done, value } = await this.source.next();
      if (done) break;
      pieces.push(value);
      there += value.length;
    }
    if (pieces.length > 1) this.start = join(pieces);
    return this.start;
  }

  /** The next bytes. @param {number} length */
  async take(length) {
    await this.look(length);
    if (this.start.length < length)
      throw new Refused("FORMAT", "the bundle ends before its part does: it was cut short");
    const taken = this.start.subarray(0, length);
    this.start = this.start.subarray(length);
    this.position += length;
    return taken;
  }
}

// --- what the parts hold -------------------------------------------------------------------------------

const N = rlp.number();
const BYTES = rlp.bytes();
const LOGS = rlp.list(rlp.tuple(rlp.bytes(20), rlp.list(rlp.bytes(32)), BYTES));
const SCOPE = rlp.tuple(BYTES, N, N, N, N, rlp.list(N), rlp.list(rlp.tuple(BYTES, BYTES)));
const STATE = rlp.tuple(rlp.bytes(20), rlp.list(BYTES), rlp.list(rlp.tuple(rlp.number(32), rlp.list(BYTES))));
const BODY = rlp.tuple(rlp.list(BYTES), rlp.list(rlp.tuple(N, N, N, rlp.any)));
const INCLUDED = rlp.tuple(N, rlp.list(BYTES), rlp.list(BYTES));
const END = rlp.tuple(rlp.bytes(32));
/** A receipt in the trie: status, gas, bloom filter, logs. */
const RECEIPT = rlp.tuple(N, rlp.number(32), rlp.bytes(256), rlp.any);

/** @param {rlp.RlpValue[]} items @returns {Scope} */
export function readScope(items) {
  const [engine, epoch, from, to, coverage, stateBlocks, listed] = SCOPE(items);
  const name = /** @type {Engine} */ (textOf(engine));
  const subjects = listed.map(([kind, id]) => ({ kind: textOf(kind), id }));
  const scope = { engine: name, epoch, from, to, coverage: COVERAGES[Number(coverage) - 1], stateBlocks, subjects };
  if (!Object.hasOwn(ENGINES, name)) throw new Malformed(`the engine is ${name.slice(0, 40)}, which there is not`);
  const isLives = scope.coverage === "lives";
  const isSound =
    scope.coverage &&
    epoch > 0n &&
    from <= to &&
    isLives === (from === 0n) &&
    isLives === subjects.length > 0 &&
    subjects.length <= MAX_SUBJECTS &&
    stateBlocks.every((block, place) => (block === from - 1n || block === to) && !(stateBlocks[place - 1] >= block)) &&
    subjects.every(({ kind, id }) => /^[\x00-\x7f]{0,40}$/.test(kind) && id.length > 0 && id.length <= 32) &&
    rises(subjects.map(({ kind, id }) => `${kind}\0${hex(id)}`)) &&
    (!isLives || (stateBlocks.length === 1 && stateBlocks[0] === to));
  if (!isSound) throw new Malformed("the scope is neither that of a log nor that of lives");
  return scope;
}

/** @param {rlp.RlpValue[]} items */
export function readState(items) {
  const [address, nodes, proofs] = STATE(items);
  const slots = proofs.map(([slot, below]) => ({ slot, nodes: below }));
  if (slots.some(({ slot }, place) => slots[place - 1]?.slot >= slot)) throw new Malformed("the slots do not rise");
  return { address: hex(address), nodes, slots };
}

/** @param {rlp.RlpValue[]} items @returns {{transactions: Uint8Array[], receipts: Receipt[]}} */
export function readBody(items) {
  const [transactions, shown] = BODY(items);
  const receipts = shown.map(([type, status, gas, logs]) => readReceipt(type, status, gas, logs));
  if (!transactions.length || transactions.length !== receipts.length) {
    throw new Malformed(`a body has ${transactions.length} transactions and ${receipts.length} receipts`);
  }
  return { transactions, receipts };
}

/** @param {rlp.RlpValue[]} items @returns {{index: bigint, transactionNodes: Uint8Array[], receiptNodes: Uint8Array[]}} */
export function readIncluded(items) {
  const [index, transactionNodes, receiptNodes] = INCLUDED(items);
  return { index, transactionNodes, receiptNodes };
}

/** @param {bigint} type @param {bigint} status @param {bigint} gas @param {rlp.RlpValue} encodedLogs @returns {Receipt} */
function readReceipt(type, status, gas, encodedLogs) {
  const logs = LOGS(encodedLogs).map(([address, topics, data]) => ({ address: hex(address), topics, data }));
  if (type > 0x7fn || status > 1n || logs.some(({ topics }) => topics.length > 4)) {
    throw new Malformed("a receipt has a type, a status or a number of topics that there is not");
  }
  return { type, succeeded: status === 1n, gas, logs, encodedLogs };
}

/** The bytes that the trie of receipts holds. @param {Receipt} receipt */
export function encodeReceipt({ type, succeeded, gas, logs, encodedLogs }) {
  const bloom = bloomOf(logs.flatMap(({ address, topics }) => [unhex(address), ...topics]));
  const body = rlp.encode([minimal(succeeded ? 1n : 0n), minimal(gas), bloom, encodedLogs]);
  return join([minimal(type), body]);
}

/** The receipt that such bytes are. @param {Uint8Array} data @returns {Receipt} */
export function decodeReceipt(data) {
  const type = data[0] < 0x80 ? data[0] : 0;
  const [status, gas, , logs] = RECEIPT(rlp.decode(type ? data.subarray(1) : data));
  const receipt = readReceipt(BigInt(type), status, gas, logs);
  if (!same(encodeReceipt(receipt), data)) throw new Malformed("a receipt's bloom filter is not that of its logs");
  return receipt;
}
