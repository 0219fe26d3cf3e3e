import { expect, test } from "vitest";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import { createPolicyMemory } from "../../../src/replay/policy-memory.ts";
import { replay } from "../../../src/replay/replay.ts";
import { replayTime } from "../../../src/replay/replay-time.ts";
import { TrialIntake } from "../../../src/replay/trial-intake.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { aPolicy, aRecord, aReply, aRoute } from "./builders.ts";

const startMs = Date.UTC(2026, 2, 4);

/** When each record's call was sent, and how long the record had waited, by record. */
async function paced(
  arrivals: readonly (number | undefined)[],
  over: { readonly concurrency: number; readonly latencyMs: number; readonly drainAtMs?: number },
): Promise<readonly (readonly [sentAtMs: number | undefined, queuedMs: number | undefined])[]> {
  const policy = aPolicy();
  const routes = new Map([["small", aRoute("small")]]);
  const registry = { file: "registry.yaml", routes, budgetsNanoUsd: new Map<string, number>() };
  const estimateNanoUsd = (): undefined => undefined;
  const router = createRouter(policy, registry, {
    seed: 1,
    estimateNanoUsd,
    qualityTable: undefined,
  });
  const records = arrivals.map((afterMs, ordinal) => ({
    ...aRecord(ordinal),
    arrivedAtMs: afterMs === undefined ? undefined : startMs + afterMs,
  }));
  async function* batches(): AsyncGenerator<readonly ReplayRecord[]> {
    yield records;
  }
  const clock = new VirtualClock();
  const drain = new AbortController();
  const needs = { health: undefined, latency: undefined, ceilings: [], routes: [], queue: true };
  const timeline = {
    memory: createPolicyMemory(needs, estimateNanoUsd),
    time: replayTime(startMs, clock),
    isPaced: true,
  };
  const outcomes: Outcome[] = [];
  await replay(
    new TrialIntake(batches(), {
      arms: [0],
      repeats: [0],
      onRecord: () => undefined,
      isDone: () => false,
    }),
    {
      arms: [{ policy, router }],
      routes,
      provider: {
        name: "test",
        async call(_call, clockInForce, signal) {
          await clockInForce.sleep(over.latencyMs, signal);
          if (clockInForce.nowMs() >= (over.drainAtMs ?? Infinity)) drain.abort();
          return aReply("yes", over.latencyMs);
        },
      },
      scorer: {
        graders: [],
        checkSchema: () => undefined,
        grade: () => ({ accepted: true, score: 1, schemaValid: undefined, scores: [] }),
      },
      clock,
      asOfMs: startMs,
      signal: new AbortController().signal,
      streams: false,
      timelineOf: () => timeline,
    },
    {
      concurrency: over.concurrency,
      drain: drain.signal,
      pace: {
        arrivesAtMs: ({ arrivedAtMs }) =>
          arrivedAtMs === undefined ? undefined : arrivedAtMs - startMs,
      },
      onOutcome: (outcome) => void outcomes.push(outcome),
    },
  );
  return records.map(({ ordinal }) => {
    const outcome = outcomes.find((found) => found.ordinal === ordinal);
    return [outcome?.attempts[0]?.dispatchedAtMs, outcome?.trace?.queuedMs] as const;
  });
}

test("a record is sent when it arrives, and nothing passes in between", async () => {
  expect(await paced([0, 5_000, 86_400_000], { concurrency: 2, latencyMs: 10 })).toEqual([
    [0, 0],
    [5_000, 0],
    [86_400_000, 0],
  ]);
});

test("with every slot busy it waits, and the wait is known", async () => {
  expect(await paced([0, 10, 20], { concurrency: 1, latencyMs: 100 })).toEqual([
    [0, 0],
    [100, 90],
    [200, 180],
  ]);
});

test("a record that stands too late, or says no time, is sent when its turn comes", async () => {
  expect(await paced([500, 0, undefined], { concurrency: 1, latencyMs: 100 })).toEqual([
    [500, 0],
    [600, 600],
    [700, undefined],
  ]);
});

test("a record that has not arrived when the run is ended is not begun", async () => {
  const sent = await paced([0, 10_000], { concurrency: 2, latencyMs: 100, drainAtMs: 100 });
  expect(sent).toEqual([
    [0, 0],
    [undefined, undefined],
  ]);
});
