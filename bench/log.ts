/**
 * Reading a generated LiteLLM log, next to a loop that parses its lines and does nothing else, with
 * memory; and a run of two policies on it. Usage: npm run bench:log [-- LINES]
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeLog } from "./log-files.ts";
import { median, timed, type Timing } from "./timed-process.ts";

const ROUNDS = 3;
const lines = Number(process.argv[2] ?? 1_000_000);
const main = resolve(import.meta.dirname, "../dist/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "routeproof-bench-"));
const at = (name: string): string => join(folder, name);

try {
  await writeLog(folder, lines);
  const megabytes = statSync(at("log.jsonl")).size / 1024 ** 2;
  console.log(`machine: ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`);
  console.log(`${lines} lines, ${megabytes.toFixed(0)} MB, median of ${ROUNDS}`);
  const pairs: { readonly plain: Timing; readonly ours: Timing }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    pairs.push({ plain: await parsing(), ours: await importing() });
  }
  const ratio = median(pairs.map(({ plain, ours }) => plain.seconds / ours.seconds));
  const cpuRatio = median(pairs.map(({ plain, ours }) => plain.cpuSeconds / ours.cpuSeconds));
  console.log(`parsing alone ${median(pairs.map(({ plain }) => plain.seconds)).toFixed(2)} s`);
  console.log(`import        ${median(pairs.map(({ ours }) => ours.seconds)).toFixed(2)} s`);
  console.log(`throughput    ${ratio.toFixed(2)} of parsing alone (at least 0.5 is asked)`);
  console.log(`processor     ${cpuRatio.toFixed(2)} of parsing alone`);
  console.log(`peak memory   ${peak(pairs.map(({ ours }) => ours))} MB (less than 400 is asked)`);
  const run = await replaying();
  console.log(`run           ${run.seconds.toFixed(2)} s for two policies, ${peak([run])} MB`);
} finally {
  rmSync(folder, { recursive: true });
}

function peak(timings: readonly Timing[]): string {
  return median(timings.map(({ peakMb }) => peakMb)).toFixed(0);
}

function parsing(): Promise<Timing> {
  return timed(process.execPath, [resolve(import.meta.dirname, "log-reading.ts"), at("log.jsonl")]);
}

async function importing(): Promise<Timing> {
  const out = at("imported");
  const args = [main, "import", "litellm", at("log.jsonl"), "-o", out, "--quiet"];
  const timing = await timed(process.execPath, args, "ignore");
  if (timing.exitCode !== 0) throw new Error(`import ended with ${timing.exitCode}`);
  rmSync(out, { recursive: true });
  return timing;
}

async function replaying(): Promise<Timing> {
  const policies = ["--baseline", at("baseline.yaml"), "--candidate", at("candidate.yaml")];
  const args = [main, "run", "--dataset", at("log.dataset.yaml"), ...policies];
  return timed(process.execPath, [...args, "--out", at("run"), "--quiet"], "ignore");
}
