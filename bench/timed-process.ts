import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

export interface Timing {
  readonly seconds: number;
  readonly peakMb: number;
  /** Processor time of all its threads, in user and in system. */
  readonly cpuSeconds: number;
  readonly exitCode: number | null;
}

/** The shell counts a child's processor time to its very end, which looking on from outside misses. */
const AND_ITS_TIMES = '"$@" >/dev/null; code=$?; times; exit $code';

/** Runs a command to its end; its peak memory is the system's own high-water mark (Linux). */
export async function timed(
  command: string,
  args: readonly string[],
  stderr: "inherit" | "ignore" = "inherit",
): Promise<Timing> {
  // What the run before has written and the disk has not taken yet is not this run's to wait for.
  spawnSync("sync");
  const startedAtMs = performance.now();
  const shell = spawn("sh", ["-c", AND_ITS_TIMES, "sh", command, ...args], {
    stdio: ["ignore", "pipe", stderr],
  });
  let peakKb = 0;
  const timer = setInterval(() => {
    peakKb = Math.max(peakKb, highWaterKb(childOf(shell.pid)));
  }, 50);
  const [times, exitCode] = await Promise.all([
    text(shell.stdout!),
    new Promise<number | null>((resolve) => shell.on("exit", resolve)),
  ]);
  clearInterval(timer);
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { seconds, peakMb: peakKb / 1024, cpuSeconds: cpuSecondsIn(times), exitCode };
}

/** The second line of `times` is of the shell's children: user and system, such as `0m4.12s`. */
function cpuSecondsIn(times: string): number {
  const [, ofChildren = ""] = times.split("\n");
  return [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds))
    .reduce((sum, part) => sum + part, 0);
}

function childOf(pid: number | undefined): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return Number.parseInt(children, 10);
  } catch {
    return undefined;
  }
}

function highWaterKb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  return (
    values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
  );
}
