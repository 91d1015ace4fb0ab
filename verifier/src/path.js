/** The path of headers from the genesis or a checkpoint on, each held to the rules of its engine (docs/consensus.md). */

import { Malformed, hex, minimal, rises, same, textOf } from "./bytes.js";
import { ENGINES, bareExtra, brokenField, isLow, madeBy, readExtra, sealer } from "./engines.js";
import { Header } from "./header.js";
import { Refused, held } from "./refused.js";
import * as rlp from "./rlp.js";
/** @import { Engine, Extra, Vote } from "./engines.js" */

/** @typedef {{counting: string, validators: string[], votes: {target: string, voter: string, add: boolean}[]}} Count */
/**
 * @typedef {object} Begun What is known of the block that a path begins with.
 * @property {Engine} engine @property {Uint8Array} genesisHash @property {bigint} epoch @property {bigint} leastSeconds
 * @property {bigint} number @property {Uint8Array} hash @property {bigint} timestamp
 * @property {Count[]} counts by each way of counting votes that fits all headers so far
 * @property {string[]} signers Clique: of the last blocks @property {Uint8Array[]} before fields of its header
 */

/** BFT: anybody can make up headers without seals, each with a vote, and all of them are counted. */
const MAX_PENDING_VOTES = 1_000;

export class Path {
  /** @param {Begun} begun */
  constructor(begun) {
    this.engine = begun.engine;
    this.genesisHash = begun.genesisHash;
    this.epoch = begun.epoch;
    this.leastSeconds = begun.leastSeconds;
    this.number = begun.number;
    this.hash = begun.hash;
    this.timestamp = begun.timestamp;
    this.counts = begun.counts;
    this.signers = begun.signers;
    this.before = begun.before;
    /** @type {{number: bigint, listed: string[], isSealed: boolean} | null} the last header, of a BFT engine */
    this.last = null;
  }

  /** The validators after the last block, sorted. */
  get validators() {
    return this.counts[0].validators;
  }

  /** The next header, from the fields of its short form. @param {rlp.RlpValue[]} short @returns {Header} */
  take(short) {
    const header = held("FORMAT", () => this.#restored(short), { block: this.number + 1n });
    const block = header.number;
    const isEarly = header.timestamp < this.timestamp + this.leastSeconds;
    this.#keep(brokenField(this.engine, header) ?? (isEarly ? "TIME" : null), block);
    const extraData = header.bytes("extraData");
    const extra = held("HEADER", () => readExtra(this.engine, extraData), { block, within: "EXTRA_DATA" });
    const made = held("HEADER", () => madeBy(this.engine, header, extra), { block, within: "SEAL" });
    const isEpoch = block % this.epoch === 0n;
    if (this.engine === "clique") this.#keep(this.#brokenByClique(header, extra, made, isEpoch), block);
    else this.#takeSeals(header, extra, made);
    this.counts = this.counts.map((count) => counted(count, made.proposer, made.vote, isEpoch));
    if (this.engine !== "clique" && this.counts.some(({ votes }) => votes.length > MAX_PENDING_VOTES)) {
      throw new Refused("HEADER", `more than ${MAX_PENDING_VOTES} votes are pending`, { block });
    }
    if (this.engine === "clique") {
      const kept = Math.floor(this.validators.length / 2);
      this.signers = kept ? [...this.signers, made.proposer].slice(-kept) : [];
    }
    this.number = block;
    this.hash = made.hash;
    this.timestamp = header.timestamp;
    return header;
  }

  /** The last header was taken: one of a BFT engine has to be sealed. */
  finish() {
    if (this.last) requireSeals(this.last, true);
  }

  /** @param {string | null} broken the rule of the engine that a header breaks @param {bigint} block */
  #keep(broken, block) {
    if (broken) throw new Refused("HEADER", `the header breaks ${broken}`, { block, within: broken });
  }

  /** @param {rlp.RlpValue[]} short */
  #restored(short) {
    const fields = short.map((field, place) => {
      const before = this.before[place];
      if (Array.isArray(field) && (field.length || !before)) throw new Malformed("a field of a header is a list");
      if (before && !Array.isArray(field) && same(field, before)) throw new Malformed("a header repeats a field");
      return Array.isArray(field) ? before : field;
    });
    const header = Header.following(this.hash, minimal(this.number + 1n), fields);
    this.before = header.others;
    return header;
  }

  /** @param {Header} header @param {Extra} extra @param {{proposer: string, vote: Vote | null}} made @param {boolean} isEpoch */
  #brokenByClique(header, extra, made, isEpoch) {
    const signers = this.validators;
    if (isEpoch && made.vote) return "EPOCH_VOTE";
    if (String(extra.listed) !== (isEpoch ? String(signers) : "")) return "VALIDATORS";
    if (!signers.includes(made.proposer)) return "PROPOSER";
    if (this.signers.includes(made.proposer)) return "RECENT";
    const turn = signers[Number(header.number % BigInt(signers.length))] === made.proposer ? 2n : 1n;
    return header.integer("difficulty") === turn ? null : "TURN";
  }

  /** @param {Header} header @param {Extra} extra @param {{signed: Uint8Array, proposer: string}} made */
  #takeSeals(header, { listed, seals, ...rest }, made) {
    const block = header.number;
    const bare = bareExtra(this.engine, { listed, seals, ...rest });
    const isSealed = !same(bare, header.bytes("extraData"));
    const quorum = Math.ceil((2 * listed.length) / 3);
    const place = { block, within: "SEAL" };
    const sealers = held("HEADER", () => seals.map((seal) => sealer(made.signed, seal)), place);
    this.counts = this.counts.filter((count) => String(count.validators) === String(listed));
    if (!listed.length && this.engine === "qbft")
      throw new Refused("HEADER", "a contract names the validators", { block });
    this.#keep(listed.length && this.counts.length ? null : "VALIDATORS", block);
    this.#keep(listed.includes(made.proposer) ? null : "PROPOSER", block);
    if (isSealed) {
      this.#keep(sealers.every((address) => listed.includes(address)) ? null : "SEALER", block);
      this.#keep(new Set(sealers).size === sealers.length ? null : "SEALED_TWICE", block);
      this.#keep(sealers.length >= quorum ? null : "QUORUM", block);
    }
    if (this.last) requireSeals(this.last, String(this.last.listed) !== String(listed));
    if (isSealed && !(sealers.length === quorum && rises(sealers) && seals.every(isLow))) {
      const found = "its seals are more than a quorum, not in the order of the sealers, or with the higher s";
      throw new Refused("FORMAT", found, { block });
    }
    this.last = { number: block, listed, isSealed };
    this.before = header.with(bare).others;
  }
}

/** @param {{number: bigint, isSealed: boolean}} block @param {boolean} asked */
function requireSeals({ number: block, isSealed }, asked) {
  if (asked && !isSealed) {
    const found = "it carries no seals, and is the last one or before a change of validators";
    throw new Refused("HEADER", found, { block, within: "QUORUM" });
  }
  if (isSealed && !asked) throw new Refused("FORMAT", "it carries seals where none are asked for", { block });
}

/** Validators and votes after a block. @param {Count} count @param {string} voter @param {Vote | null} vote @param {boolean} isEpoch @returns {Count} */
function counted({ counting, validators, votes }, voter, vote, isEpoch) {
  const pending = isEpoch ? [] : votes;
  if (!vote || (isEpoch && counting === "besu")) return { counting, validators, votes: pending };
  const { target } = vote;
  const cast = pending.filter((one) => one.target !== target || one.voter !== voter);
  if (counting === "besu" || validators.includes(target) !== vote.add) cast.push({ voter, ...vote });
  for (const add of [true, false]) {
    if (2 * cast.filter((one) => one.target === target && one.add === add).length <= validators.length) continue;
    const others = validators.filter((address) => address !== target);
    const left = cast.filter((one) => one.target !== target && (add || one.voter !== target));
    return { counting, validators: add ? [...others, target].sort() : others, votes: left };
  }
  return { counting, validators, votes: cast };
}

/** @param {Engine} engine @param {bigint | undefined} seconds block time, if it is known */
const least = (engine, seconds) => seconds ?? (engine === "clique" ? 0n : 1n);

/** The path from a genesis. @param {Engine} engine @param {bigint} epoch @param {Header} genesis */
export function fromGenesis(engine, epoch, genesis) {
  const place = { block: 0n, within: "EXTRA_DATA" };
  const { listed } = held("HEADER", () => readExtra(engine, genesis.bytes("extraData")), place);
  const validators = listed.toSorted();
  if (!validators.length || !rises(validators)) {
    throw new Refused("HEADER", "the genesis lists nobody, or somebody twice", { block: 0n, within: "VALIDATORS" });
  }
  const hash = genesis.hash();
  const begun = (/** @type {string} */ counting) => /** @type {Count} */ ({ counting, validators, votes: [] });
  const counts = ENGINES[engine].countings.map(begun);
  const { timestamp, others: before } = genesis;
  const leastSeconds = least(engine, undefined);
  return new Path({
    engine,
    genesisHash: hash,
    epoch,
    leastSeconds,
    number: 0n,
    hash,
    timestamp,
    counts,
    signers: [],
    before,
  });
}

const N = rlp.number();
const ADDRESS = rlp.bytes(20);
const COUNT = rlp.tuple(rlp.bytes(), rlp.list(ADDRESS), rlp.list(rlp.tuple(ADDRESS, ADDRESS, N)));
const RULES = rlp.tuple(rlp.bytes(), rlp.bytes(32), N, rlp.list(N));
const CHECKPOINT = rlp.tuple(N, RULES, N, rlp.bytes(32), N, rlp.list(COUNT), rlp.list(ADDRESS));

/** The path from a checkpoint, whose bytes are the auditor's own (govledger/consensus/checkpoint.py). @param {Uint8Array} data */
export function fromCheckpoint(data) {
  const [version, rules, number, hash, timestamp, counts, signers] = CHECKPOINT(rlp.decode(data));
  const [name, genesisHash, epoch, [seconds]] = rules;
  const engine = /** @type {Engine} */ (textOf(name));
  if (version !== 1n || !Object.hasOwn(ENGINES, engine)) throw new Malformed("the checkpoint is not of version 1");
  const read = counts.map(([counting, validators, votes]) => ({
    counting: textOf(counting),
    validators: validators.map(hex),
    votes: votes.map(([target, voter, add]) => ({ target: hex(target), voter: hex(voter), add: add === 1n })),
  }));
  const leastSeconds = least(engine, seconds);
  const begun = { engine, genesisHash, epoch, leastSeconds, number, hash, timestamp, counts: read };
  return new Path({ ...begun, signers: signers.map(hex), before: [] });
}
