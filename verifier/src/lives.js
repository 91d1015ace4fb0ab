/** The lives of objects: every event about them, in every contract that can hold state on them (docs/bundle.md, LIFE). */

import { Malformed, hex, integer, keccak, word } from "./bytes.js";
import { eventsIn, includedTransaction, readSigned, stateOf } from "./contents.js";
import { readIncluded, readState } from "./parts.js";
import { Refused, held } from "./refused.js";
/** @import { FoundEvent, KnownEvent } from "./contents.js" */
/** @import { Contract, Variable } from "./deployment.js" */
/** @import { Header } from "./header.js" */
/** @import { Scope } from "./parts.js" */
/** @import { RlpValue } from "./rlp.js" */

/**
 * By contract and kind of object, the variable that keeps the version: a `version` in a struct, or the whole value.
 * @type {Record<string, Record<string, string>>}
 */
const KEPT = {
  consortium: {
    organisation: "_organisations",
    officer: "_officers",
    administration: "_administrations",
    endorsement: "_endorsements",
    listing: "_listings",
  },
  decisions: { proposal: "_proposals", policy: "_policies", guardian: "_guardians", founder: "_handedOver" },
  data_registry: { resource: "_resources", record: "_records" },
  access_grants: { grant: "_grants", draft: "_drafts", signature: "_signatures" },
  data_requests: { request: "_requests", emergency: "_emergencies", window: "_windows" },
  bill_ranges: { range: "_ranges", code: "_orders" },
  medical_bills: { batch: "_batches", bill: "_bills" },
  bill_claims: { bill: "_accounts", consent_key: "_revocations" },
};

/**
 * @typedef {{contract: string, kind: string, id: string, slot: bigint, variable: Variable, seen: bigint,
 *   version: bigint | null}} Life of an object in one contract; `version` is the one in storage, null before it was shown
 */

export class LifeClaims {
  /** @param {Scope} scope @param {Contract[]} contracts @param {Map<string, KnownEvent>} events */
  constructor(scope, contracts, events) {
    this.scope = scope;
    this.events = events;
    this.transactions = 0;
    this.coverage = "lives";
    this.contracts = new Map(contracts.map((contract) => [contract.address, contract]));
    /** @type {Life[]} */
    this.lives = scope.subjects.flatMap(({ kind, id }) => {
      const keepers = contracts.filter(({ key }) => Object.hasOwn(KEPT[key], kind));
      const kept = held("FORMAT", () => keepers.map((contract) => lifeOf(contract, kind, id)));
      if (!kept.length) throw new Refused("FORMAT", `the deployment has no contract that keeps a ${kind}`);
      return kept;
    });
  }

  /** @param {Header} header */
  beginBlock(header) {
    this.header = header;
    this.place = { block: header.number };
    this.index = -1n;
    const holding = [...this.contracts.values()].filter(({ key }) => this.lives.some((life) => life.contract === key));
    this.awaited = header.number === this.scope.to ? holding.map(({ address }) => address) : [];
  }

  /** @param {RlpValue[]} items */
  state(items) {
    const part = held("FORMAT", () => readState(items), this.place);
    const contract = this.contracts.get(part.address);
    if (!contract || part.address !== this.awaited.shift())
      throw this.#refused("FORMAT", `a state of ${part.address} is not what comes next`);
    const lives = this.lives.filter((life) => life.contract === contract.key);
    const slots = new Set(lives.map(({ slot }) => slot));
    if (part.slots.length !== slots.size || !part.slots.every(({ slot }) => slots.has(slot))) {
      throw this.#refused("FORMAT", `the slots of ${contract.key} are not those of the versions`);
    }
    const words = stateOf(this.header, contract, part);
    if (!words) throw this.#refused("CODE", `${contract.key} does not stand at ${contract.address}`);
    for (const life of lives) {
      const { offset, length } = life.variable;
      life.version = (words.get(life.slot) >> BigInt(8 * offset)) & ((1n << BigInt(8 * length)) - 1n);
    }
  }

  /** @returns {object[]} never: it is refused */
  body() {
    throw this.#refused("FORMAT", "a bundle of lives has no bodies");
  }

  /** @param {RlpValue[]} items @returns {object[]} events */
  included(items) {
    const part = held("FORMAT", () => readIncluded(items), this.place);
    if (part.index <= this.index || this.awaited.length)
      throw this.#refused("FORMAT", `transaction ${part.index} is not what comes next`);
    this.index = part.index;
    this.transactions++;
    const transaction = includedTransaction(this.header, part);
    const found = eventsIn(this.events, this.contracts, transaction, this.header.number);
    const counts = found.map((event) => this.#count(event));
    if (!counts.some((count) => count > 0))
      throw this.#refused("COVERAGE", `transaction ${part.index} has no event about the objects`);
    const sender = readSigned(transaction, this.header.number).sender();
    return found.map((event) => ({ kind: "event", ...event, transaction, sender }));
  }

  endBlock() {
    if (this.awaited.length) throw this.#refused("STATE", `the state of ${this.awaited[0]} is missing`);
  }

  verdicts() {
    for (const { contract, kind, id, seen, version } of this.lives) {
      if (seen === version) continue;
      throw new Refused(
        "LIFE",
        `${kind} ${id} has version ${version} in ${contract}, and ${seen} of its events are here`,
        { block: this.scope.to, contract },
      );
    }
    return { lives: this.lives.map(({ contract, kind, id, seen }) => ({ contract, kind, id, events: Number(seen) })) };
  }

  /** How many of the objects an event is about. @param {FoundEvent} event */
  #count(event) {
    let count = 0;
    for (const { kind, id, version } of event.objects) {
      const life = this.lives.find(
        (one) => one.contract === event.contract && one.kind === kind && one.id === String(id),
      );
      if (!life) continue;
      if (version !== life.seen + 1n)
        throw this.#refused("LIFE", `version ${version} of ${kind} ${id} in ${event.contract} follows ${life.seen}`);
      life.seen = version;
      count++;
    }
    return count;
  }

  /** @param {string} rule @param {string} found */
  #refused(rule, found) {
    return new Refused(rule, found, this.place);
  }
}

/**
 * The life of an object in a contract, before its first event. A mapping keeps the value of a key in the slot
 * keccak256(key ‖ slot of the mapping), each in 32 bytes (Solidity, "Layout of State Variables in Storage"). Whose the
 * word of the founder is, it does not say: that of the constructor's argument.
 * @param {Contract} contract @param {string} kind @param {Uint8Array} id @returns {Life}
 */
function lifeOf({ key, artifact, given }, kind, id) {
  const variable = artifact.variables[KEPT[key][kind]];
  const type = variable.key ?? "address";
  const isNumber = type !== "address" && type !== "bytes32";
  const isId = isNumber ? id[0] !== 0 && id.length <= variable.keyBytes : id.length === variable.keyBytes;
  if (!isId || (kind === "founder" && hex(id) !== given[artifact.names.indexOf("founder_")])) {
    throw new Malformed(`${hex(id)} is no id of a ${kind}`);
  }
  const own = BigInt(variable.slot);
  const first = variable.key === null ? own : integer(keccak(word(id), word(own)));
  const slot = (first + BigInt(variable.memberSlot)) % (1n << 256n);
  return { contract: key, kind, id: isNumber ? String(integer(id)) : hex(id), slot, variable, seen: 0n, version: null };
}
