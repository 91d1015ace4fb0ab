/**
 * A second opinion on evidence bundles: docs/bundle.md once more, in another language and apart from the first verifier.
 *
 * It checks what the page says under "What was checked"; it replays no rule of the contracts, and makes no findings.
 */

import { hex, same } from "./bytes.js";
import { eventsByTopic } from "./contents.js";
import { pinnedDeployment } from "./deployment.js";
import { Header } from "./header.js";
import { LifeClaims } from "./lives.js";
import { LogClaims } from "./log.js";
import { KINDS, parts, readScope } from "./parts.js";
import { Path, fromCheckpoint, fromGenesis } from "./path.js";
import { Refused, held } from "./refused.js";
import * as rlp from "./rlp.js";
/** @import { EventType } from "./contents.js" */
/** @import { Artifact } from "./deployment.js" */
/** @import { Source } from "./parts.js" */

/**
 * @typedef {object} Pins What the auditor brings along.
 * @property {string} genesis hash, `0x` and 64 lower-case digits @property {string} deployment digest
 * @property {bigint} [until] block that the bundle has to reach @property {Uint8Array} [checkpoint] made by checking before
 */
/** @typedef {{contracts: Record<string, Artifact>, events: EventType[]}} Published what the contracts are */
/**
 * @typedef {object} Watch
 * @property {(found: object) => void} [found] an event or a failed call; proved only when the verdict says so
 * @property {(position: number, block: bigint | null) => Promise<void> | void} [progress] bytes that were read
 */

const ONE = rlp.tuple(rlp.bytes());
const FIELDS = rlp.tuple(rlp.list(rlp.any));
const NAMES = Object.fromEntries(Object.entries(KINDS).map(([name, kind]) => [kind, name]));

/**
 * @param {Uint8Array | Source} source of the bundle's bytes
 * @param {Pins} pins @param {Published} published @param {Watch} [watch]
 * @returns {Promise<any>} `proved`, and what is proved; or the rule that is broken, what was found, and where
 */
export async function verify(source, pins, published, watch = {}) {
  const chunks = source instanceof Uint8Array ? [source] : source;
  let verifier;
  let at = 0;
  let digest;
  try {
    verifier = new Verifier(pins, published, watch.found ?? (() => {}));
    for await (const part of parts(chunks)) {
      at = part.at;
      verifier.take(part.kind, part.items);
      digest = part.digest;
      await watch.progress?.(at, verifier.block);
    }
    return { proved: true, file: hex(digest), ...verifier.verdict() };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { block = null, within = null, contract = null } = error.place;
    const near = verifier?.block ?? null;
    return { proved: false, rule: error.rule, within, contract, found: error.message, block, at, near };
  }
}

class Verifier {
  /** @param {Pins} pins @param {Published} published @param {(found: object) => void} found */
  constructor(pins, published, found) {
    this.pins = pins;
    this.published = published;
    this.found = found;
    const { checkpoint } = pins;
    /** The auditor's own checkpoint: the number and hash of its block. */
    this.own = checkpoint ? held("CHECKPOINT", () => fromCheckpoint(checkpoint)) : null;
    this.counts = { headers: 0, events: 0, attempts: 0 };
    this.stage = "DEPLOYMENT";
    this.isOnPath = !checkpoint;
    this.hasHeader = false;
    /** The block that is being read. @type {bigint | null} */
    this.block = null;
    /** The block `to`, once it was read. @type {{hash: string, timestamp: bigint, validators: string[]} | null} */
    this.claimed = null;
  }

  /** @param {number} kind @param {rlp.RlpValue[]} items */
  take(kind, items) {
    const { DEPLOYMENT, SCOPE, GENESIS, CHECKPOINT, HEADER, STATE, BODY, INCLUDED, END } = KINDS;
    const inBlock = this.stage === "BLOCKS" && this.hasHeader;
    if (kind === DEPLOYMENT && this.stage === "DEPLOYMENT") this.#deployment(items);
    else if (kind === SCOPE && this.stage === "SCOPE") this.#scope(items);
    else if (kind === GENESIS && this.stage === "START") this.#genesis(items);
    else if (kind === CHECKPOINT && this.stage === "START") this.#checkpoint(items);
    else if (kind === HEADER && this.stage === "BLOCKS") this.#header(items);
    else if (kind === STATE && inBlock) this.claims.state(items);
    else if (kind === BODY && inBlock) this.#count(this.claims.body(items));
    else if (kind === INCLUDED && inBlock) this.#count(this.claims.included(items));
    else if (kind === END && this.stage === "BLOCKS") this.#end();
    else throw new Refused("FORMAT", `${NAMES[kind]} is not the part that comes next`);
  }

  verdict() {
    const { scope, claimed, path, deployment, pins, claims } = this;
    /** @type {object[]} */
    const none = [];
    return {
      deployment: pins.deployment,
      chainId: deployment.chainId,
      genesis: pins.genesis,
      engine: scope.engine,
      coverage: claims.coverage,
      from: scope.from,
      to: scope.to,
      lastHash: claimed.hash,
      lastAt: claimed.timestamp,
      pathFrom: this.pathFrom,
      pathTo: path.number,
      validators: path.validators,
      transactions: claims.transactions,
      ...this.counts,
      contracts: none,
      lives: none,
      ...claims.verdicts(),
    };
  }

  /** @param {rlp.RlpValue[]} items */
  #deployment(items) {
    const [essence] = held("FORMAT", () => ONE(items));
    this.deployment = pinnedDeployment(essence, this.pins.deployment, this.published.contracts);
    const { genesis } = this.deployment;
    if (genesis !== this.pins.genesis) throw new Refused("GENESIS", `the deployment is on the chain of ${genesis}`);
    this.stage = "SCOPE";
  }

  /** @param {rlp.RlpValue[]} items */
  #scope(items) {
    this.scope = held("FORMAT", () => readScope(items));
    const { until } = this.pins;
    const { to } = this.scope;
    if (until !== undefined && to < until)
      throw new Refused("UNTIL", `it ends at block ${to}, not at ${until} or later`);
    const Claims = this.scope.coverage === "lives" ? LifeClaims : LogClaims;
    this.claims = new Claims(this.scope, this.deployment.contracts, eventsByTopic(this.published.events));
    this.stage = "START";
  }

  /** @param {rlp.RlpValue[]} items */
  #genesis(items) {
    const genesis = held("FORMAT", () => new Header(FIELDS(items)[0]));
    const hash = hex(genesis.hash());
    if (genesis.number !== 0n || hash !== this.pins.genesis) {
      throw new Refused("GENESIS", `the chain begins with ${hash}`, { block: 0n, within: "GENESIS" });
    }
    this.#begin(fromGenesis(this.scope.engine, this.scope.epoch, genesis));
    this.#beginBlock(genesis);
  }

  /** @param {rlp.RlpValue[]} items */
  #checkpoint(items) {
    const [given] = held("FORMAT", () => ONE(items));
    const { own, scope, pins } = this;
    if (!own || !same(pins.checkpoint, given)) {
      throw new Refused("CHECKPOINT", "it begins with a checkpoint, which proves nothing unless it is your own");
    }
    if (hex(own.genesisHash) !== pins.genesis || own.engine !== scope.engine || own.epoch !== scope.epoch) {
      throw new Refused("CHECKPOINT", "the checkpoint is of another chain, or of other rules");
    }
    if (scope.stateBlocks.some((block) => block <= own.number)) {
      throw new Refused("FORMAT", "it would show a state from before its path");
    }
    this.#begin(new Path(own));
  }

  /** @param {Path} path */
  #begin(path) {
    this.path = path;
    this.pathFrom = path.number;
    this.stage = "BLOCKS";
    this.#compare();
    if (path.number > this.scope.to) throw new Refused("FORMAT", "its path begins after the last block that it claims");
  }

  /** @param {rlp.RlpValue[]} items */
  #header(items) {
    this.block = this.path.number + 1n;
    if (this.hasHeader) this.#endBlock();
    const header = this.path.take(items);
    if (!this.hasHeader && this.scope.from && header.number > this.scope.from) {
      throw new Refused("FORMAT", "its path begins after the first block that it claims");
    }
    this.counts.headers++;
    this.#compare();
    this.#beginBlock(header);
  }

  /** @param {Header} header */
  #beginBlock(header) {
    this.block = header.number;
    this.hasHeader = true;
    this.claims.beginBlock(header);
  }

  #endBlock() {
    this.claims.endBlock();
    const { number, hash, timestamp, validators } = this.path;
    if (number === this.scope.to) this.claimed = { hash: hex(hash), timestamp, validators };
  }

  /** Whether the path goes through the auditor's own checkpoint. */
  #compare() {
    const { own, path } = this;
    if (own?.number !== path.number) return;
    if (!same(own.hash, path.hash)) {
      throw new Refused("CHECKPOINT", `the block is ${hex(path.hash)}, not ${hex(own.hash)}`, { block: path.number });
    }
    this.isOnPath = true;
  }

  #end() {
    if (this.hasHeader) this.#endBlock();
    this.path.finish();
    const { claimed, path, scope } = this;
    const follow = path.number - scope.to;
    if (!claimed) throw new Refused("FORMAT", `its headers end at block ${path.number}, and it claims ${scope.to}`);
    const asked = scope.engine === "clique" ? BigInt(Math.floor(claimed.validators.length / 2) + 1) : 0n;
    if (follow !== asked) {
      const found = `${follow} headers follow block ${scope.to}; it takes ${asked}`;
      throw new Refused("SETTLED", found, { block: path.number });
    }
    if (!this.isOnPath) {
      throw new Refused("CHECKPOINT", "the path ends before the checkpoint that was given", { block: path.number });
    }
    this.claims.verdicts();
    this.stage = "OVER";
  }

  /** @param {any[]} found */
  #count(found) {
    for (const one of found) {
      this.counts[one.kind === "event" ? "events" : "attempts"]++;
      this.found({ ...one, block: this.block, timestamp: this.path.timestamp });
    }
  }
}
