/** The file, read part by part, each in its one encoding (docs/bundle.md, The file). */

import { sha256 } from "@noble/hashes/sha2.js";
import { Malformed, hex, join, same, unhex, utf8 } from "./bytes.js";
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
export const COVERAGES = ["all", "events", "lives"];
const MAGIC = utf8("govledger bundle 1\n");
const MAX_PART = 2 ** 24;
const MAX_ITEMS = 1_000_000;

/** @typedef {{address: string, topics: Uint8Array[], data: Uint8Array}} Log */
/** @typedef {{type: number, succeeded: boolean, gas: bigint, logs: Log[]}} Receipt */
/**
 * @typedef {object} Scope
 * @property {Engine} engine @property {bigint} epoch @property {bigint} from @property {bigint} to
 * @property {string} coverage @property {bigint[]} stateBlocks
 * @property {{kind: string, id: Uint8Array}[]} subjects
 */

/**
 * The parts of a bundle, each with the place of its first byte; the last one has been held to the digest.
 * @param {AsyncIterable<Uint8Array>} chunks
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
    const items = held("FORMAT", () => {
      const [kind, ...rest] = rlp.listOf(rlp.decode(encoded, MAX_ITEMS), "part");
      const [number] = rlp.bytesOf(kind, "kind of a part", 1);
      if (number < 1 || number > 9) throw new Malformed(`a part is of the kind ${number}, which there is not`);
      return [number, ...rest];
    });
    const kind = /** @type {number} */ (items.shift());
    if (kind !== KINDS.END) {
      digest.update(encoded);
      yield { kind, items, at };
      continue;
    }
    const said = held("FORMAT", () => rlp.bytesOf(rlp.listOf(items, "END", 1)[0], "digest", 32));
    if (!same(said, digest.clone().digest()))
      throw new Refused("DIGEST", "the file was damaged, or changed by somebody careless");
    if ((await file.look(1)).length) throw new Refused("FORMAT", "it goes on after its last part");
    yield { kind, items, at, digest: digest.update(encoded).digest() };
    return;
  }
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
  /** @param {AsyncIterable<Uint8Array>} chunks */
  constructor(chunks) {
    this.source = chunks[Symbol.asyncIterator]();
    /** What was read and not taken. */
    this.start = new Uint8Array();
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
    if (pieces.length > 1) this.start = join(...pieces);
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

/** @param {rlp.RlpValue[]} items @returns {Scope} */
export function readScope(items) {
  const [engine, epoch, from, to, coverage, states, subjects] = rlp.listOf(items, "SCOPE", 7);
  const name = new TextDecoder().decode(rlp.bytesOf(engine, "engine"));
  if (!Object.hasOwn(ENGINES, name)) throw new Malformed(`the engine is ${name.slice(0, 40)}, which there is not`);
  const scope = {
    engine: /** @type {Engine} */ (name),
    epoch: rlp.integerOf(epoch, "epoch"),
    from: rlp.integerOf(from, "first block"),
    to: rlp.integerOf(to, "last block"),
    coverage: COVERAGES[Number(rlp.integerOf(coverage, "coverage")) - 1],
    stateBlocks: rlp.listOf(states, "state blocks").map((block) => rlp.integerOf(block, "state block")),
    subjects: rlp.listOf(subjects, "subjects").map(readSubject),
  };
  const lives = scope.coverage === "lives";
  const { stateBlocks } = scope;
  const earliest = scope.from > 0n ? scope.from - 1n : 0n;
  const names = scope.subjects.map(({ kind, id }) => `${kind}\0${hex(id)}`);
  const isSound =
    scope.coverage !== undefined &&
    scope.epoch > 0n &&
    scope.from <= scope.to &&
    lives === (scope.from === 0n) &&
    stateBlocks.every(
      (block, place) => block >= earliest && block <= scope.to && (!place || stateBlocks[place - 1] < block),
    ) &&
    lives === names.length > 0 &&
    names.every((one, place) => !place || names[place - 1] < one) &&
    (!lives || (stateBlocks.length === 1 && stateBlocks[0] === scope.to));
  if (!isSound) throw new Malformed("the scope is neither that of a log nor that of lives");
  return scope;
}

/** @param {rlp.RlpValue} item */
function readSubject(item) {
  const [kind, id] = rlp.listOf(item, "subject", 2);
  const name = new TextDecoder("ascii").decode(rlp.bytesOf(kind, "kind of a subject"));
  const bytes = rlp.bytesOf(id, "id of a subject");
  if (!/^[\x00-\x7f]{0,40}$/.test(name) || bytes.length < 1 || bytes.length > 32)
    throw new Malformed("a subject is none");
  return { kind: name, id: bytes };
}

/** @param {rlp.RlpValue[]} items */
export function readState(items) {
  const [address, account, storage] = rlp.listOf(items, "STATE", 3);
  const slots = rlp.listOf(storage, "storage proofs").map((entry) => {
    const [slot, nodes] = rlp.listOf(entry, "storage proof", 2);
    return { slot: rlp.integerOf(slot, "slot", 32), nodes: rlp.allBytesOf(nodes, "node") };
  });
  if (!slots.every(({ slot }, place) => !place || slots[place - 1].slot < slot))
    throw new Malformed("the slots of a state do not rise");
  return { address: hex(rlp.bytesOf(address, "address", 20)), nodes: rlp.allBytesOf(account, "node"), slots };
}

/** @param {rlp.RlpValue[]} items @returns {{transactions: Uint8Array[], receipts: Receipt[]}} */
export function readBody(items) {
  const [listed, shown] = rlp.listOf(items, "BODY", 2);
  const transactions = rlp.allBytesOf(listed, "transaction");
  const receipts = rlp.listOf(shown, "receipts").map((item) => {
    const [type, status, gas, logs] = rlp.listOf(item, "receipt", 4);
    return readReceipt(Number(rlp.integerOf(type, "type of a receipt")), status, gas, logs, 8);
  });
  if (!transactions.length || transactions.length !== receipts.length) {
    throw new Malformed(`a body has ${transactions.length} transactions and ${receipts.length} receipts`);
  }
  return { transactions, receipts };
}

/** @param {rlp.RlpValue[]} items */
export function readIncluded(items) {
  const [index, transaction, receipt] = rlp.listOf(items, "INCLUDED", 3);
  return {
    index: rlp.integerOf(index, "index"),
    transactionNodes: rlp.allBytesOf(transaction, "node"),
    receiptNodes: rlp.allBytesOf(receipt, "node"),
  };
}

/** @param {number} type @param {rlp.RlpValue} status @param {rlp.RlpValue} gas @param {rlp.RlpValue} logs @param {number} most */
function readReceipt(type, status, gas, logs, most) {
  const succeeded = rlp.integerOf(status, "status of a receipt");
  if (type > 0x7f || succeeded > 1n) throw new Malformed(`a receipt has the type ${type} and the status ${succeeded}`);
  const read = rlp.listOf(logs, "logs").map((log) => {
    const [address, topics, data] = rlp.listOf(log, "log", 3);
    const words = rlp.allBytesOf(topics, "topic", 32);
    if (words.length > 4) throw new Malformed(`a log has ${words.length} topics`);
    return {
      address: hex(rlp.bytesOf(address, "address of a log", 20)),
      topics: words,
      data: rlp.bytesOf(data, "data of a log"),
    };
  });
  return {
    type,
    succeeded: succeeded === 1n,
    gas: rlp.integerOf(gas, "gas of a receipt", most),
    logs: read,
    encodedLogs: logs,
  };
}

/** The bytes that the trie of receipts holds. @param {Receipt & {encodedLogs: rlp.RlpValue}} receipt */
export function encodeReceipt(receipt) {
  const bloom = bloomOf(receipt.logs.flatMap((log) => [unhex(log.address), ...log.topics]));
  const body = rlp.encode([receipt.succeeded ? 1n : 0n, receipt.gas, bloom, receipt.encodedLogs]);
  return receipt.type ? join(Uint8Array.of(receipt.type), body) : body;
}

/** The receipt that such bytes are. @param {Uint8Array} data @returns {Receipt} */
export function decodeReceipt(data) {
  const type = data[0] < 0x80 ? data[0] : 0;
  if (data[0] === 0) throw new Malformed("a receipt begins with the type 0, which is never written");
  const [status, gas, bloom, logs] = rlp.listOf(rlp.decode(type ? data.subarray(1) : data), "receipt", 4);
  const receipt = readReceipt(type, status, gas, logs, 32);
  if (!same(encodeReceipt(receipt), data)) throw new Malformed("a receipt's bloom filter is not that of its logs");
  return receipt;
}
