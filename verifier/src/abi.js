/** The contract ABI ("Contract ABI Specification" of Solidity's documentation), read strictly: one encoding of a value. */

import { Malformed, hex, integer, textOf } from "./bytes.js";

/** @typedef {string | bigint | boolean | any[]} AbiValue bytes and addresses as `0x…` */
/**
 * @typedef {object} Codec
 * @property {number} head bytes in the head
 * @property {boolean} dynamic whether the value stands in the tail
 * @property {(data: Uint8Array, at: number) => [AbiValue, number]} read the value, and where it ends
 */

/** @type {Map<string, Codec>} */
const CODECS = new Map();

/** @param {string} type canonical, for instance `(uint64,bytes32)[]` @returns {Codec} */
export function codec(type) {
  const known = CODECS.get(type) ?? made(type);
  CODECS.set(type, known);
  return known;
}

/** @param {string} type @returns {Codec} */
function made(type) {
  const array = /^(.*)\[(\d*)\]$/.exec(type);
  if (array) return array[2] ? tuple(new Array(Number(array[2])).fill(codec(array[1]))) : list(codec(array[1]));
  if (type.startsWith("(")) return tuple(membersOf(type).map(codec));
  if (type === "bytes") return bytes(hex);
  if (type === "string") return bytes(textOf);
  if (type === "bool") return single((read) => bounded(integer(read), 1n) === 1n);
  if (type === "address") return single((read) => behind(read.subarray(12), read.subarray(0, 12)));
  const [, kind, digits] = /^(uint|bytes)(\d+)$/.exec(type) ?? [];
  const size = Number(digits);
  if (kind === "uint") return single((read) => bounded(integer(read), (1n << BigInt(size)) - 1n));
  if (kind === "bytes") return single((read) => behind(read.subarray(0, size), read.subarray(size)));
  throw new Malformed(`${type} is no type that the contracts have`);
}

/** @param {string} type of a tuple @returns {string[]} its members' types */
export function membersOf(type) {
  const parts = [""];
  let depth = 0;
  for (const character of type.slice(1, -1)) {
    depth += { "(": 1, ")": -1 }[character] ?? 0;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** All values that data encodes, to its last byte. @param {string[]} types @param {Uint8Array} data @returns {AbiValue[]} */
export function decode(types, data) {
  const [values, end] = readAll(types.map(codec), data, 0);
  if (end !== data.length) throw new Malformed(`an encoding takes ${end} bytes, and ${data.length} are there`);
  return values;
}

/** @param {Uint8Array} data @param {number} at */
function wordAt(data, at) {
  if (at + 32 > data.length)
    throw new Malformed(`an encoding ends after ${data.length} bytes; a word was to stand at ${at}`);
  return data.subarray(at, at + 32);
}

/** @param {(read: Uint8Array) => AbiValue} read @returns {Codec} */
function single(read) {
  return { head: 32, dynamic: false, read: (data, at) => [read(wordAt(data, at)), at + 32] };
}

/** @param {(read: Uint8Array) => string} read @returns {Codec} */
function bytes(read) {
  return {
    head: 32,
    dynamic: true,
    read: (data, at) => {
      const start = at + 32;
      const length = lengthAt(data, at, 1);
      const end = start + Math.ceil(length / 32) * 32;
      if (end > data.length) throw new Malformed("bytes are not padded to whole words");
      zeros(data.subarray(start + length, end));
      return [read(data.subarray(start, start + length)), end];
    },
  };
}

/** @param {Codec} element @returns {Codec} */
function list(element) {
  return {
    head: 32,
    dynamic: true,
    read: (data, at) => readAll(new Array(lengthAt(data, at, element.head)).fill(element), data, at + 32),
  };
}

/** @param {Codec[]} elements @returns {Codec} */
function tuple(elements) {
  const dynamic = elements.some((element) => element.dynamic);
  const head = dynamic ? 32 : elements.reduce((sum, element) => sum + element.head, 0);
  return { head, dynamic, read: (data, at) => readAll(elements, data, at) };
}

/** A length that leaves room for as many elements. @param {Uint8Array} data @param {number} at @param {number} size */
function lengthAt(data, at, size) {
  const length = integer(wordAt(data, at));
  if (length * BigInt(size) > BigInt(data.length - at - 32))
    throw new Malformed("an encoding announces more than is there");
  return Number(length);
}

/** Heads, then tails in the same order without gaps. @param {Codec[]} elements @param {Uint8Array} data @param {number} start
 * @returns {[AbiValue[], number]} */
function readAll(elements, data, start) {
  const values = [];
  let head = start;
  let end = start + elements.reduce((sum, element) => sum + element.head, 0);
  for (const element of elements) {
    if (element.dynamic && integer(wordAt(data, head)) !== BigInt(end - start)) {
      throw new Malformed("an offset does not lead to the end of the values before it");
    }
    const [value, after] = element.read(data, element.dynamic ? end : head);
    if (element.dynamic) end = after;
    values.push(value);
    head += element.head;
  }
  return [values, end];
}

/** @param {bigint} value @param {bigint} most */
function bounded(value, most) {
  if (value > most) throw new Malformed(`${value} is more than ${most}`);
  return value;
}

/** A value with nothing but zeros beside it in its word. @param {Uint8Array} value @param {Uint8Array} padding */
function behind(value, padding) {
  zeros(padding);
  return hex(value);
}

/** @param {Uint8Array} padding */
function zeros(padding) {
  if (padding.some((byte) => byte !== 0)) throw new Malformed("a value has bytes beside it that are not zero");
}
