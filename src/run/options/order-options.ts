import { badUsage, numberWithin, oneOf, wholeNumber } from "./option-values.ts";
import type { RunFlags } from "./run-flags.ts";

/** Slower than this nobody waits, faster than this everybody arrives at once. */
const [SLOWEST, FASTEST] = [0.1, 10_000];

/** How many times as fast as they did records arrive; undefined: in a closed loop. */
export function resolveSpeed(flags: RunFlags): number | undefined {
  const speed = numberWithin("--speed", flags.speed, SLOWEST, FASTEST);
  if (speed === undefined) return undefined;
  if (flags.provider !== "live" && flags.onMiss !== "live") return speed;
  throw badUsage(
    "--speed does not go with live calls: they would take as long as the log did",
    "record them first with --record DIR, then replay them with --recordings DIR --speed 1",
  );
}

/** When a run may end before its last record; undefined: never. */
export function resolveStopEarly(flags: RunFlags): "reject" | undefined {
  const stopEarly = oneOf("--stop-early", flags.stopEarly, ["reject"] as const);
  if (stopEarly === undefined) return undefined;
  if (flags.speed !== undefined) {
    throw badUsage(
      "--stop-early does not go with --speed",
      "it replays records in an order of its own, and --speed in the order of arrival",
    );
  }
  if ((wholeNumber("--repeat", flags.repeat, 1) ?? 1) > 1) {
    throw badUsage(
      "--stop-early does not go with --repeat",
      "its sequences need outcomes that are independent, and repeats of a record are not",
    );
  }
  return stopEarly;
}
