/** What the parts between two headers prove: states, bodies, single transactions, and the events in them. */

import { decode, membersOf } from "./abi.js";
import { Malformed, hex, keccak, same, utf8 } from "./bytes.js";
import { decodeReceipt, encodeReceipt } from "./parts.js";
import { Refused, held } from "./refused.js";
import { readTransaction } from "./transaction.js";
import { proved, provedAccount, provedWord, rootOfList } from "./trie.js";
import * as rlp from "./rlp.js";
/** @import { AbiValue } from "./abi.js" */
/** @import { Contract } from "./deployment.js" */
/** @import { Header } from "./header.js" */
/** @import { Log, Receipt } from "./parts.js" */

/**
 * @typedef {object} EventType An event of the contracts, as tools/build_verifier.py writes it.
 * @property {string} contract key @property {string} signature @property {number} indexed how many of the first fields
 * @property {string[]} fields names; a struct's members are fields
 * @property {[string, string, string][]} objects kind, field of the id, field of the version
 */
/** @typedef {EventType & {name: string, types: string[]}} KnownEvent */
/**
 * @typedef {object} FoundEvent
 * @property {string} contract key @property {string} name @property {Record<string, AbiValue>} fields
 * @property {{kind: string, id: AbiValue, version: bigint}[]} objects that it is about
 * @property {Uint8Array} digest of the log @property {number} index in its block; for lives, in its transaction
 */
/** @typedef {{index: bigint, signed: Uint8Array, receipt: Receipt, firstLog: number}} FoundTransaction */

/** The events by the first topic of their logs. @param {EventType[]} events @returns {Map<string, KnownEvent>} */
export function eventsByTopic(events) {
  return new Map(
    events.map((event) => {
      const [name] = event.signature.split("(", 1);
      const types = membersOf(event.signature.slice(name.length));
      return [hex(keccak(utf8(event.signature))), { ...event, name, types }];
    }),
  );
}

/**
 * The event that a log of a contract is, by the one encoding that it has.
 * @param {Map<string, KnownEvent>} events @param {string} key of the contract @param {Log} log @param {number} index
 * @returns {FoundEvent}
 */
function eventOf(events, key, log, index) {
  const event = log.topics.length ? events.get(hex(log.topics[0])) : undefined;
  if (!event || event.contract !== key) throw new Malformed(`a log of ${key} is no event of it`);
  if (log.topics.length !== event.indexed + 1)
    throw new Malformed(`a log of ${key} has another number of topics than ${event.name}`);
  const topics = log.topics.slice(1).flatMap((topic, place) => decode([event.types[place]], topic));
  const rest = event.types.slice(event.indexed);
  const values = [...topics, ...decode(rest, log.data).flatMap((value, place) => membersIn(rest[place], value))];
  const fields = Object.fromEntries(event.fields.map((name, place) => [name, values[place]]));
  const objects = event.objects.map(([kind, id, version]) => ({
    kind,
    id: fields[id],
    version: /** @type {bigint} */ (fields[version]),
  }));
  return {
    contract: key,
    name: event.name,
    fields,
    objects: objects.filter(({ version }) => version !== 0n),
    digest: keccak(...log.topics, keccak(log.data)),
    index,
  };
}

/** The values of a struct's members, and of structs in it. @param {string} type @param {AbiValue} value @returns {AbiValue[]} */
function membersIn(type, value) {
  if (!type.endsWith(")")) return [value];
  const types = membersOf(type);
  return /** @type {AbiValue[]} */ (value).flatMap((member, place) => membersIn(types[place], member));
}

/**
 * The contracts' events in a transaction, in order.
 * @param {Map<string, KnownEvent>} events @param {Map<string, {key: string}>} contracts by address
 * @param {FoundTransaction} transaction @param {bigint} block
 */
export function eventsIn(events, contracts, transaction, block) {
  return transaction.receipt.logs.flatMap((log, place) => {
    const contract = contracts.get(log.address);
    return contract
      ? [held("EVENT", () => eventOf(events, contract.key, log, transaction.firstLog + place), { block })]
      : [];
  });
}

/** All transactions of a block. @param {Header} header @param {{transactions: Uint8Array[], receipts: Receipt[]}} body
 * @returns {FoundTransaction[]} */
export function transactionsOf(header, { transactions, receipts }) {
  const block = header.number;
  if (!same(rootOfList(transactions), header.bytes("transactionsRoot"))) {
    throw new Refused("TRANSACTIONS", "its transactions are not those of the header's transactionsRoot", { block });
  }
  if (!same(rootOfList(receipts.map(encodeReceipt)), header.bytes("receiptsRoot"))) {
    throw new Refused("RECEIPTS", "its receipts are not those of the header's receiptsRoot", { block });
  }
  let logs = 0;
  return transactions.map((signed, place) => {
    const receipt = receipts[place];
    const firstLog = logs;
    logs += receipt.logs.length;
    return { index: BigInt(place), signed, receipt, firstLog };
  });
}

/** One transaction of a block. @param {Header} header
 * @param {{index: bigint, transactionNodes: Uint8Array[], receiptNodes: Uint8Array[]}} part @returns {FoundTransaction} */
export function includedTransaction(header, { index, transactionNodes, receiptNodes }) {
  const leaf = (/** @type {string} */ root, /** @type {Uint8Array[]} */ nodes) => {
    const value = proved(header.bytes(root), rlp.encode(index), nodes);
    if (value === null) throw new Malformed(`the block has no transaction ${index}`);
    return value;
  };
  const place = { block: header.number };
  const signed = held("TRANSACTIONS", () => leaf("transactionsRoot", transactionNodes), place);
  const receipt = held("RECEIPTS", () => decodeReceipt(leaf("receiptsRoot", receiptNodes)), place);
  return { index, signed, receipt, firstLog: 0 };
}

/** @param {FoundTransaction} transaction @param {bigint} block */
export function readSigned(transaction, block) {
  const read = held("TRANSACTIONS", () => readTransaction(transaction.signed), { block });
  return { ...read, sender: () => held("TRANSACTIONS", read.sender, { block }) };
}

/**
 * The account of a contract at a block's end, with the contract's code, and the words that were shown of it.
 * @param {Header} header @param {Contract} contract @param {ReturnType<typeof import("./parts.js").readState>} part
 * @returns {Map<bigint, bigint> | null} by slot; null: there is no such account
 */
export function stateOf(header, contract, part) {
  const place = { block: header.number, contract: contract.key };
  const account = held("STATE", () => provedAccount(header.bytes("stateRoot"), contract.address, part.nodes), place);
  if (account === null) return null;
  if (!same(account.codeHash, contract.codeHash)) {
    throw new Refused(
      "CODE",
      `its code has the hash ${hex(account.codeHash)}; the published one has ${hex(contract.codeHash)}`,
      place,
    );
  }
  return held(
    "STATE",
    () => new Map(part.slots.map(({ slot, nodes }) => [slot, provedWord(account.storageRoot, slot, nodes)])),
    place,
  );
}
