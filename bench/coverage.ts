/**
 * How often each kind of gate passes a candidate whose true figure lies exactly on the limit: at
 * most as often as its level says, or a gate that passes means nothing. Seeded; writes its table into
 * docs/statistics.md. Usage: npm run bench:coverage [-- TIMES], so many times the repetitions (1)
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { restOfPolicy } from "../test/support/policy-defaults.ts";
import { coverageCases } from "./coverage-cases.ts";
import { LEVEL, mostBySimulation, simulate } from "./coverage-simulation.ts";

const SIZES = [100, 300, 1_000] as const;
const START = "<!-- coverage: start -->";
const END = "<!-- coverage: end -->";
const factor = Number(process.argv[2] ?? 1);
const page = join(import.meta.dirname, "../docs/statistics.md");

const rows: string[] = [];
const beyond: string[] = [];
for (const one of coverageCases) {
  const times = Math.ceil(factor * one.repetitions);
  const cells = SIZES.map((n) => {
    const { passed } = simulate(one, n, times, restOfPolicy);
    const rate = passed / times;
    const isBeyond = rate > mostBySimulation(LEVEL, times);
    if (isBeyond) beyond.push(`${one.name}, n = ${n}: ${rate}`);
    return `${rate.toFixed(4)}${isBeyond ? " ✗" : ""}`;
  });
  const row = `| ${one.name} | ${one.method} | ${cells.join(" | ")} | ${times.toLocaleString("en")} |`;
  console.log(row);
  rows.push(row);
}
const table = [
  `| gate | method | ${SIZES.map((n) => `n = ${n.toLocaleString("en")}`).join(" | ")} | repetitions |`,
  `| --- | --- | ${SIZES.map(() => "---:").join(" | ")} | ---: |`,
  ...rows,
];
await writeTable(table);
console.log(
  beyond.length === 0
    ? `every rate is at most ${LEVEL} within simulation error`
    : `beyond ${LEVEL} by more than simulation error:\n${beyond.join("\n")}`,
);
process.exitCode = beyond.length === 0 ? 0 : 1;

async function writeTable(lines: readonly string[]): Promise<void> {
  const text = readFileSync(page, "utf8");
  const [before, rest] = text.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${page} lacks ${START} or ${END}`);
  }
  const written = `${before}${START}\n\n${lines.join("\n")}\n\n${END}${after}`;
  writeFileSync(page, await format(written, { filepath: page, printWidth: 100 }));
}
