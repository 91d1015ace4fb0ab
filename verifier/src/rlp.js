/** Recursive-length prefix (Yellow Paper, appendix B), read strictly: a value has one encoding. */

import { Malformed, integer, join, minimal } from "./bytes.js";

/** @typedef {Uint8Array | RlpValue[]} RlpValue bytes or a list of such values */

const MAX_DEPTH = 64;

/** @param {RlpValue | bigint} item @returns {Uint8Array} */
export function encode(item) {
  if (typeof item === "bigint") return encode(minimal(item));
  if (Array.isArray(item)) {
    const body = join(...item.map(encode));
    return join(prefix(0xc0, body.length), body);
  }
  return item.length === 1 && item[0] < 0x80 ? item : join(prefix(0x80, item.length), item);
}

/** @param {number} offset @param {number} length */
function prefix(offset, length) {
  if (length < 56) return Uint8Array.of(offset + length);
  const size = minimal(BigInt(length));
  return Uint8Array.of(offset + 55 + size.length, ...size);
}

/**
 * The value that bytes encode, to their last one.
 * @param {Uint8Array} data @param {number} [most] strings and lists, those within lists counted
 * @returns {RlpValue} its bytes are views of `data`
 */
export function decode(data, most = Infinity) {
  let at = 0;
  let count = 0;
  /** @param {number} limit @param {number} depth @returns {RlpValue} */
  const item = (limit, depth) => {
    if (at === limit) throw new Malformed("RLP ends where an item should begin");
    if (++count > most) throw new Malformed(`RLP of more than ${most} items`);
    const first = data[at++];
    if (first < 0x80) return data.subarray(at - 1, at);
    const isList = first >= 0xc0;
    const end = span(first - (isList ? 0xc0 : 0x80), limit);
    if (!isList) {
      if (end - at === 1 && data[at] < 0x80) throw new Malformed("RLP puts a prefix before a byte that needs none");
      const bytes = data.subarray(at, end);
      at = end;
      return bytes;
    }
    if (depth === MAX_DEPTH) throw new Malformed(`RLP nests lists deeper than ${MAX_DEPTH}`);
    const items = [];
    while (at < end) items.push(item(end, depth + 1));
    return items;
  };
  /** Moves to the content; gives its end. @param {number} short @param {number} limit */
  const span = (short, limit) => {
    let length = short;
    if (short > 55) {
      const size = data.subarray(at, at + short - 55);
      at += size.length;
      length = Number(integer(size));
      if (size.length < short - 55 || size[0] === 0 || length < 56)
        throw new Malformed("RLP has a length in another form than the shortest");
    }
    if (at + length > limit) throw new Malformed("RLP ends before its content does");
    return at + length;
  };
  const value = item(data.length, 0);
  if (at !== data.length) throw new Malformed("RLP has bytes after its end");
  return value;
}

// --- reading values ------------------------------------------------------------------------------------

/** @param {RlpValue} value @param {string} what @param {...number} lengths in bytes, if not any @returns {Uint8Array} */
export function bytesOf(value, what, ...lengths) {
  if (Array.isArray(value)) throw new Malformed(`${what}: a list where bytes should be`);
  if (lengths.length && !lengths.includes(value.length))
    throw new Malformed(`${what}: ${value.length} bytes, not ${lengths.join(" or ")}`);
  return value;
}

/** @param {RlpValue} value @param {string} what @param {number} [length] in items @returns {RlpValue[]} */
export function listOf(value, what, length) {
  if (!Array.isArray(value)) throw new Malformed(`${what}: no list`);
  if (length !== undefined && value.length !== length)
    throw new Malformed(`${what}: ${value.length} items, not ${length}`);
  return value;
}

/** @param {RlpValue} value @param {string} what @param {number} [most] bytes @returns {bigint} of a minimal integer */
export function integerOf(value, what, most = 8) {
  const bytes = bytesOf(value, what);
  if (bytes[0] === 0 || bytes.length > most)
    throw new Malformed(`${what}: no minimal integer of at most ${most} bytes`);
  return integer(bytes);
}

/** @param {RlpValue} value @param {string} what @param {...number} lengths @returns {Uint8Array[]} */
export function allBytesOf(value, what, ...lengths) {
  return listOf(value, what).map((entry) => bytesOf(entry, what, ...lengths));
}
