/** What each engine writes into a header: who made and sealed it, the validators, a vote (docs/consensus.md). */

import { HALF_ORDER, Malformed, hex, integer, join, keccak, same, signer, unhex, utf8 } from "./bytes.js";
import * as rlp from "./rlp.js";
/** @import { Header } from "./header.js" */

/** @typedef {{target: string, add: boolean}} Vote */
/**
 * @typedef {object} Extra What extra data says.
 * @property {Uint8Array} vanity
 * @property {string[]} listed validators, in its order
 * @property {rlp.RlpValue} ballot of QBFT and IBFT 2.0: the vote as it stands there
 * @property {Uint8Array} round of QBFT and IBFT 2.0, as it stands there
 * @property {Uint8Array} ownSeal the proposer's; Clique and IBFT 1
 * @property {Uint8Array[]} seals committed
 */

const ISTANBUL = utf8("ctical byzantine fault tolerance");
const NOBODY = hex(new Uint8Array(20));
const NONE = new Uint8Array();
const ADD = Uint8Array.of(0xff);
const ADD_NONCE = new Uint8Array(8).fill(0xff);

/** By engine: the ways of counting votes of its clients; where a vote stands; how dropping is written in a ballot. */
export const ENGINES = {
  clique: { countings: ["geth"], votesByNonce: true, drop: NONE },
  qbft: { countings: ["besu", "geth"], votesByNonce: false, drop: NONE },
  ibft2: { countings: ["besu"], votesByNonce: false, drop: Uint8Array.of(0) },
  ibft1: { countings: ["besu", "geth"], votesByNonce: true, drop: NONE },
};
/** @typedef {keyof typeof ENGINES} Engine */

const ADDRESSES = rlp.list((item) => hex(rlp.bytes(20)(item)));
const SEALS = rlp.list(rlp.bytes(65));
const FIVE = rlp.tuple(rlp.bytes(32), ADDRESSES, rlp.any, rlp.bytes(0, 1, 2, 3, 4), SEALS);
const THREE = rlp.tuple(ADDRESSES, rlp.bytes(0, 65), SEALS);
const BALLOT = rlp.tuple(rlp.bytes(20), rlp.bytes(0, 1));

/** @param {Engine} engine @param {Header} header @returns {string | null} the rule that the header alone breaks */
export function brokenField(engine, header) {
  const isClique = engine === "clique";
  const nonce = header.bytes("nonce");
  const isNonce = integer(nonce) === 0n || (ENGINES[engine].votesByNonce && same(nonce, ADD_NONCE));
  if (!same(header.bytes("ommersHash"), keccak(rlp.encode([])))) return "OMMERS";
  if (!same(header.bytes("mixHash"), isClique ? new Uint8Array(32) : ISTANBUL)) return "MIX_HASH";
  if (!isNonce) return "NONCE";
  if (!isClique && header.integer("difficulty") !== 1n) return "DIFFICULTY";
  if (header.integer("gasUsed") > header.integer("gasLimit")) return "GAS";
  return isClique && header.bytes("withdrawalsRoot") ? "FORK" : null;
}

/** Extra data, read strictly. @param {Engine} engine @param {Uint8Array} data @returns {Extra} */
export function readExtra(engine, data) {
  /** @type {Extra} */
  const nothing = { vanity: data.subarray(0, 32), listed: [], ballot: NONE, round: NONE, ownSeal: NONE, seals: [] };
  if (engine === "clique") {
    const count = (data.length - 97) / 20;
    if (count < 0 || !Number.isInteger(count)) throw new Malformed("the extra data is not vanity, signers and seal");
    const listed = Array.from({ length: count }, (_, place) => hex(data.subarray(32 + 20 * place, 52 + 20 * place)));
    return { ...nothing, listed, ownSeal: data.subarray(-65) };
  }
  if (engine === "ibft1") {
    if (data.length < 32) throw new Malformed("the extra data is shorter than its vanity");
    const [listed, ownSeal, seals] = THREE(rlp.decode(data.subarray(32)));
    return { ...nothing, listed, ownSeal, seals };
  }
  const [vanity, listed, ballot, round, seals] = FIVE(rlp.decode(data));
  if (engine === "qbft" ? round[0] === 0 : round.length !== 4) throw new Malformed("the round is not written as it is");
  const extra = { ...nothing, vanity, listed, ballot, round, seals };
  voteOf(engine, extra);
  return extra;
}

/** The vote in extra data. @param {Engine} engine @param {Extra} extra @returns {Vote | null} */
function voteOf(engine, { ballot }) {
  if (ballot.length === 0 && Array.isArray(ballot) === (engine === "qbft")) return null;
  const [target, way] = BALLOT(ballot);
  const add = same(way, ADD);
  if (!add && !same(way, ENGINES[engine].drop)) throw new Malformed("a vote says neither add nor drop");
  return { target: hex(target), add };
}

/** Extra data with another seal of the proposer, without committed ones. @param {Extra} extra @param {Uint8Array} ownSeal */
function ibft1Extra(extra, ownSeal) {
  return join([extra.vanity, rlp.encode([extra.listed.map((one) => unhex(one)), ownSeal, []])]);
}

/** QBFT's and IBFT 2.0's extra data up to the vote, and what is to follow. @param {Extra} extra @param {...rlp.RlpValue} rest */
function votingExtra({ vanity, listed, ballot }, ...rest) {
  return rlp.encode([vanity, listed.map((one) => unhex(one)), ballot, ...rest]);
}

/** A BFT engine's extra data in the form without committed seals. @param {Engine} engine @param {Extra} extra */
export function bareExtra(engine, extra) {
  if (engine === "ibft1") return ibft1Extra(extra, extra.ownSeal);
  return votingExtra(extra, engine === "qbft" ? NONE : new Uint8Array(4), []);
}

/**
 * What a header after the genesis says of who made it.
 * @param {Engine} engine @param {Header} header @param {Extra} extra
 * @returns {{hash: Uint8Array, signed: Uint8Array, proposer: string, vote: Vote | null}} the block's hash, and what the
 *   committed seals sign
 */
export function madeBy(engine, header, extra) {
  const coinbase = hex(header.bytes("coinbase"));
  const add = same(header.bytes("nonce"), ADD_NONCE);
  const byNonce = coinbase === NOBODY && !add ? null : { target: coinbase, add };
  const vote = ENGINES[engine].votesByNonce ? byNonce : voteOf(engine, extra);
  const hashWith = (/** @type {Uint8Array} */ data) => header.with(data).hash();
  switch (engine) {
    case "clique": {
      const signed = hashWith(header.bytes("extraData").subarray(0, -65));
      return { hash: header.hash(), signed, proposer: sealer(signed, extra.ownSeal), vote };
    }
    case "ibft1": {
      const hash = hashWith(ibft1Extra(extra, extra.ownSeal));
      const proposer = sealer(keccak(hashWith(ibft1Extra(extra, NONE))), extra.ownSeal);
      return { hash, signed: keccak(hash, Uint8Array.of(2)), proposer, vote };
    }
    case "qbft": {
      const signed = hashWith(votingExtra(extra, extra.round, []));
      const hash = extra.round.length ? hashWith(bareExtra(engine, extra)) : signed;
      return { hash, signed, proposer: coinbase, vote };
    }
    case "ibft2": {
      const signed = hashWith(votingExtra(extra, extra.round));
      return { hash: hashWith(votingExtra(extra)), signed, proposer: coinbase, vote };
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
