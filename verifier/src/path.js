/** The path of headers from the genesis or a checkpoint on, each held to the rules of its engine (docs/consensus.md). */

import { Malformed, hex, minimal, same } from "./bytes.js";
import { ENGINES, bareExtra, brokenField, isLow, madeBy, readExtra, sealer } from "./engines.js";
import { Header, NUMBER, PARENT_HASH } from "./header.js";
import { Refused, held } from "./refused.js";
import * as rlp from "./rlp.js";
/** @import { Engine, Extra, Vote } from "./engines.js" */

/** @typedef {{counting: string, validators: string[], votes: {target: string, voter: string, add: boolean}[]}} Count */

export class Path {
  /**
   * @param {{engine: Engine, epoch: bigint, leastSeconds: bigint, number: bigint, hash: Uint8Array, timestamp: bigint,
   *   counts: Count[], signers: string[], before: Uint8Array[]}} from the block that the path begins with
   */
  constructor(from) {
    Object.assign(this, from);
    /** @type {{number: bigint, listed: string[], isSealed: boolean} | null} the last header of a BFT engine */
    this.last = null;
  }

  /** The validators after the last block, sorted. */
  get validators() {
    return this.counts[0].validators;
  }

  /** The next header, from the fields of its short form. @param {rlp.RlpValue[]} short @returns {Header} */
  take(short) {
    const header = held("FORMAT", () => this.#restored(short));
    const number = header.number;
    const refuse = (/** @type {string} */ rule) =>
      new Refused("HEADER", `the header breaks ${rule}`, { block: number, within: rule });
    const broken =
      brokenField(this.engine, header) ?? (header.timestamp < this.timestamp + this.leastSeconds ? "TIME" : null);
    if (broken) throw refuse(broken);
    const extra = held("HEADER", () => readExtra(this.engine, header.bytes("extraData")), {
      block: number,
      within: "EXTRA_DATA",
    });
    const made = held("HEADER", () => madeBy(this.engine, header, extra), { block: number, within: "SEAL" });
    const isEpoch = number % this.epoch === 0n;
    const rule = this.engine === "clique" ? this.#clique(header, extra, made, isEpoch) : this.#bft(header, extra, made);
    if (rule) throw refuse(rule);
    this.counts = this.counts.map((count) => counted(count, made.proposer, made.vote, isEpoch));
    if (this.engine === "clique") {
      const kept = Math.floor(this.validators.length / 2);
      this.signers = kept ? [...this.signers, made.proposer].slice(-kept) : [];
    }
    Object.assign(this, { number, hash: made.hash, timestamp: header.timestamp });
    return header;
  }

  /** The last header was taken: one of a BFT engine has to be sealed. */
  finish() {
    if (this.last) requireSeals(this.last, true);
  }

  /** @param {rlp.RlpValue[]} short */
  #restored(short) {
    const fields = short.map((field, place) => {
      const before = this.before[place];
      if (Array.isArray(field)) {
        if (field.length || !before) throw new Malformed("a field of a header is a list");
        return before;
      }
      if (before && same(field, before)) throw new Malformed("a header gives a field that is as in the header before");
      return field;
    });
    fields.splice(PARENT_HASH, 0, this.hash);
    fields.splice(NUMBER, 0, minimal(this.number + 1n));
    const header = new Header(fields);
    this.before = ownFields(header);
    return header;
  }

  /**
   * @param {Header} header @param {Extra} extra @param {{proposer: string, vote: Vote | null}} made
   * @param {boolean} isEpoch @returns {string | null} the rule that is broken
   */
  #clique(header, extra, made, isEpoch) {
    const signers = this.validators;
    if (isEpoch && made.vote) return "EPOCH_VOTE";
    if (String(extra.listed) !== (isEpoch ? String(signers) : "")) return "VALIDATORS";
    if (!signers.includes(made.proposer)) return "PROPOSER";
    if (this.signers.includes(made.proposer)) return "RECENT";
    const turn = signers[Number(header.number % BigInt(signers.length))] === made.proposer ? 2n : 1n;
    return header.integer("difficulty") === turn ? null : "TURN";
  }

  /**
   * @param {Header} header @param {Extra} extra @param {{signed: Uint8Array, proposer: string}} made
   * @returns {string | null} the rule that is broken
   */
  #bft(header, extra, made) {
    const { listed, seals } = extra;
    const bare = bareExtra(this.engine, extra);
    const isSealed = !same(bare, header.bytes("extraData"));
    const sealers = held("HEADER", () => seals.map((seal) => sealer(made.signed, seal)), {
      block: header.number,
      within: "SEAL",
    });
    this.counts = this.counts.filter((count) => String(count.validators) === String(listed));
    if (listed.length === 0 || !this.counts.length) return "VALIDATORS";
    if (!listed.includes(made.proposer)) return "PROPOSER";
    if (isSealed) {
      if (!sealers.every((address) => listed.includes(address))) return "SEALER";
      if (new Set(sealers).size < sealers.length) return "SEALED_TWICE";
      const quorum = Math.ceil((2 * listed.length) / 3);
      if (sealers.length < quorum) return "QUORUM";
    }
    if (this.last) requireSeals(this.last, String(this.last.listed) !== String(listed));
    if (isSealed && !(sealers.length === Math.ceil((2 * listed.length) / 3) && rises(sealers) && seals.every(isLow))) {
      throw new Refused(
        "FORMAT",
        "its seals are more than a quorum, not in the order of the sealers, or with the higher s",
        { block: header.number },
      );
    }
    this.last = { number: header.number, listed, isSealed };
    this.before = ownFields(header.with(bare));
    return null;
  }
}

/** @param {{number: bigint, isSealed: boolean}} block @param {boolean} asked */
function requireSeals(block, asked) {
  if (asked && !block.isSealed) {
    throw new Refused("HEADER", "it carries no seals, and is the last one or before a change of validators", {
      block: block.number,
      within: "QUORUM",
    });
  }
  if (block.isSealed && !asked)
    throw new Refused("FORMAT", "it carries seals where none are asked for", { block: block.number });
}

/** Whether texts are sorted, and none is there twice. @param {string[]} entries */
export function rises(entries) {
  return entries.every((entry, place) => place === 0 || entries[place - 1] < entry);
}

/** The fields that a HEADER gives. @param {Header} header */
function ownFields(header) {
  return header.items.filter((_, place) => place !== PARENT_HASH && place !== NUMBER);
}

/**
 * Validators and votes after a block (docs/consensus.md, Votes).
 * @param {Count} count @param {string} voter @param {Vote | null} vote @param {boolean} isEpoch @returns {Count}
 */
function counted(count, voter, vote, isEpoch) {
  const { counting, validators } = count;
  const pending = isEpoch ? [] : count.votes;
  if (!vote || (isEpoch && counting === "besu")) return { counting, validators, votes: pending };
  const { target } = vote;
  const votes = pending.filter((one) => one.target !== target || one.voter !== voter);
  if (counting === "besu" || validators.includes(target) !== vote.add) votes.push({ voter, ...vote });
  for (const add of [true, false]) {
    if (2 * votes.filter((one) => one.target === target && one.add === add).length <= validators.length) continue;
    const others = validators.filter((address) => address !== target);
    return {
      counting,
      validators: add ? [...others, target].sort() : others,
      votes: votes.filter((one) => one.target !== target && (add || one.voter !== target)),
    };
  }
  return { counting, validators, votes };
}

/** The path from a genesis. @param {Engine} engine @param {bigint} epoch @param {Header} genesis */
export function fromGenesis(engine, epoch, genesis) {
  const { listed } = held("HEADER", () => readExtra(engine, genesis.bytes("extraData")), {
    block: 0n,
    within: "EXTRA_DATA",
  });
  const validators = [...listed].sort();
  if (!validators.length || !rises(validators)) {
    throw new Refused("HEADER", "the genesis lists nobody, or somebody twice", { block: 0n, within: "VALIDATORS" });
  }
  const counts = ENGINES[engine].countings.map((counting) => ({ counting, validators, votes: [] }));
  return new Path({
    engine,
    epoch,
    counts,
    number: 0n,
    hash: genesis.hash(),
    timestamp: genesis.timestamp,
    signers: [],
    leastSeconds: engine === "clique" ? 0n : 1n,
    before: ownFields(genesis),
  });
}

/**
 * The path from a checkpoint, whose bytes are the auditor's own (govledger/consensus/checkpoint.py).
 * @param {Uint8Array} data @returns {Path & {genesisHash: Uint8Array}}
 */
export function fromCheckpoint(data) {
  const [version, rules, number, hash, timestamp, counts, signers] = rlp.listOf(rlp.decode(data), "checkpoint", 7);
  if (rlp.integerOf(version, "version of a checkpoint") !== 1n) throw new Malformed("a checkpoint is not of version 1");
  const [name, genesisHash, epoch, period] = rlp.listOf(rules, "rules of a checkpoint", 4);
  const engine = new TextDecoder().decode(rlp.bytesOf(name, "engine"));
  if (!Object.hasOwn(ENGINES, engine)) throw new Malformed(`a checkpoint names the engine ${engine}`);
  const [seconds] = rlp.listOf(period, "block time").map((entry) => rlp.integerOf(entry, "block time"));
  const path = new Path({
    engine: /** @type {Engine} */ (engine),
    epoch: rlp.integerOf(epoch, "epoch"),
    leastSeconds: seconds ?? (engine === "clique" ? 0n : 1n),
    number: rlp.integerOf(number, "number"),
    hash: rlp.bytesOf(hash, "hash", 32),
    timestamp: rlp.integerOf(timestamp, "timestamp"),
    counts: rlp.listOf(counts, "counts").map(countOf),
    signers: rlp.allBytesOf(signers, "signer", 20).map(hex),
    before: [],
  });
  return Object.assign(path, { genesisHash: rlp.bytesOf(genesisHash, "genesis hash", 32) });
}

/** @param {rlp.RlpValue} item @returns {Count} */
function countOf(item) {
  const [counting, validators, votes] = rlp.listOf(item, "count", 3);
  return {
    counting: new TextDecoder().decode(rlp.bytesOf(counting, "counting")),
    validators: rlp.allBytesOf(validators, "validator", 20).map(hex),
    votes: rlp.listOf(votes, "votes").map((vote) => {
      const [target, voter, add] = rlp.listOf(vote, "vote", 3);
      return {
        target: hex(rlp.bytesOf(target, "vote", 20)),
        voter: hex(rlp.bytesOf(voter, "vote", 20)),
        add: rlp.integerOf(add, "vote") === 1n,
      };
    }),
  };
}
