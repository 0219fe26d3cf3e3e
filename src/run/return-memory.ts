import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** From here on what was read leaves more in memory than it costs in time to clear it away. */
export const MANY_RECORDS = 100_000;

type Collect = (how: {
  readonly type: "major";
  readonly execution: "sync";
  readonly flavor: "regular" | "last-resort";
}) => void;

let collect: Collect | undefined;

/**
 * Has the engine collect what nobody holds any more and give its pages back. By itself it does so
 * when as much again was asked for: what a replay leaves behind would stand beside what a comparison
 * needs. It takes some tens of milliseconds.
 */
export async function returnMemory(): Promise<void> {
  // A caller that has nothing left to do but to wait for this holds nothing any more.
  await setImmediate();
  collect ??= collector();
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}

/** The same of what is large, as lists of a million numbers are: it takes half the time. */
export function dropArrays(): void {
  collect ??= collector();
  collect({ type: "major", execution: "sync", flavor: "regular" });
}

/** The engine's own; a context that is made while the flag is set has it. */
function collector(): Collect {
  setFlagsFromString("--expose-gc");
  const found = runInNewContext("gc") as Collect;
  setFlagsFromString("--no-expose-gc");
  return found;
}
