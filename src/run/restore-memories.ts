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
  { dataset, arms, inputs }: Pick<Session, "dataset" | "arms" | "inputs">,
): Promise<void> {
  const byOrdinal = Map.groupBy(kept, ({ ordinal }) => ordinal);
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      const view = viewOf(record);
      for (const outcome of byOrdinal.get(record.ordinal) ?? []) {
        if (brokeBeforeAnyCall(outcome)) continue;
        const timeline = timelines.of(outcome);
        const keys = arms[outcome.arm]?.router.ceilingKeys(view);
        if (timeline === undefined || keys === undefined) continue;
        const atMs = outcome.trace?.atMs ?? timeline.time.nowMs();
        timeline.memory.restore({ outcome, view, keys, atMs }, inputs.registry.routes);
      }
    }
  }
}

/** Nothing was counted for such a record, perhaps because nobody can tell under which key. */
function brokeBeforeAnyCall({ ending, attempts }: Outcome): boolean {
  const isBroken = ending.kind === "failed" && ending.failure.kind === "harness_error";
  return isBroken && attempts.length === 0;
}
