/**
 * Verifies many bundles under Node, for tests: `node verifier/jobs.mjs PUBLISHED.json < jobs > verdicts`, a JSON a line.
 *
 * A job is {file | base64, genesis, deployment, until?, checkpoint?, edits?, cut?, chunk?, found?}: `edits` are [place,
 * hexadecimal digits] that overwrite bytes, `cut` is the length that is kept, `chunk` the bytes that are read at once, and
 * with `found` the verdict lists the events and failed calls.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { hex, keccak, unhex } from "./src/bytes.js";
import { verify } from "./src/verify.js";

const published = JSON.parse(readFileSync(process.argv[2], "utf8"));
const files = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  const found = [];
  const pins = {
    genesis: job.genesis,
    deployment: job.deployment,
    until: job.until === undefined ? undefined : BigInt(job.until),
    checkpoint: job.checkpoint && Buffer.from(job.checkpoint, "base64"),
  };
  const verdict = await verify(inChunks(content(job), job.chunk ?? 65_536), pins, published, {
    found: job.found ? (one) => found.push(summary(one)) : undefined,
  });
  const text = JSON.stringify(job.found ? { ...verdict, found } : verdict, (_, value) => (typeof value === "bigint" ? Number(value) : value));
  process.stdout.write(text + "\n");
}

function content(job) {
  if (job.base64) return edited(Buffer.from(job.base64, "base64"), job);
  if (!files.has(job.file)) files.set(job.file, readFileSync(job.file));
  return edited(files.get(job.file), job);
}

function edited(bytes, { edits = [], cut = bytes.length }) {
  const copy = Uint8Array.from(bytes.subarray(0, cut));
  for (const [place, digits] of edits) copy.set(unhex(`0x${digits}`), place);
  return copy;
}

async function* inChunks(bytes, length) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** What a test compares of an event or a failed call. */
function summary({ kind, contract, name, index, digest, block, timestamp, sender, transaction, data }) {
  const event = kind === "event" ? { name, index, digest: hex(digest) } : { data: createHash("sha256").update(data).digest("hex") };
  return { kind, contract, block, timestamp, sender, transaction: Number(transaction.index), hash: hex(keccak(transaction.signed)), ...event };
}
