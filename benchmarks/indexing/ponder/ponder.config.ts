// Its own defaults; the chain and its contracts stand in contracts.json, the database in DATABASE_URL.
import { readFileSync } from "node:fs";
import { createConfig } from "ponder";

const { chain, contracts } = JSON.parse(readFileSync("contracts.json", "utf8"));

export default createConfig({ chains: { chain }, contracts } as any);
