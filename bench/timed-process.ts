import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Timing {
  readonly seconds: number;
  readonly peakMb: number;
  readonly exitCode: number | null;
}

/** Runs a command to its end; its peak memory is the system's own high-water mark (Linux). */
export async function timed(command: string, args: readonly string[]): Promise<Timing> {
  // What the run before has written and the disk has not taken yet is not this run's to wait for.
  spawnSync("sync");
  const startedAtMs = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  let peakKb = 0;
  const timer = setInterval(() => {
    peakKb = Math.max(peakKb, highWaterKb(child.pid));
  }, 50);
  const exitCode = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  clearInterval(timer);
  return { seconds: (performance.now() - startedAtMs) / 1000, peakMb: peakKb / 1024, exitCode };
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
