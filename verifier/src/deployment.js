/** The deployment, held to the digest that the auditor pins, and the code that its contracts must have by the published artifacts. */

import { decode } from "./abi.js";
import { Malformed, hex, join, keccak, same, textOf, unhex, utf8, word } from "./bytes.js";
import { Refused, held } from "./refused.js";

/**
 * @typedef {object} Artifact A published contract, as tools/build_verifier.py writes it.
 * @property {string} hash @property {string} creation code, in base 64 @property {number} runtimeAt @property {number} runtimeLength
 * @property {string[]} arguments types of the constructor's @property {string[]} names of them
 * @property {Record<string, number[]>} immutables where each stands in the runtime code
 * @property {Record<string, Variable>} variables of the storage
 */
/**
 * @typedef {object} Variable A mapping (`key` is the Solidity type of its keys), or a value.
 * @property {string} slot @property {string | null} key @property {number} keyBytes
 * @property {number} memberSlot of the version, or the value itself, from the first slot of the value
 * @property {number} offset in bytes @property {number} length in bytes
 */
/**
 * @typedef {{key: string, address: string, artifact: Artifact, given: any[], bytecode: Uint8Array,
 *   codeHash: Uint8Array}} Contract `given` to the constructor; `bytecode` creates it
 */

/**
 * EIP-712 domains: name and version that a contract gives to OpenZeppelin's EIP712.
 * @type {Record<string, [string, string]>}
 */
const DOMAINS = { access_grants: ["govledger AccessGrants", "1"], bill_claims: ["govledger BillClaims", "1"] };
/**
 * An immutable that the constructor asks of the contract that another immutable names, which has it under its own name.
 * @type {Record<string, Record<string, string>>}
 */
const ASKED = { bill_claims: { ranges: "bills" } };
const DOMAIN_TYPE = keccak(utf8("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"));

/**
 * @param {Uint8Array} essence the RFC 8785 text @param {string} digest pinned @param {Record<string, Artifact>} artifacts
 * @returns {{chainId: number, genesis: string, contracts: Contract[]}} contracts by their addresses
 */
export function pinnedDeployment(essence, digest, artifacts) {
  const found = hex(keccak(essence));
  if (found !== digest) throw new Refused("DEPLOYMENT", `its digest is ${found}, not ${digest}, which was pinned`);
  const { chainId, genesis, contracts } = held("FORMAT", () => readEssence(essence));
  const read = Object.entries(contracts).map(([key, { address, arguments: given, artifactHash }]) => {
    if (!Object.hasOwn(artifacts, key)) throw new Refused("DEPLOYMENT", `${key} is no contract that this page carries`);
    if (artifactHash !== artifacts[key].hash) {
      const problem = `${key} was made from the artifact ${artifactHash}; this page carries ${artifacts[key].hash}`;
      throw new Refused("DEPLOYMENT", problem, { contract: key });
    }
    return { key, address, given, artifact: artifacts[key] };
  });
  const made = held("DEPLOYMENT", () => {
    const words = Object.fromEntries(read.map((contract) => [contract.address, givenWords(contract)]));
    return read.map((contract) => {
      const bytecode = Uint8Array.from(atob(contract.artifact.creation), (character) => character.charCodeAt(0));
      return { ...contract, bytecode, codeHash: keccak(runtimeCode(contract, bytecode, words, chainId)) };
    });
  });
  made.sort((one, other) => (one.address < other.address ? -1 : 1));
  return { chainId, genesis, contracts: made };
}

/**
 * Whether a transaction's data creates a contract: its code, and the deployment's arguments in their one encoding.
 * @param {Contract} contract @param {Uint8Array} data
 */
export function creates({ bytecode, artifact, given }, data) {
  if (!same(data.subarray(0, bytecode.length), bytecode)) return false;
  try {
    const values = decode(artifact.arguments, data.subarray(bytecode.length));
    return canonical(values) === canonical(given);
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

/** @param {Uint8Array} essence */
function readEssence(essence) {
  const read = parsed(textOf(essence));
  if (!same(utf8(canonical(read)), essence)) throw new Malformed("the essence is not in the form of RFC 8785");
  hasKeys(read, "chainId", "contracts", "format", "genesis");
  if (read.format !== 1 || !Number.isSafeInteger(read.chainId) || read.chainId < 0)
    throw new Malformed("the essence is not of format 1");
  unhex(read.genesis, 32);
  const contracts = Object.values(read.contracts);
  for (const contract of contracts) {
    hasKeys(contract, "address", "arguments", "artifactHash");
    unhex(contract.address, 20);
  }
  if (!contracts.length || new Set(contracts.map(({ address }) => address)).size < contracts.length) {
    throw new Malformed("the deployment has no contract, or two at one address");
  }
  return read;
}

/** @param {string} text @returns {any} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed("the essence is no JSON");
  }
}

/** RFC 8785, of which JSON.stringify gives texts and numbers; large integers are text, as in deployments. @param {any} value @returns {string} */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === "bigint") return `"${value}"`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join()}}`;
}

/** @param {any} value @param {...string} keys sorted */
function hasKeys(value, ...keys) {
  if (value === null || typeof value !== "object" || String(Object.keys(value).sort()) !== String(keys)) {
    throw new Malformed(`the essence has something that is not ${keys.join(", ")}`);
  }
}

/**
 * The words of immutables that are arguments of the constructor, all of them addresses: `consortium` of `consortium_`.
 * @param {{artifact: Artifact, given: any[]}} contract @returns {Record<string, Uint8Array>}
 */
function givenWords({ artifact, given }) {
  if (given.length !== artifact.arguments.length)
    throw new Malformed("a constructor takes another number of arguments");
  const named = artifact.names.map((name, place) => /** @type {const} */ ([name.slice(0, -1), given[place]]));
  const known = named.filter(([name]) => name in artifact.immutables);
  return Object.fromEntries(known.map(([name, address]) => [name, word(unhex(address, 20))]));
}

/**
 * The code at a contract's address, every immutable filled in.
 * @param {{key: string, address: string, artifact: Artifact}} contract @param {Uint8Array} bytecode
 * @param {Record<string, Record<string, Uint8Array>>} words given to the constructors, by address @param {number} chainId
 */
function runtimeCode({ key, address, artifact }, bytecode, words, chainId) {
  /** @type {Record<string, Uint8Array>} */
  const own = { ...words[address], ...(key in DOMAINS ? domainWords(DOMAINS[key], chainId, address) : {}) };
  for (const [name, asked] of Object.entries(ASKED[key] ?? {})) own[name] = words[hex(own[asked].subarray(12))]?.[name];
  const code = bytecode.slice(artifact.runtimeAt, artifact.runtimeAt + artifact.runtimeLength);
  for (const [name, places] of Object.entries(artifact.immutables)) {
    if (!own[name]) throw new Malformed(`it is not known what ${name} of ${key} is`);
    for (const place of places) code.set(own[name], place);
  }
  return code;
}

/** The immutables of OpenZeppelin's EIP712 (5.3.0). @param {string[]} domain @param {number} chainId @param {string} address */
function domainWords([name, version], chainId, address) {
  const [hashedName, hashedVersion] = [keccak(utf8(name)), keccak(utf8(version))];
  const [chain, self] = [word(BigInt(chainId)), word(unhex(address))];
  const short = (/** @type {string} */ text) =>
    join([utf8(text), new Uint8Array(31 - text.length), Uint8Array.of(text.length)]);
  return {
    _cachedDomainSeparator: keccak(DOMAIN_TYPE, hashedName, hashedVersion, chain, self),
    _cachedChainId: chain,
    _cachedThis: self,
    _hashedName: hashedName,
    _hashedVersion: hashedVersion,
    _name: short(name),
    _version: short(version),
  };
}
