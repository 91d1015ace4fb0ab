/** Recursive-length prefix (Yellow Paper, appendix B), read strictly: a value has one encoding. */

import { Malformed, integer, join, minimal } from "./bytes.js";

/** @typedef {Uint8Array | any[]} RlpValue bytes, or a list of such values */

const MAX_DEPTH = 64;

/** @param {RlpValue | bigint} item @returns {Uint8Array} */
export function encode(item) {
  if (typeof item === "bigint") return encode(minimal(item));
  if (Array.isArray(item)) return prefixed(0xc0, join(item.map(encode)));
  return item.length === 1 && item[0] < 0x80 ? item : prefixed(0x80, item);
}

/** @param {number} offset @param {Uint8Array} content */
function prefixed(offset, content) {
  if (content.length < 56) return join([Uint8Array.of(offset + content.length), content]);
  const length = minimal(BigInt(content.length));
  return join([Uint8Array.of(offset + 55 + length.length), length, content]);
}

/**
 * The value that bytes encode, to their last one.
 * @param {Uint8Array} data @param {number} [most] strings and lists, those within lists counted
 * @returns {RlpValue} its bytes are views of `data`
 */
export function decode(data, most = Infinity) {
  let at = 0;
  let count = 0;
  /** @type {(limit: number, depth: number) => RlpValue} */
  const item = (limit, depth) => {
    if (at === limit) throw new Malformed("RLP ends where an item should begin");
    if (++count > most) throw new Malformed(`RLP of more than ${most} items`);
    const first = data[at++];
    if (first < 0x80) return data.subarray(at - 1, at);
    const isList = first >= 0xc0;
    const end = endOf(first - (isList ? 0xc0 : 0x80), limit);
    if (!isList) {
      const bytes = data.subarray(at, end);
      if (bytes.length === 1 && bytes[0] < 0x80) throw new Malformed("RLP puts a prefix before a byte that needs none");
      at = end;
      return bytes;
    }
    if (depth === MAX_DEPTH) throw new Malformed(`RLP nests lists deeper than ${MAX_DEPTH}`);
    const items = [];
    while (at < end) items.push(item(end, depth + 1));
    return items;
  };
  /** Moves to an item's content, and gives where that ends. */
  const endOf = (/** @type {number} */ short, /** @type {number} */ limit) => {
    let length = short;
    if (short > 55) {
      const digits = data.subarray(at, at + short - 55);
      at += short - 55;
      length = Number(integer(digits));
      if (digits[0] === 0 || length < 56) throw new Malformed("RLP has a length that is not the shortest");
    }
    if (at + length > limit) throw new Malformed("RLP ends before its content does");
    return at + length;
  };
  const value = item(data.length, 0);
  if (at !== data.length) throw new Malformed("RLP has bytes after its end");
  return value;
}

// --- shapes: what a value has to be, and what is read of it ------------------------------------------------

/** Bytes, of one of these lengths if there are any. @param {...number} lengths */
export const bytes =
  (...lengths) =>
  (/** @type {RlpValue} */ value) => {
    if (Array.isArray(value)) throw new Malformed("there is a list where bytes should be");
    if (lengths.length && !lengths.includes(value.length))
      throw new Malformed(`${value.length} bytes are not ${lengths.join(" or ")}`);
    return value;
  };

/** A minimal integer of at most so many bytes. @param {number} [most] */
export const number =
  (most = 8) =>
  (/** @type {RlpValue} */ value) => {
    const read = bytes()(value);
    if (read[0] === 0 || read.length > most)
      throw new Malformed(`there is no minimal integer of at most ${most} bytes`);
    return integer(read);
  };

/** A list of any length. @template T @param {(value: RlpValue) => T} shape of each entry */
export const list = (shape) => (/** @type {RlpValue} */ value) => {
  if (!Array.isArray(value)) throw new Malformed("there are bytes where a list should be");
  return value.map(shape);
};

/**
 * A list with an entry of each shape.
 * @template {((value: RlpValue) => any)[]} S @param {S} shapes
 * @returns {(value: RlpValue) => {[K in keyof S]: ReturnType<S[K]>}}
 */
export const tuple =
  (...shapes) =>
  (value) => {
    const items = list(any)(value);
    if (items.length !== shapes.length) throw new Malformed(`there are ${items.length} items, not ${shapes.length}`);
    return /** @type {any} */ (shapes.map((shape, place) => shape(items[place])));
  };

/** Anything, unread. @param {RlpValue} value */
export const any = (value) => value;
