import type { Outcome } from "../core/outcome.ts";
import { viewOf } from "../core/request-view.ts";
import type { Session } from "./session.ts";
import type { Timelines } from "./timelines.ts";

/**
 * Gives policies back what they had spent and counted when an earlier session of a paid run ended.
 * Health and latency start empty: minutes have passed in the world since.
 */
export async function restoreMemories(
  timelines: Timelines,
  kept: readonly Outcome[],
  { dataset, arms }: Pick<Session, "dataset" | "arms">,
): Promise<void> {
  const byOrdinal = Map.groupBy(kept, ({ ordinal }) => ordinal);
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      for (const outcome of byOrdinal.get(record.ordinal) ?? []) {
        const timeline = timelines.of(outcome);
        const keys = arms[outcome.arm]?.router.ceilingKeys(viewOf(record));
        if (timeline === undefined || keys === undefined) continue;
        timeline.memory.restore(outcome, keys, outcome.trace?.atMs ?? timeline.time.nowMs());
      }
    }
  }
}
