/**
 * Verifies many bundles under Node, for tests: `node verifier/jobs.mjs PUBLISHED.json < jobs > verdicts`, a JSON a line.
 *
 * A job is {base64, genesis, deployment, until?, checkpoint?, chunk}; `chunk` is how many bytes are read at once. With the
 * verdict come the events and failed calls.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { hex, keccak } from "./src/bytes.js";
import { verify } from "./src/verify.js";

const published = JSON.parse(readFileSync(process.argv[2], "utf8"));

for await (const line of createInterface({ input: process.stdin })) {
  const { base64, chunk, until, checkpoint, ...told } = JSON.parse(line);
  const pins = {
    ...told,
    until: until === undefined ? undefined : BigInt(until),
    checkpoint: checkpoint && Uint8Array.from(Buffer.from(checkpoint, "base64")),
  };
  const found = [];
  const verdict = await verify(inChunks(Buffer.from(base64, "base64"), chunk), pins, published, {
    found: (one) => found.push(summary(one)),
  });
  const answer = verdict.proved ? { ...verdict, found } : verdict;
  process.stdout.write(
    JSON.stringify(answer, (_, value) => (typeof value === "bigint" ? Number(value) : value)) + "\n",
  );
}

async function* inChunks(bytes, length) {
  for (let at = 0; at < bytes.length; at += length) yield Uint8Array.from(bytes.subarray(at, at + length));
}

/** What a test compares of an event or a failed call. */
function summary({ kind, contract, name, index, digest, block, timestamp, sender, transaction, data }) {
  const event =
    kind === "event" ? { name, index, digest: hex(digest) } : { data: createHash("sha256").update(data).digest("hex") };
  return {
    kind,
    contract,
    block,
    timestamp,
    sender,
    transaction: Number(transaction.index),
    hash: hex(keccak(transaction.signed)),
    ...event,
  };
}
