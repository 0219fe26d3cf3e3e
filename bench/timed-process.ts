import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Timing {
  readonly seconds: number;
  readonly peakMb: number;
  /** Processor time of all its threads, in user and in system. */
  readonly cpuSeconds: number;
  readonly exitCode: number | null;
}

/** Runs a command to its end; its peak memory is the system's own high-water mark (Linux). */
export async function timed(
  command: string,
  args: readonly string[],
  stderr: "inherit" | "ignore" = "inherit",
): Promise<Timing> {
  // What the run before has written and the disk has not taken yet is not this run's to wait for.
  spawnSync("sync");
  const startedAtMs = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", stderr] });
  let peakKb = 0;
  let cpuSeconds = 0;
  const timer = setInterval(() => {
    peakKb = Math.max(peakKb, highWaterKb(child.pid));
    cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(child.pid));
  }, 50);
  const exitCode = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  clearInterval(timer);
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { seconds, peakMb: peakKb / 1024, cpuSeconds, exitCode };
}

function highWaterKb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** The system counts in hundredths of a second. */
function cpuSecondsOf(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold anything; what follows it is numbered from 3.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
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
