/** Merkle-Patricia tries (Yellow Paper, appendix D): the root over a list, and proofs of a value or of its absence. */

import { Malformed, hex, keccak, same, unhex, word } from "./bytes.js";
import * as rlp from "./rlp.js";

const BYTES = rlp.bytes();
/** Nonce, balance, root of the storage, hash of the code. */
const ACCOUNT = rlp.tuple(rlp.number(32), rlp.number(32), rlp.bytes(32), rlp.bytes(32));
export const EMPTY_ROOT = keccak(rlp.encode(new Uint8Array()));

/**
 * The root of the trie that holds each value under the RLP of its place.
 * @param {Uint8Array[]} values
 */
export function rootOfList(values) {
  const leaves = values.map((value, place) => /** @type {const} */ ([nibbles(rlp.encode(BigInt(place))), value]));
  leaves.sort(([one], [other]) => (one < other ? -1 : 1));
  return leaves.length ? keccak(rlp.encode(node(leaves, 0))) : EMPTY_ROOT;
}

/** @param {Uint8Array} bytes @returns {string} */
const nibbles = (bytes) => hex(bytes).slice(2);

/**
 * The node above leaves that share the first `depth` nibbles. No key of a list is the beginning of another one.
 * @param {(readonly [string, Uint8Array])[]} leaves sorted @param {number} depth
 * @returns {rlp.RlpValue}
 */
function node(leaves, depth) {
  const [first, value] = leaves[0];
  if (leaves.length === 1) return [path(first.slice(depth), true), value];
  const last = leaves[leaves.length - 1][0];
  let shared = depth;
  while (first[shared] === last[shared]) shared++;
  if (shared > depth) return [path(first.slice(depth, shared), false), reference(node(leaves, shared))];
  const children = Array.from("0123456789abcdef", (digit) => {
    const below = leaves.filter(([key]) => key[depth] === digit);
    return below.length ? reference(node(below, depth + 1)) : new Uint8Array();
  });
  return [...children, new Uint8Array()];
}

/** How a node stands in its parent: itself when shorter than a hash. @param {rlp.RlpValue} below */
function reference(below) {
  const encoded = rlp.encode(below);
  return encoded.length < 32 ? below : keccak(encoded);
}

/** The hex-prefix encoding (appendix C). @param {string} part of a key, in digits @param {boolean} isLeaf */
function path(part, isLeaf) {
  const odd = part.length % 2;
  return unhex(`0x${2 * Number(isLeaf) + odd}${odd ? "" : "0"}${part}`);
}

/**
 * The value that a trie holds under a key, by the nodes down to it, each used once and in order.
 * @param {Uint8Array} root @param {Uint8Array} key as it stands in the trie @param {Uint8Array[]} nodes
 * @returns {Uint8Array | null} null: the nodes show that there is none
 */
export function proved(root, key, nodes) {
  if (same(root, EMPTY_ROOT) && nodes.length === 0) return null;
  let used = 0;
  const next = (/** @type {rlp.RlpValue} */ digest) => {
    if (Array.isArray(digest)) return checkedNode(digest);
    if (used === nodes.length) throw new Malformed(`the nodes of a proof end after ${used}`);
    if (!same(keccak(nodes[used]), digest))
      throw new Malformed(`node ${used} of a proof is not the one named above it`);
    return checkedNode(rlp.decode(nodes[used++]));
  };
  const value = walk(next(root), nibbles(key), next);
  if (used !== nodes.length) throw new Malformed(`a proof has ${nodes.length} nodes, and ${used} lead to the key`);
  return value;
}

/**
 * @param {rlp.RlpValue[]} current @param {string} rest of the key @param {(below: rlp.RlpValue) => rlp.RlpValue[]} next
 * @returns {Uint8Array | null}
 */
function walk(current, rest, next) {
  for (;;) {
    let child;
    if (current.length === 17) {
      if (rest === "") return ending(current[16]);
      child = current[parseInt(rest[0], 16)];
      rest = rest.slice(1);
    } else {
      const digits = nibbles(BYTES(current[0]));
      if (!/^(1|3|00|20)/.test(digits)) throw new Malformed("a path in a trie is not encoded as one");
      const part = digits.slice("13".includes(digits[0]) ? 1 : 2);
      if (digits[0] >= "2") return part === rest ? ending(current[1]) : null;
      if (!rest.startsWith(part)) return null;
      child = current[1];
      rest = rest.slice(part.length);
    }
    if (child.length === 0 && !Array.isArray(child)) return null;
    current = next(child);
  }
}

/** @param {rlp.RlpValue} value */
function checkedNode(value) {
  const items = rlp.list(rlp.any)(value);
  if (items.length !== 2 && items.length !== 17) throw new Malformed("a node of a trie is neither a branch nor a path");
  return items;
}

/** @param {rlp.RlpValue} value */
function ending(value) {
  const bytes = BYTES(value);
  return bytes.length ? bytes : null;
}

// --- states (EIP-1186; Yellow Paper 4.1) -----------------------------------------------------------------

/**
 * The account that a state holds.
 * @param {Uint8Array} stateRoot @param {string} address @param {Uint8Array[]} nodes
 * @returns {{storageRoot: Uint8Array, codeHash: Uint8Array} | null} null: there is none
 */
export function provedAccount(stateRoot, address, nodes) {
  const value = proved(stateRoot, keccak(unhex(address)), nodes);
  if (value === null) return null;
  const [, , storageRoot, codeHash] = ACCOUNT(rlp.decode(value));
  return { storageRoot, codeHash };
}

/**
 * The word in a slot of an account's storage; 0 if none was written.
 * @param {Uint8Array} storageRoot @param {bigint} slot @param {Uint8Array[]} nodes
 */
export function provedWord(storageRoot, slot, nodes) {
  const value = proved(storageRoot, keccak(word(slot)), nodes);
  if (value === null) return 0n;
  const found = rlp.number(32)(rlp.decode(value));
  if (found === 0n) throw new Malformed("a word of a storage is 0, which no storage holds");
  return found;
}
