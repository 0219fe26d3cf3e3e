import fc from "fast-check";
import { expect, test } from "vitest";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Provider } from "../../../src/core/provider.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import { ResponseColumns } from "../../../src/comparison/response-columns.ts";
import { limitedProvider } from "../../../src/replay/limited-provider.ts";
import { createPolicyMemory } from "../../../src/replay/policy-memory.ts";
import { replay } from "../../../src/replay/replay.ts";
import { replayTime } from "../../../src/replay/replay-time.ts";
import { TrialIntake } from "../../../src/replay/trial-intake.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { aPolicy, aRecord, aReply, aRoute } from "./builders.ts";

const startMs = Date.UTC(2026, 2, 4);

interface Visit {
  /** After the first request of the log. */
  readonly arrivesMs: number;
  readonly servedForMs: number;
}

interface Loop {
  readonly slots: number;
  readonly speed: number;
  readonly mostAtOnce?: number | undefined;
}

/** What each request waited in line and in all, as the replay and its columns have it. */
async function replayed(
  visits: readonly Visit[],
  { slots, speed, mostAtOnce }: Loop,
): Promise<readonly { readonly queuedMs: number; readonly responseMs: number }[]> {
  const policy = aPolicy();
  const routes = new Map([["small", aRoute("small", { maxConcurrency: mostAtOnce })]]);
  const registry = { file: "registry.yaml", routes, budgetsNanoUsd: new Map<string, number>() };
  const estimateNanoUsd = (): undefined => undefined;
  const router = createRouter(policy, registry, {
    seed: 1,
    estimateNanoUsd,
    qualityTable: undefined,
  });
  async function* batches(): AsyncGenerator<readonly ReplayRecord[]> {
    yield visits.map(({ arrivesMs }, ordinal) => ({
      ...aRecord(ordinal),
      arrivedAtMs: startMs + arrivesMs,
    }));
  }
  const clock = new VirtualClock();
  const served: Provider = {
    name: "served",
    async call({ record }, clockInForce, signal) {
      const { servedForMs } = visits[record.ordinal]!;
      await clockInForce.sleep(servedForMs, signal);
      return aReply("yes", servedForMs);
    },
  };
  const timeline = {
    memory: createPolicyMemory(
      { health: undefined, latency: undefined, ceilings: [], routes: [], queue: false },
      estimateNanoUsd,
    ),
    time: replayTime(startMs, clock, speed),
    isPaced: true,
  };
  const drain = new AbortController().signal;
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
      provider: limitedProvider(served, { estimateTokens: () => 0, drain }),
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
      concurrency: slots,
      drain,
      pace: { arrivesAtMs: ({ arrivedAtMs = startMs }) => (arrivedAtMs - startMs) / speed },
      onOutcome: (outcome) => void outcomes.push(outcome),
    },
  );
  const columns = new ResponseColumns(visits.length);
  for (const outcome of outcomes) {
    columns.set(outcome.ordinal, outcome, outcome.attempts[0]?.latencyMs ?? Number.NaN);
  }
  return visits.map((_visit, ordinal) => ({
    queuedMs: columns.queued.at(ordinal),
    responseMs: columns.response.at(ordinal),
  }));
}

/** What a queue of so many servers, first come first served, makes of the visits. */
function recursion(
  visits: readonly Visit[],
  servers: number,
  speed: number,
): readonly { readonly queuedMs: number; readonly responseMs: number }[] {
  const freeAt = Array.from({ length: servers }, () => 0);
  return visits.map(({ arrivesMs, servedForMs }) => {
    const arrives = arrivesMs / speed;
    const next = freeAt.indexOf(Math.min(...freeAt));
    const begins = Math.max(arrives, freeAt[next]!);
    freeAt[next] = begins + servedForMs;
    return { queuedMs: begins - arrives, responseMs: begins - arrives + servedForMs };
  });
}

const visits = fc
  .array(
    fc.record({
      gapMs: fc.integer({ min: 0, max: 400 }),
      servedForMs: fc.integer({ min: 1, max: 900 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    let arrivesMs = 0;
    return steps.map(({ gapMs, servedForMs }) => ({
      arrivesMs: (arrivesMs += gapMs),
      servedForMs,
    }));
  });

const options = { seed: 20261125, numRuns: 60 };

test("one slot is Lindley's recursion, to the microsecond, at any speed", async () => {
  await fc.assert(
    fc.asyncProperty(visits, fc.constantFrom(1, 2, 10, 0.5), async (log, speed) => {
      const found = await replayed(log, { slots: 1, speed });
      let queuedMs = 0;
      for (const [index, { arrivesMs, servedForMs }] of log.entries()) {
        if (index > 0) {
          const before = log[index - 1]!;
          const gapMs = (arrivesMs - before.arrivesMs) / speed;
          queuedMs = Math.max(0, queuedMs + before.servedForMs - gapMs);
        }
        expect(found[index]?.queuedMs).toBeCloseTo(queuedMs, 3);
        expect(found[index]?.responseMs).toBeCloseTo(queuedMs + servedForMs, 3);
      }
    }),
    options,
  );
});

test("several slots are a queue of several servers, first come first served", async () => {
  await fc.assert(
    fc.asyncProperty(visits, fc.integer({ min: 2, max: 6 }), async (log, slots) => {
      const found = await replayed(log, { slots, speed: 1 });
      for (const [index, expected] of recursion(log, slots, 1).entries()) {
        expect(found[index]?.queuedMs).toBeCloseTo(expected.queuedMs, 3);
        expect(found[index]?.responseMs).toBeCloseTo(expected.responseMs, 3);
      }
    }),
    options,
  );
});

test("a route that serves so many at once is as many servers, however many slots there are", async () => {
  await fc.assert(
    fc.asyncProperty(visits, fc.integer({ min: 1, max: 3 }), async (log, mostAtOnce) => {
      const found = await replayed(log, { slots: 64, speed: 1, mostAtOnce });
      for (const [index, { queuedMs }] of recursion(log, mostAtOnce, 1).entries()) {
        expect(found[index]?.queuedMs).toBeCloseTo(queuedMs, 3);
      }
    }),
    options,
  );
});

test("Little's law: what is under way on average is the arrival rate times the response time", async () => {
  const log = Array.from({ length: 400 }, (_, index) => ({
    arrivesMs: index * 100,
    servedForMs: 150 + ((index * 37) % 90),
  }));
  const found = await replayed(log, { slots: 2, speed: 1 });
  const lastMs = Math.max(
    ...log.map(({ arrivesMs }, index) => arrivesMs + found[index]!.responseMs),
  );
  // Counted at every millisecond, against the mean response time.
  let underWay = 0;
  for (let atMs = 0; atMs < lastMs; atMs += 1) {
    underWay += log.filter(
      ({ arrivesMs }, index) => arrivesMs <= atMs && atMs < arrivesMs + found[index]!.responseMs,
    ).length;
  }
  const meanResponseMs = found.reduce((sum, { responseMs }) => sum + responseMs, 0) / log.length;
  expect(underWay / lastMs).toBeCloseTo((log.length / lastMs) * meanResponseMs, 6);
});
