/** The log of all contracts from one block to another: genuine, in order, complete (docs/bundle.md, Completeness of a log). */

import { hex, keccak, same, unhex, word } from "./bytes.js";
import { eventsIn, readSigned, stateOf, transactionsOf } from "./contents.js";
import { creates } from "./deployment.js";
import { mayHold } from "./header.js";
import { readBody, readState } from "./parts.js";
import { Refused, held } from "./refused.js";
import { createdAddress } from "./transaction.js";
import { EMPTY_ROOT } from "./trie.js";
/** @import { FoundTransaction, KnownEvent } from "./contents.js" */
/** @import { Contract } from "./deployment.js" */
/** @import { Header } from "./header.js" */
/** @import { Scope } from "./parts.js" */
/** @import { RlpValue } from "./rlp.js" */

/**
 * @typedef {Contract & {head: Uint8Array | null, stands: boolean | null, beginning: string, code: string | null,
 *   events: number, isInReceipts: boolean, endsInState: boolean}} Standing What is known of a contract; `head`: the
 *   running hash, null while the one at the beginning is unknown; `isInReceipts`: no block without a body may hold it
 */

/** @type {Omit<Standing, keyof Contract>} */
const UNKNOWN = {
  head: null,
  stands: null,
  beginning: "unknown",
  code: null,
  events: 0,
  isInReceipts: true,
  endsInState: false,
};

export class LogClaims {
  /** @param {Scope} scope @param {Contract[]} contracts @param {Map<string, KnownEvent>} events */
  constructor(scope, contracts, events) {
    this.scope = scope;
    this.events = events;
    this.transactions = 0;
    /** Of the claimed blocks so far, whatever the scope says. */
    this.coverage = "all";
    /** @type {Map<string, Standing>} */
    this.contracts = new Map(contracts.map((contract) => [contract.address, { ...contract, ...UNKNOWN }]));
  }

  /** @param {Header} header */
  beginBlock(header) {
    this.header = header;
    this.place = { block: header.number };
    this.hasBody = this.hasCause = false;
    /** @type {{contract: Standing, head: Uint8Array | null}[]} */
    this.shown = [];
    this.awaited = this.scope.stateBlocks.includes(header.number) ? [...this.contracts.keys()] : [];
  }

  /** @param {RlpValue[]} items */
  state(items) {
    const part = held("FORMAT", () => readState(items), this.place);
    const contract = this.contracts.get(part.address);
    if (!contract || part.address !== this.awaited.shift())
      throw this.#refused("FORMAT", `a state of ${part.address} is not what comes next`);
    const words = stateOf(this.header, contract, part);
    const slot = BigInt(contract.artifact.variables._head.slot);
    const slots = part.slots.map((one) => one.slot).join();
    if (slots !== (words ? String(slot) : ""))
      throw this.#refused("FORMAT", "a state shows other slots than that of the running hash");
    this.shown.push({ contract, head: words && word(words.get(slot)) });
  }

  /** @param {RlpValue[]} items @returns {object[]} events and failed calls */
  body(items) {
    const part = held("FORMAT", () => readBody(items), this.place);
    if (this.hasBody || this.awaited.length) throw this.#refused("FORMAT", "a body is not what comes next");
    if (!this.#isClaimed()) throw this.#refused("COVERAGE", "a block has a body, and its events are not claimed");
    this.hasBody = true;
    return transactionsOf(this.header, part).flatMap((transaction) => this.#transaction(transaction));
  }

  /** @returns {object[]} never: it is refused */
  included() {
    throw this.#refused("FORMAT", "single transactions stand in bundles of lives alone");
  }

  endBlock() {
    if (this.awaited.length) throw this.#refused("STATE", `the state of ${this.awaited[0]} is missing`);
    this.shown.forEach((one) => this.#ends(one));
    if (!this.#isClaimed()) return;
    const isEmpty = same(this.header.bytes("transactionsRoot"), EMPTY_ROOT);
    if (this.scope.coverage === "all" && this.hasBody === isEmpty)
      throw this.#refused("COVERAGE", "its transactions are left out, and the coverage is all");
    if (this.scope.coverage === "events" && this.hasBody && !this.hasCause)
      throw this.#refused("COVERAGE", "its body has no event and creates no contract, and the coverage is events");
    if (this.hasBody) return;
    if (!isEmpty) this.coverage = "events";
    for (const contract of this.contracts.values()) {
      if (mayHold(this.header.bytes("logsBloom"), unhex(contract.address))) contract.isInReceipts = false;
    }
  }

  verdicts() {
    const contracts = [...this.contracts.values()].map(
      ({ key, address, events, beginning, code, head, isInReceipts, endsInState }) => {
        const place = { block: this.scope.to, contract: key };
        const completeness = [];
        if (endsInState && beginning !== "unknown") completeness.push("running hash");
        if (isInReceipts) completeness.push("receipts");
        if (!completeness.length) {
          throw new Refused(
            "COMPLETENESS",
            `of ${key} neither the running hash at both ends is shown, nor all receipts of the blocks whose filters may hold it`,
            place,
          );
        }
        if (!code) throw new Refused("CODE", `neither the account of ${key} nor its creation is shown`, place);
        return { key, address, events, completeness, beginning, code, head: head && hex(head) };
      },
    );
    return { contracts };
  }

  #isClaimed() {
    return this.scope.from <= this.header.number && this.header.number <= this.scope.to;
  }

  /** @param {FoundTransaction} transaction @returns {object[]} */
  #transaction(transaction) {
    this.transactions++;
    const { logs, succeeded } = transaction.receipt;
    const mayCreate = [...this.contracts.values()].some((contract) => !contract.stands);
    if (succeeded && !mayCreate && !logs.some((log) => this.contracts.has(log.address))) return [];
    const read = readSigned(transaction, this.header.number);
    if (!succeeded) {
      const called = this.contracts.get(read.to);
      return called
        ? [{ kind: "attempt", contract: called.key, transaction, sender: read.sender(), data: read.data }]
        : [];
    }
    if (mayCreate && read.to === "0x") this.#created(createdAddress(read.sender(), read.nonce), read.data);
    const found = eventsIn(this.events, this.contracts, transaction, this.header.number);
    for (const event of found) this.#run(event.digest, logs[event.index - transaction.firstLog].address);
    const sender = found.length ? read.sender() : "";
    return found.map((event) => ({ kind: "event", ...event, transaction, sender }));
  }

  /** @param {string} address @param {Uint8Array} input */
  #created(address, input) {
    const contract = this.contracts.get(address);
    if (!contract) return;
    if (!creates(contract, input)) {
      throw this.#refused(
        "CREATION",
        `${contract.key} was created from other code, or with other arguments than the deployment's`,
      );
    }
    if (contract.beginning === "unknown") Object.assign(contract, { beginning: "creation", head: new Uint8Array(32) });
    Object.assign(contract, { stands: true, code: "creation" });
    this.hasCause = true;
  }

  /** What the state holds at the block's end, after its body. @param {{contract: Standing, head: Uint8Array | null}} shown */
  #ends({ contract, head }) {
    const { key } = contract;
    const isBefore = this.header.number < this.scope.from;
    if (!head) {
      if (contract.stands) throw this.#refused("STATE", `${key} stood before, and is absent`);
      if (isBefore) Object.assign(contract, { beginning: "absence", head: new Uint8Array(32) });
      contract.stands = false;
      return;
    }
    if (contract.stands === false) throw this.#refused("CREATION", `${key} stands, and its creation is not shown`);
    if (contract.head && !same(contract.head, head)) {
      throw this.#refused(
        "RUNNING_HASH",
        `${key} keeps ${hex(head)}, and its events give ${hex(contract.head)}: an event is missing, was added or was changed`,
      );
    }
    if (isBefore) contract.beginning = "state";
    contract.code ??= "state";
    Object.assign(contract, { head, stands: true, endsInState: this.header.number === this.scope.to });
  }

  /** The running hash goes through an event. @param {Uint8Array} digest @param {string} address */
  #run(digest, address) {
    const contract = this.contracts.get(address);
    const { number, timestamp } = this.header;
    if (contract.stands === false)
      throw this.#refused("CREATION", `${contract.key} emitted an event, and its creation is not shown`);
    contract.stands = true;
    contract.events++;
    this.hasCause = true;
    if (contract.head) contract.head = keccak(contract.head, digest, word(number), word(timestamp));
  }

  /** @param {string} rule @param {string} found */
  #refused(rule, found) {
    return new Refused(rule, found, this.place);
  }
}
