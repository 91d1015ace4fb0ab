/** The page: takes a bundle and what the auditor pins, and shows the verdict. Nothing leaves it. */

import { hex, keccak } from "./bytes.js";
import { verify } from "./verify.js";

const LISTED = 1000;
const BLOCKING_MS = 50;
const FAILED = "Failed calls";
/** Columns of numbers. */
const NUMBERS = ["block", "events"];
/** @type {Record<string, string>} */
const RULES = {
  FORMAT: "the file is a bundle in its one encoding",
  DIGEST: "the last part has the digest of the bytes before it",
  DEPLOYMENT: "the deployment is the one that you pinned, of contracts that this page carries",
  GENESIS: "the chain begins with the genesis that you pinned",
  CHECKPOINT: "the checkpoint that you gave is on the path",
  HEADER: "each header follows the one before by the rules of its engine",
  SETTLED: "the last block that is claimed cannot be undone",
  UNTIL: "the bundle reaches the block that you asked for",
  STATE: "nodes lead from the state's root to what is shown",
  CODE: "the contract's code is that of the published contract",
  CREATION: "the contract was created from the published code, with the deployment's arguments",
  TRANSACTIONS: "the transactions are those of the header's root",
  RECEIPTS: "the receipts are those of the header's root",
  COVERAGE: "bodies stand where the coverage says, and nowhere else",
  EVENT: "each log of a contract is an event of it",
  RUNNING_HASH: "the contract's running hash is that of its events",
  COMPLETENESS: "no event of a contract is missing",
  LIFE: "an object's events make every version of it, up to the one in storage",
};

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const published = JSON.parse(byId("published").textContent);

byId("pins").addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const button = byId("pins").querySelector("button");
  button.disabled = true;
  byId("reading").hidden = false;
  byId("result").hidden = byId("details").hidden = true;
  try {
    show(...(await verified()));
  } catch (error) {
    show(verdict("refused", "Not verified", `The bundle could not be read: ${error.message}. Nothing is proved.`));
  }
  byId("reading").hidden = true;
  button.disabled = false;
});

/** @returns {Promise<[Node, ...Node[]]>} the verdict, and what is proved */
async function verified() {
  const [file] = byId("file").files;
  const [checkpoint] = byId("checkpoint").files;
  const until = byId("until").value.trim();
  const pins = {
    genesis: byId("genesis").value.trim().toLowerCase(),
    deployment: byId("deployment").value.trim().toLowerCase(),
    until: until ? BigInt(until) : undefined,
    checkpoint: checkpoint && new Uint8Array(await checkpoint.arrayBuffer()),
  };
  const seen = new Seen();
  let pausedAt = performance.now();
  const progress = async (/** @type {number} */ position, /** @type {bigint | null} */ block) => {
    if (performance.now() - pausedAt < BLOCKING_MS) return;
    byId("progress").value = position / file.size;
    byId("position").textContent = block === null ? "" : `block ${block}`;
    await new Promise((resolve) => setTimeout(resolve));
    pausedAt = performance.now();
  };
  const answer = await verify(chunks(file), pins, published, { found: (one) => seen.add(one), progress });
  return answer.proved ? shown(answer, seen, file) : [refusal(answer)];
}

/** @param {File} file */
async function* chunks(file) {
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** Events and failed calls by contract: the first ones, as rows, and how many there are. */
class Seen {
  constructor() {
    /** @type {Map<string, {count: number, rows: Node[]}>} by title of a table */
    this.tables = new Map();
  }

  /** @param {any} one */
  add(one) {
    const title = one.kind === "event" ? `Events of ${one.contract}` : FAILED;
    const table = this.tables.get(title) ?? { count: 0, rows: [] };
    this.tables.set(title, table);
    if (table.count++ < LISTED) table.rows.push(one.kind === "event" ? eventRow(one) : attemptRow(one));
  }
}

/** @param {any} event */
function eventRow(event) {
  const fields = Object.entries(event.fields).flatMap(([name, value]) => [
    element("span", {}, `${name} `),
    `${text(value)}  `,
  ]);
  return row(
    [
      event.block,
      element("time", {}, time(event.timestamp)),
      event.name,
      [element("div", {}, ...fields)],
      hash(event.sender),
      transactionOf(event),
    ],
    3,
  );
}

/** @param {any} call */
function attemptRow(call) {
  return row(
    [
      call.block,
      element("time", {}, time(call.timestamp)),
      call.contract,
      hash(`${hex(call.data.subarray(0, 4))}… (${call.data.length} bytes)`),
      hash(call.sender),
      transactionOf(call),
    ],
    3,
  );
}

/** @param {any} one */
function transactionOf(one) {
  return hash(hex(keccak(one.transaction.signed)));
}

// --- the verdict ---------------------------------------------------------------------------------------

/** @param {any} answer */
function refusal({ rule, within, contract, found, block, near, at }) {
  const blocks = block === null ? (near === null ? [] : [`about block ${near}`]) : [`block ${block}`];
  const contracts = contract === null ? [] : [contract];
  const where = [...blocks, ...contracts, `the part at byte ${at.toLocaleString("en")}`].join(", ");
  return verdict(
    "refused",
    "Refused",
    `Nothing that this bundle claims is proved.`,
    facts({
      rule: `${rule}${within ? `: ${within}` : ""} (${RULES[rule]})`,
      found,
      where,
    }),
  );
}

/** @param {any} answer @param {Seen} seen @param {File} file @returns {[Node, ...Node[]]} */
function shown(answer, seen, file) {
  const objects = new Set(answer.lives.map((/** @type {any} */ one) => `${one.kind} ${one.id}`)).size;
  const lives = `The ${objects === 1 ? "life of one object" : `lives of ${objects} objects`} up to block ${answer.to}`;
  const claim = objects ? lives : `The log of the contracts from block ${answer.from} to block ${answer.to}`;
  const until = `${claim}, ${time(answer.lastAt)} by the validators' word: genuine, in order and complete.`;
  return [
    verdict("proved", "Proved", until),
    facts({
      events: String(answer.events),
      "failed calls": answer.coverage === "all" ? `${answer.attempts}: every direct call that failed` : "not claimed",
      transactions: String(answer.transactions),
      headers: `${answer.headers}, from block ${answer.pathFrom} to ${answer.pathTo}`,
      engine: `${answer.engine}, ${answer.validators.length} validators after the last header`,
      "chain id": String(answer.chainId),
      [`hash of block ${answer.to}`]: hash(answer.lastHash),
      bundle: `${file.name}, ${file.size.toLocaleString("en")} bytes`,
      "SHA-256 of the bundle": hash(answer.file),
    }),
    ...contractsTable(answer.contracts),
    ...livesTable(answer.lives),
    ...[...seen.tables].sort().flatMap(([title, { count, rows }]) => {
      const heads = title === FAILED ? ["contract", "function"] : ["event", "fields"];
      const part = count > rows.length ? `, of which the first ${rows.length}` : "";
      return table(`${title}: ${count}${part}`, ["block", "time", ...heads, "sender", "transaction"], rows);
    }),
  ];
}

/** @param {any[]} contracts @returns {Node[]} */
function contractsTable(contracts) {
  const heads = ["contract", "address", "events", "complete by", "beginning", "code by"];
  const rows = contracts.map((one) =>
    row([one.key, hash(one.address), one.events, one.completeness.join(", "), one.beginning, one.code]),
  );
  return rows.length ? table("Contracts", heads, rows) : [];
}

/** @param {any[]} lives @returns {Node[]} */
function livesTable(lives) {
  const rows = lives.map((one) => row([hash(`${one.kind} ${one.id}`), one.contract, one.events]));
  return rows.length ? table("Lives", ["object", "contract", "events"], rows) : [];
}

/** @param {Node} answer @param {...Node} details */
function show(answer, ...details) {
  byId("details").replaceChildren(...details);
  byId("details").hidden = !details.length;
  byId("result").replaceChildren(answer);
  byId("result").hidden = false;
  byId("result").focus();
}

/** @param {string} kind @param {string} title @param {string} sentence @param {...Node} more */
function verdict(kind, title, sentence, ...more) {
  return element("div", { class: `verdict ${kind}` }, element("h2", {}, title), element("p", {}, sentence), ...more);
}

/** @param {Record<string, string | Node>} entries */
function facts(entries) {
  return element(
    "dl",
    {},
    ...Object.entries(entries).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
  );
}

/** @param {string} title @param {string[]} heads @param {Node[]} rows @returns {Node[]} */
function table(title, heads, rows) {
  const head = element(
    "thead",
    {},
    element(
      "tr",
      {},
      ...heads.map((name) => element("th", { scope: "col", ...(NUMBERS.includes(name) && { class: "number" }) }, name)),
    ),
  );
  const whole = element("table", {}, head, element("tbody", {}, ...rows));
  return [
    element("h3", {}, title),
    element("div", { class: "wide", role: "region", "aria-label": title, tabindex: "0" }, whole),
  ];
}

/** @param {any[]} cells @param {number} [wide] the place of the one with fields */
function row(cells, wide) {
  return element(
    "tr",
    {},
    ...cells.map((cell, place) => {
      const isNumber = typeof cell === "number" || typeof cell === "bigint";
      const kind = isNumber ? "number" : place === wide ? "fields" : "";
      return element(
        "td",
        kind ? { class: kind } : {},
        ...(Array.isArray(cell) ? cell : [cell instanceof Node ? cell : String(cell)]),
      );
    }),
  );
}

/** @param {string} name @param {Record<string, string>} attributes @param {...(Node | string)} children */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** @param {string} value */
function hash(value) {
  return element("span", { class: "hash" }, value);
}

/** @param {bigint} seconds */
function time(seconds) {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString().replace("T", " ").replace(".000Z", " UTC");
}

/** @param {unknown} value of a field @returns {string} */
function text(value) {
  return Array.isArray(value) ? `[${value.map(text).join(", ")}]` : String(value);
}
