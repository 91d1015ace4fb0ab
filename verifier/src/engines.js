/** What each engine writes into a header: who made and sealed it, the validators, a vote. docs/consensus.md. */

import { HALF_ORDER, Malformed, hex, integer, join, keccak, same, signer, unhex } from "./bytes.js";
import * as rlp from "./rlp.js";
/** @import { Header } from "./header.js" */

/** @typedef {{target: string, add: boolean}} Vote */
/**
 * @typedef {object} Extra What extra data says.
 * @property {Uint8Array} vanity
 * @property {string[]} listed validators, in its order
 * @property {Vote | null} vote of QBFT and IBFT 2.0
 * @property {Uint8Array} round of QBFT and IBFT 2.0, as it stands there
 * @property {Uint8Array} proposerSeal of IBFT 1; Clique: the one seal
 * @property {Uint8Array[]} seals committed
 */

const ISTANBUL = unhex("0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");
const NOBODY = hex(new Uint8Array(20));
const NONE = new Uint8Array();
const ADD = Uint8Array.of(0xff);
const ADD_NONCE = new Uint8Array(8).fill(0xff);
const DROP_NONCE = new Uint8Array(8);

/** By engine: the ways of counting votes of its clients, and whether a vote stands in coinbase and nonce. */
export const ENGINES = {
  clique: { countings: ["geth"], votesByNonce: true },
  qbft: { countings: ["besu", "geth"], votesByNonce: false },
  ibft2: { countings: ["besu"], votesByNonce: false },
  ibft1: { countings: ["besu", "geth"], votesByNonce: true },
};
/** @typedef {keyof typeof ENGINES} Engine */

/** @param {Engine} engine @param {Header} header @returns {string | null} the rule that the header alone breaks */
export function brokenField(engine, header) {
  const clique = engine === "clique";
  const nonce = header.bytes("nonce");
  if (!same(header.bytes("ommersHash"), keccak(rlp.encode([])))) return "OMMERS";
  if (!same(header.bytes("mixHash"), clique ? new Uint8Array(32) : ISTANBUL)) return "MIX_HASH";
  if (!same(nonce, DROP_NONCE) && !(ENGINES[engine].votesByNonce && same(nonce, ADD_NONCE))) return "NONCE";
  if (!clique && header.integer("difficulty") !== 1n) return "DIFFICULTY";
  if (header.integer("gasUsed") > header.integer("gasLimit")) return "GAS";
  return clique && header.has("withdrawalsRoot") ? "FORK" : null;
}

/** Extra data, read strictly. @param {Engine} engine @param {Uint8Array} data @returns {Extra} */
export function readExtra(engine, data) {
  const extra = { vanity: data.subarray(0, 32), listed: [], vote: null, round: NONE, proposerSeal: NONE, seals: [] };
  if (engine === "clique") {
    const length = data.length - 97;
    if (length < 0 || length % 20) throw new Malformed("the extra data is not vanity, signers and seal");
    const listed = Array.from({ length: length / 20 }, (_, place) =>
      hex(data.subarray(32 + 20 * place, 52 + 20 * place)),
    );
    return { ...extra, listed, proposerSeal: data.subarray(-65) };
  }
  if (engine === "ibft1") {
    if (data.length < 32) throw new Malformed("the extra data is shorter than its vanity");
    const [validators, proposerSeal, seals] = rlp.listOf(rlp.decode(data.subarray(32)), "extra data", 3);
    return {
      ...extra,
      listed: addresses(validators),
      proposerSeal: rlp.bytesOf(proposerSeal, "proposer's seal", 0, 65),
      seals: rlp.allBytesOf(seals, "seal", 65),
    };
  }
  const [vanity, validators, vote, round, seals] = rlp.listOf(rlp.decode(data), "extra data", 5);
  const noVote =
    engine === "qbft" ? Array.isArray(vote) && vote.length === 0 : !Array.isArray(vote) && vote.length === 0;
  if (engine === "qbft") rlp.integerOf(round, "round", 4);
  return {
    ...extra,
    vanity: rlp.bytesOf(vanity, "vanity", 32),
    listed: addresses(validators),
    vote: noVote ? null : readVote(vote, engine === "qbft" ? NONE : Uint8Array.of(0)),
    round: engine === "qbft" ? rlp.bytesOf(round, "round") : rlp.bytesOf(round, "round", 4),
    seals: rlp.allBytesOf(seals, "seal", 65),
  };
}

/** @param {rlp.RlpValue} value */
function addresses(value) {
  return rlp.allBytesOf(value, "validator", 20).map(hex);
}

/** @param {rlp.RlpValue} value @param {Uint8Array} drop */
function readVote(value, drop) {
  const [target, direction] = rlp.listOf(value, "vote", 2);
  const way = rlp.bytesOf(direction, "vote");
  if (!same(way, ADD) && !same(way, drop)) throw new Malformed("a vote says neither add nor drop");
  return { target: hex(rlp.bytesOf(target, "vote", 20)), add: same(way, ADD) };
}

/** The items of a BFT engine's extra data, without those behind `vote`. @param {Engine} engine @param {Extra} extra */
function front(engine, extra) {
  const drop = engine === "qbft" ? NONE : Uint8Array.of(0);
  const vote = extra.vote ? [unhex(extra.vote.target), extra.vote.add ? ADD : drop] : engine === "qbft" ? [] : NONE;
  return [extra.vanity, extra.listed.map((address) => unhex(address)), vote];
}

/** @param {Extra} extra @param {Uint8Array} proposerSeal */
function ibft1Extra(extra, proposerSeal) {
  return join(extra.vanity, rlp.encode([extra.listed.map((address) => unhex(address)), proposerSeal, []]));
}

/** Extra data in the form without committed seals. @param {Engine} engine @param {Extra} extra */
export function bareExtra(engine, extra) {
  if (engine === "ibft1") return ibft1Extra(extra, extra.proposerSeal);
  return rlp.encode([...front(engine, extra), engine === "qbft" ? NONE : new Uint8Array(4), []]);
}

/**
 * What a header after the genesis says of who made it.
 * @param {Engine} engine @param {Header} header @param {Extra} extra
 * @returns {{hash: Uint8Array, signed: Uint8Array, proposer: string, vote: Vote | null}} the block's hash, and what the
 *   committed seals sign
 */
export function madeBy(engine, header, extra) {
  const target = hex(header.bytes("coinbase"));
  const add = same(header.bytes("nonce"), ADD_NONCE);
  const vote = ENGINES[engine].votesByNonce ? (target === NOBODY && !add ? null : { target, add }) : extra.vote;
  switch (engine) {
    case "clique": {
      const signed = header.hash(header.bytes("extraData").subarray(0, -65));
      return { hash: header.hash(), signed, proposer: sealer(signed, extra.proposerSeal), vote };
    }
    case "ibft1": {
      const hash = header.hash(ibft1Extra(extra, extra.proposerSeal));
      const proposer = sealer(keccak(header.hash(ibft1Extra(extra, NONE))), extra.proposerSeal);
      return { hash, signed: keccak(hash, Uint8Array.of(2)), proposer, vote };
    }
    case "qbft": {
      const signed = header.hash(rlp.encode([...front(engine, extra), extra.round, []]));
      const hash = extra.round.length ? header.hash(bareExtra(engine, extra)) : signed;
      return { hash, signed, proposer: target, vote };
    }
    case "ibft2": {
      const signed = header.hash(rlp.encode([...front(engine, extra), extra.round]));
      return { hash: header.hash(rlp.encode(front(engine, extra))), signed, proposer: target, vote };
    }
  }
}

/** Who sealed a hash; v is 0 or 1. @param {Uint8Array} hash @param {Uint8Array} seal r ‖ s ‖ v */
export function sealer(hash, seal) {
  if (seal.length !== 65 || seal[64] > 1) throw new Malformed("a seal is not 65 bytes of which the last is 0 or 1");
  return signer(hash, seal.subarray(0, 64), seal[64]);
}

/** Whether a seal has the lower s of its two forms. @param {Uint8Array} seal */
export function isLow(seal) {
  return integer(seal.subarray(32, 64)) <= HALF_ORDER;
}
