import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { EarlierOutcome } from "../../../src/replay/policy-memory.ts";
import { restoreMemories } from "../../../src/run/restore-memories.ts";
import type { Session } from "../../../src/run/session.ts";
import type { Timelines } from "../../../src/run/timelines.ts";
import { aRecord, anOutcome } from "../replay/builders.ts";

test("a record that broke as its key could not be read keeps no paid run from going on", async () => {
  const broken = anOutcome({
    ordinal: 0,
    attempts: [],
    ending: {
      kind: "failed",
      failure: { kind: "harness_error", detail: "no tenant", retryAfterMs: undefined },
    },
  });
  const restored = await restoredOf([broken, anOutcome({ ordinal: 1 })]);
  expect(restored.map(({ outcome, keys }) => [outcome.ordinal, keys])).toEqual([[1, ["t1"]]]);
});

/** What memories are given back of two records, of which the first has no key. */
async function restoredOf(kept: readonly Outcome[]): Promise<readonly EarlierOutcome[]> {
  const restored: EarlierOutcome[] = [];
  const timelines = {
    of: () => ({
      memory: { restore: (earlier: EarlierOutcome) => void restored.push(earlier) },
      time: { startMs: 0, nowMs: () => 0 },
      isPaced: false,
    }),
  } as unknown as Timelines;
  const session = {
    dataset: { records: () => [[aRecord(0), aRecord(1)]] },
    inputs: { registry: { routes: new Map() } },
    arms: [
      {
        router: {
          ceilingKeys({ recordId }: { readonly recordId: string }): readonly string[] {
            if (recordId === aRecord(0).id) throw new HarnessError("invalid-input", "no tenant");
            return ["t1"];
          },
        },
      },
    ],
  } as unknown as Session;
  await restoreMemories(timelines, kept, session);
  return restored;
}
