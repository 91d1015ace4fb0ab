// One row for each event, with the columns of this library's tables; the events and columns stand in contracts.json.
import { readFileSync } from "node:fs";
import { ponder } from "ponder:registry";
import * as tables from "ponder:schema";
import { concat, keccak256 } from "viem";

const { events } = JSON.parse(readFileSync("contracts.json", "utf8"));

const flat = (value: any): any[] =>
  typeof value === "object"
    ? Object.values(value).flatMap(flat)
    : [typeof value === "number" ? BigInt(value) : value];

for (const { name, table, columns } of events) {
  ponder.on(name, async ({ event, context }: any) => {
    const fields = flat(event.args);
    await context.db.insert((tables as any)[table]).values({
      block_number: event.block.number,
      log_index: BigInt(event.log.logIndex),
      transaction_index: BigInt(event.transaction.transactionIndex),
      transaction_hash: event.transaction.hash,
      digest: keccak256(concat([...event.log.topics.filter(Boolean), keccak256(event.log.data)])),
      ...Object.fromEntries(columns.map((column: string, place: number) => [column, fields[place]])),
    });
  });
}
