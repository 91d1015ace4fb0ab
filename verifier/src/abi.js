/** The contract ABI ("Contract ABI Specification" of Solidity's documentation), read strictly: one encoding of a value. */

import { Malformed, hex, integer, join, left, unhex, utf8, word } from "./bytes.js";

/** @typedef {string | bigint | boolean | AbiValue[]} AbiValue bytes and addresses as `0x…` */
/**
 * @typedef {object} Codec
 * @property {number} head bytes in the head
 * @property {boolean} dynamic whether the value stands in the tail
 * @property {(data: Uint8Array, at: number) => [AbiValue, number]} read the value, and where it ends
 * @property {(value: any) => Uint8Array} write a value as deployments have it: integers as decimal text
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
  if (type === "bytes") return bytes(hex, (text) => unhex(text));
  if (type === "string") return bytes(text, utf8);
  if (type === "bool") return single((read) => bounded(integer(read), 1n) === 1n, (value) => word(value === true ? 1n : oneOf(value, false, 0n)));
  if (type === "address") return single((read) => (zeros(read.subarray(0, 12)), hex(read.subarray(12))), (value) => left(unhex(value, 20)));
  const [, kind, size] = /^(uint|bytes)(\d+)$/.exec(type) ?? [];
  if (kind === "uint") {
    const most = (1n << BigInt(size)) - 1n;
    return single((read) => bounded(integer(read), most), (value) => word(bounded(decimal(value), most)));
  }
  if (kind !== "bytes") throw new Malformed(`${type} is no type that the contracts have`);
  const length = Number(size);
  return single(
    (read) => (zeros(read.subarray(length)), hex(read.subarray(0, length))),
    (value) => join(unhex(value, length), new Uint8Array(32 - length)),
  );
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

/** @param {string[]} types @param {any[]} values */
export function encode(types, values) {
  return writeAll(types.map(codec), values);
}

/** @param {Uint8Array} data @param {number} at */
function wordAt(data, at) {
  if (at + 32 > data.length) throw new Malformed(`an encoding ends after ${data.length} bytes; a word was to stand at ${at}`);
  return data.subarray(at, at + 32);
}

/** @param {(read: Uint8Array) => AbiValue} read @param {(value: any) => Uint8Array} write @returns {Codec} */
function single(read, write) {
  return { head: 32, dynamic: false, read: (data, at) => [read(wordAt(data, at)), at + 32], write };
}

/** @param {(read: Uint8Array) => string} read @param {(value: any) => Uint8Array} write @returns {Codec} */
function bytes(read, write) {
  return {
    head: 32,
    dynamic: true,
    read: (data, at) => {
      const length = lengthAt(data, at, 1);
      const end = at + 32 + Math.ceil(length / 32) * 32;
      if (end > data.length) throw new Malformed("bytes are not padded to whole words");
      zeros(data.subarray(at + 32 + length, end));
      return [read(data.subarray(at + 32, at + 32 + length)), end];
    },
    write: (value) => {
      const content = write(value);
      return join(word(BigInt(content.length)), content, new Uint8Array((32 - (content.length % 32)) % 32));
    },
  };
}

/** @param {Codec} element @returns {Codec} */
function list(element) {
  return {
    head: 32,
    dynamic: true,
    read: (data, at) => readAll(new Array(lengthAt(data, at, element.head)).fill(element), data, at + 32),
    write: (value) => join(word(BigInt(value.length)), writeAll(value.map(() => element), value)),
  };
}

/** @param {Codec[]} elements @returns {Codec} */
function tuple(elements) {
  const dynamic = elements.some((element) => element.dynamic);
  const head = dynamic ? 32 : elements.reduce((sum, element) => sum + element.head, 0);
  return { head, dynamic, read: (data, at) => readAll(elements, data, at), write: (value) => writeAll(elements, value) };
}

/** A length that leaves room for as many elements. @param {Uint8Array} data @param {number} at @param {number} size */
function lengthAt(data, at, size) {
  const length = integer(wordAt(data, at));
  if (length * BigInt(size) > BigInt(data.length - at - 32)) throw new Malformed("an encoding announces more than is there");
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

/** @param {Codec[]} elements @param {any[]} values @returns {Uint8Array} */
function writeAll(elements, values) {
  if (!Array.isArray(values) || values.length !== elements.length) throw new Malformed(`${elements.length} values are to be encoded`);
  const written = elements.map((element, place) => element.write(values[place]));
  let offset = elements.reduce((sum, element) => sum + element.head, 0);
  const heads = written.map((content, place) => {
    if (!elements[place].dynamic) return content;
    offset += content.length;
    return word(BigInt(offset - content.length));
  });
  return join(...heads, ...written.filter((_, place) => elements[place].dynamic));
}

/** @param {bigint} value @param {bigint} most */
function bounded(value, most) {
  if (value > most) throw new Malformed(`${value} is more than ${most}`);
  return value;
}

/** @param {unknown} value */
function decimal(value) {
  if (typeof value !== "string" || !/^(0|[1-9]\d*)$/.test(value)) throw new Malformed(`${value} is no decimal text`);
  return BigInt(value);
}

/** @template T @param {unknown} value @param {unknown} only @param {T} answer */
function oneOf(value, only, answer) {
  if (value !== only) throw new Malformed(`${value} is no bool`);
  return answer;
}

/** @param {Uint8Array} padding */
function zeros(padding) {
  if (padding.some((byte) => byte !== 0)) throw new Malformed("a value has bytes beside it that are not zero");
}

/** @param {Uint8Array} data */
function text(data) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new Malformed("a string is not UTF-8");
  }
}
