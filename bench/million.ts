/**
 * The main job on a generated outcome table, next to a plain loop over the same rows, with memory
 * and start-up. Usage: npm run bench [-- RECORDS]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { writeOutcomeTable } from "./outcome-table.ts";
import { median, timed, type Timing } from "./timed-process.ts";

const ROUNDS = 3;
const POLICIES = 2;
const records = Number(process.argv[2] ?? 1_000_000);
const fewRecords = Math.round(records / 4);
const main = resolve(import.meta.dirname, "../dist/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "routeproof-bench-"));

try {
  console.log(
    `machine: ${cpus().length} × ${cpus()[0]?.model}, ${gib(totalmem())} GiB, Node ${process.version}`,
  );
  for (const count of [records, fewRecords])
    await writeOutcomeTable(join(folder, `${count}`), count);
  const pairs: { readonly plain: Timing; readonly ours: Timing }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    pairs.push({ plain: await plainLoop(records), ours: await replayed(records) });
  }
  const few = await replayed(fewRecords);
  const peakMb = median(pairs.map(({ ours }) => ours.peakMb));
  const perOutcome = ((peakMb - few.peakMb) * 1024 * 1024) / ((records - fewRecords) * POLICIES);
  const ratio = median(pairs.map(({ plain, ours }) => plain.seconds / ours.seconds));
  console.log(
    `command: node dist/cli/main.js run --dataset table.dataset.yaml --baseline baseline.yaml --candidate candidate.yaml`,
  );
  console.log(`${records} records × ${POLICIES} policies, median of ${ROUNDS}`);
  console.log(`plain loop    ${median(pairs.map(({ plain }) => plain.seconds)).toFixed(2)} s`);
  console.log(`routeproof    ${median(pairs.map(({ ours }) => ours.seconds)).toFixed(2)} s`);
  console.log(`throughput    ${ratio.toFixed(2)} of the plain loop's (at least 0.5 is asked)`);
  console.log(`peak memory   ${peakMb.toFixed(0)} MB (less than 400 is asked)`);
  console.log(`growth        ${perOutcome.toFixed(0)} bytes an outcome (less than 150 is asked)`);
  await startUp();
} finally {
  rmSync(folder, { recursive: true });
}

function plainLoop(count: number): Promise<Timing> {
  const table = join(folder, `${count}`, "table.csv");
  const script = resolve(import.meta.dirname, "plain-loop.ts");
  return timed(process.execPath, [script, table, join(folder, "plain.jsonl")]);
}

async function replayed(count: number): Promise<Timing> {
  const at = (name: string): string => join(folder, `${count}`, name);
  const out = at("run");
  const inputs = ["--dataset", at("table.dataset.yaml"), "--baseline", at("baseline.yaml")];
  const args = [
    main,
    "run",
    ...inputs,
    "--candidate",
    at("candidate.yaml"),
    "--out",
    out,
    // The page is measured by itself: what is measured here is the replay.
    "--format",
    "json,md,csv,junit",
    "--quiet",
  ];
  const timing = await timed(process.execPath, args);
  rmSync(out, { recursive: true });
  return timing;
}

async function startUp(): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    const help = await timed(process.execPath, [main, "--help"]);
    const nothing = await timed(process.execPath, ["-e", "0"]);
    ratios.push(help.seconds / nothing.seconds);
  }
  console.log(
    `--help        ${median(ratios).toFixed(2)} times node -e 0 (less than 2.5 is asked)`,
  );
}

function gib(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(0);
}
