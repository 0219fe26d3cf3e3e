/**
 * Live calls next to the bare SDK's own loop: wall time, processor time and calls in flight against
 * a local server that takes a fixed time; memory over many calls; and recordings next to the same
 * answers in an outcome table. Usage: npm run bench:live [-- CALLS MANY_CALLS]
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { writeLiveInputs } from "./live-inputs.ts";
import { median, timed, type Timing } from "./timed-process.ts";

const ROUNDS = 3;
const CONCURRENCY = 64;
const LATENCY_MS = 50;
const calls = Number(process.argv[2] ?? 5_000);
const manyCalls = Number(process.argv[3] ?? 100_000);
const main = resolve(import.meta.dirname, "../dist/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "routeproof-bench-"));

/** What the server saw, between its first and its last call. */
interface Seen {
  readonly calls: number;
  readonly seconds: number;
  readonly mostInFlight: number;
}

interface Measured extends Seen {
  readonly baseUrl: string;
  readonly process: Timing;
}

try {
  console.log(`machine: ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`);
  await compareWithBareSdk();
  await manyCallsAndRecordings();
} finally {
  rmSync(folder, { recursive: true });
}

async function compareWithBareSdk(): Promise<void> {
  const few = calls / 5;
  const rounds: {
    readonly bare: Measured;
    readonly ours: Measured;
    readonly bareCpuMs: number;
    readonly ourCpuMs: number;
  }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [bareFew, ourFew] = [await bareLoop(few), await ourRun(few, LATENCY_MS, [])];
    const [bare, ours] = [await bareLoop(calls), await ourRun(calls, LATENCY_MS, [])];
    // The difference of two sizes leaves out what it takes to start.
    const perCallMs = (many: Measured, small: Measured): number =>
      (1000 * (many.process.cpuSeconds - small.process.cpuSeconds)) / (many.calls - small.calls);
    const bareCpuMs = perCallMs(bare, bareFew);
    rounds.push({ bare, ours, bareCpuMs, ourCpuMs: perCallMs(ours, ourFew) });
  }
  const of = (read: (round: (typeof rounds)[number]) => number): number => median(rounds.map(read));
  console.log(
    `${calls} calls of ${LATENCY_MS} ms, concurrency ${CONCURRENCY}, median of ${ROUNDS}`,
  );
  console.log(
    `bare SDK      ${of(({ bare }) => bare.seconds).toFixed(2)} s from first to last call`,
  );
  console.log(`routeproof    ${of(({ ours }) => ours.seconds).toFixed(2)} s`);
  const wall = of(({ bare, ours }) => ours.seconds / bare.seconds);
  console.log(`wall time     ${wall.toFixed(3)} of the bare loop's (at most 1.05 is asked)`);
  const most = Math.max(...rounds.map(({ ours }) => ours.mostInFlight));
  console.log(`in flight     ${most} at most (at most ${CONCURRENCY} is asked)`);
  const bareMs = of(({ bareCpuMs }) => bareCpuMs).toFixed(2);
  console.log(`CPU a call    ${of(({ ourCpuMs }) => ourCpuMs).toFixed(2)} ms, bare ${bareMs} ms`);
  const cpu = of(({ bareCpuMs, ourCpuMs }) => ourCpuMs / bareCpuMs);
  console.log(`CPU ratio     ${cpu.toFixed(2)} (at most 1.25 is asked)`);
}

async function manyCallsAndRecordings(): Promise<void> {
  const half = await ourRun(manyCalls / 2, 1, ["--record", join(folder, "half")]);
  const recordings = join(folder, "recordings");
  const many = await ourRun(manyCalls, 1, ["--record", recordings]);
  console.log(
    `peak memory   ${half.process.peakMb.toFixed(0)} MB over ${half.calls} calls, ` +
      `${many.process.peakMb.toFixed(0)} MB over ${many.calls} (flat is asked), recorded`,
  );
  const inputs = writeLiveInputs(join(folder, "inputs"), manyCalls / 2, many.baseUrl);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const table = await run([...inputs.table, "--provider", "recorded"]);
    const recorded = await run([...inputs.golden, "--recordings", recordings]);
    ratios.push(table.seconds / recorded.seconds);
  }
  const ratio = median(ratios).toFixed(2);
  console.log(
    `recordings    ${ratio} of the same table's throughput, ${manyCalls} outcomes (at least 0.5 is asked)`,
  );
}

async function bareLoop(count: number): Promise<Measured> {
  const script = resolve(import.meta.dirname, "bare-sdk-loop.ts");
  return served(LATENCY_MS, (baseUrl) =>
    timed(process.execPath, [script, baseUrl, String(count), String(CONCURRENCY)]),
  );
}

function ourRun(count: number, latencyMs: number, more: readonly string[]): Promise<Measured> {
  return served(latencyMs, (baseUrl) => {
    const { golden } = writeLiveInputs(join(folder, "inputs"), count / 2, baseUrl);
    const live = ["--provider", "live", "--max-spend", "100000"];
    return run([...golden, ...live, "--concurrency", String(CONCURRENCY), ...more]);
  });
}

async function run(args: readonly string[]): Promise<Timing> {
  const out = join(folder, "run");
  const words = [main, "run", ...args, "--out", out, "--quiet"];
  const timing = await timed(process.execPath, words, "ignore");
  rmSync(out, { recursive: true });
  // No gate is asked: a run that did its work is inconclusive.
  if (timing.exitCode !== 101) throw new Error(`exit ${timing.exitCode}: ${words.join(" ")}`);
  return timing;
}

/** Runs something beside a fresh server, and asks the server afterwards what it saw. */
async function served(
  latencyMs: number,
  measure: (baseUrl: string) => Promise<Timing>,
): Promise<Measured> {
  const script = resolve(import.meta.dirname, "answering-server.ts");
  const server: ChildProcess = spawn(process.execPath, [script, String(latencyMs)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: server.stdout! })[Symbol.asyncIterator]();
  const port = String((await lines.next()).value);
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  const timing = await measure(baseUrl);
  server.kill("SIGTERM");
  const seen = JSON.parse(String((await lines.next()).value)) as Seen;
  await once(server, "exit").catch(() => undefined);
  return { ...seen, baseUrl, process: timing };
}
