import type { MemoryNeeds } from "../core/memory-needs.ts";
import type { Trial } from "../core/trial.ts";
import type { Clock } from "../core/clock.ts";
import type { ReplayArm } from "../replay/execute-trial.ts";
import { createPolicyMemory, type PolicyMemory } from "../replay/policy-memory.ts";
import { replayTime, type ReplayTime } from "../replay/replay-time.ts";
import type { Timeline } from "../replay/timeline.ts";
import type { Timing } from "./timing.ts";

const readsNothing: MemoryNeeds = {
  health: undefined,
  latency: undefined,
  ceilings: [],
  routes: [],
  queue: false,
};

/** The timelines of a pass, each made when its first trial asks for it. */
export interface Timelines {
  of(trial: Pick<Trial, "arm" | "repeat">): Timeline | undefined;
}

/**
 * `startMs`: milliseconds since 1970 that the clock's 0 stands for. A policy that reads no past but
 * is answered by routes with incidents has a timeline as well: it tells when things happened.
 * `speed`: how many times as fast as the log its records arrive.
 */
export function openTimelines(
  arms: readonly ReplayArm[],
  { isTimed, isPaced }: Pick<Timing, "isTimed" | "isPaced">,
  startMs: number,
  clock: Clock,
  speed = 1,
): Timelines {
  const time = replayTime(startMs, clock, speed);
  const opened = new Map<string, Timeline>();
  return {
    of({ arm, repeat }) {
      if (isTimed[arm] !== true) return undefined;
      const key = `${arm}/${repeat}`;
      let timeline = opened.get(key);
      if (timeline === undefined) {
        timeline = { memory: memoryOf(arms[arm], time), time, isPaced };
        opened.set(key, timeline);
      }
      return timeline;
    },
  };
}

function memoryOf(arm: ReplayArm | undefined, time: ReplayTime): PolicyMemory {
  return arm?.newMemory?.(time) ?? createPolicyMemory(readsNothing, () => undefined);
}
