import fc from "fast-check";
import { expect, test } from "vitest";
import type { Ceiling } from "../../../src/core/ceiling.ts";
import type { HealthRule } from "../../../src/core/health-rule.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { Provider, ProviderReply } from "../../../src/core/provider.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import type { Scorer } from "../../../src/core/scorer.ts";
import { createPolicyMemory, type PolicyMemory } from "../../../src/replay/policy-memory.ts";
import { replay } from "../../../src/replay/replay.ts";
import { replayTime } from "../../../src/replay/replay-time.ts";
import { TrialIntake } from "../../../src/replay/trial-intake.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { aFailure, aPolicy, aRecord, aReply, aRoute } from "./builders.ts";

const DAY_MS = 86_400_000;
/** Shortly before midnight: some records fall on the next day. */
const startMs = 20_000 * DAY_MS - 20_000;
const routeNames = ["small", "large", "spare"] as const;
const prices: Readonly<Record<string, number>> = { small: 10, large: 70, spare: 25 };

/** One request of a random log: its tenant, and what befalls its calls, in their order. */
const aRequest = fc.record({
  gapMs: fc.nat({ max: 400 }),
  tenant: fc.constantFrom("x", "y"),
  calls: fc.array(
    fc.record({
      latencyMs: fc.integer({ min: 0, max: 900 }),
      kind: fc.constantFrom("ok", "ok", "ok", "rate_limit", "transient_5xx", "safety_refusal"),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

const health: HealthRule = {
  windowMs: 5_000,
  maxErrorRate: 0.3,
  minAttempts: 5,
  cooldownMs: 3_000,
  probes: 2,
  maxP95CompleteMs: 800,
  maxP95FirstTokenMs: undefined,
  counts: ["transient_error", "safety_refusal"],
};

const aCeiling = fc
  .record({
    countedBy: fc.constantFrom<Ceiling["countedBy"]>("policy", "owner"),
    routes: fc.constantFrom<Ceiling["routes"]>(undefined, ["large"], ["large", "small"]),
    per: fc.constantFrom<Ceiling["per"]>("day", "run"),
    most: fc.oneof(
      fc.integer({ min: 0, max: 2500 }).map((nanoUsd) => ({ kind: "usd", nanoUsd }) as const),
      fc.integer({ min: 0, max: 40 }).map((count) => ({ kind: "requests", count }) as const),
      fc
        .double({ min: 0.1, max: 0.9, noNaN: true })
        .map((share) => ({ kind: "share", share }) as const),
    ),
    reaction: fc.constantFrom<Ceiling["reaction"]>(
      { kind: "stop" },
      { kind: "queue" },
      { kind: "downgrade", route: "spare" },
      { kind: "downgrade", route: undefined },
    ),
  })
  .map((ceiling): Ceiling => ({ ...ceiling, name: "", key: undefined }));

const aStatefulPolicy = fc
  .record({
    ceilings: fc.array(aCeiling, { maxLength: 3 }),
    hasHealth: fc.boolean(),
    isWeighted: fc.boolean(),
    requestCap: fc.option(fc.integer({ min: 10, max: 200 }), { nil: undefined }),
  })
  .map(({ ceilings, hasHealth, isWeighted, requestCap }): Policy => {
    const policy = aPolicy();
    return {
      ...policy,
      strategy: isWeighted
        ? {
            kind: "weighted",
            routes: [
              { route: "large", weight: 3 },
              { route: "small", weight: 2 },
            ],
            stickyBy: undefined,
          }
        : { kind: "pinned", route: "large" },
      primaryRoute: "large",
      health: hasHealth ? health : undefined,
      cost: { ...policy.cost, maxPerRequestNanoUsd: requestCap },
      ceilings: ceilings.map((ceiling, index) => ({ ...ceiling, name: `cap ${index}` })),
      fallback: {
        ...policy.fallback,
        maxAttempts: 4,
        backupRoutes: ["small", "spare"],
        transitions: [
          { trigger: "rate_limit", reaction: { kind: "retry" } },
          {
            trigger: "primary_route_unavailable",
            reaction: { kind: "fallback", route: undefined },
          },
          { trigger: "budget_exceeded", reaction: { kind: "fallback", route: "spare" } },
        ],
      },
    };
  });

const scorer: Scorer = {
  graders: [],
  checkSchema: () => undefined,
  grade: (_record, ending) => ({
    accepted: ending.kind === "answered",
    score: undefined,
    schemaValid: undefined,
    scores: [],
  }),
};

type Requests = readonly {
  readonly gapMs: number;
  readonly tenant: string;
  readonly calls: readonly { readonly latencyMs: number; readonly kind: string }[];
}[];

function recordsOf(requests: Requests): readonly ReplayRecord[] {
  let arrivedAtMs = startMs;
  return requests.map(({ gapMs, tenant }, ordinal) => {
    arrivedAtMs += gapMs;
    return { ...aRecord(ordinal), owner: tenant, arrivedAtMs };
  });
}

/** Every call costs its route's price, whatever becomes of it: estimates are exact. */
function providerOf(requests: Requests): Provider {
  return {
    name: "random",
    async call({ record, route, attemptIndex }, clock, signal): Promise<ProviderReply> {
      const calls = requests[record.ordinal]!.calls;
      const { latencyMs, kind } = calls[attemptIndex % calls.length]!;
      await clock.sleep(latencyMs, signal);
      const reply =
        kind === "ok"
          ? aReply("yes", latencyMs)
          : aFailure(kind as Parameters<typeof aFailure>[0], latencyMs);
      return { ...reply, costNanoUsd: prices[route.name] };
    },
  };
}

/** A memory that tells when money passes a ceiling, or a call goes to an excluded route. */
function watched(memory: PolicyMemory, { ceilings }: Policy, found: string[]): PolicyMemory {
  const look = (atMs: number): void => {
    for (const key of ["", "x", "y"]) {
      const keys = ceilings.map(({ countedBy }) =>
        (countedBy === "policy") === (key === "") ? key : undefined,
      );
      for (const [index, reading] of (memory.signalsAt(atMs, keys).ceilings ?? []).entries()) {
        const { most, name } = ceilings[index]!;
        if (reading === undefined) continue;
        const { spentNanoUsd, reservedNanoUsd, requests, ofRequests } = reading;
        if (most.kind === "usd" && spentNanoUsd + reservedNanoUsd > most.nanoUsd) {
          found.push(`${name} of "${key}": ${spentNanoUsd} + ${reservedNanoUsd} passes`);
        }
        if (most.kind === "requests" && requests > most.count) found.push(`${name}: ${requests}`);
        if (most.kind === "share" && requests > most.share * ofRequests + 1) {
          found.push(`${name}: ${requests} of ${ofRequests}`);
        }
      }
    }
  };
  return {
    ...memory,
    calling(trial, route, atMs) {
      const seen = memory.signalsAt(atMs, []).health?.get(route.name);
      if (seen !== undefined && seen.state !== "closed" && !seen.mayProbe) {
        found.push(`${route.name} is called while ${seen.state}`);
      }
      const events = memory.calling(trial, route, atMs);
      look(atMs);
      return events;
    },
    attempted(trial, attempt, atMs) {
      const events = memory.attempted(trial, attempt, atMs);
      look(atMs);
      return events;
    },
  };
}

async function replayed(
  policy: Policy,
  requests: Requests,
  concurrency: number,
  keepMs = 0,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly found: readonly string[] }> {
  const routes = new Map(routeNames.map((name) => [name as string, aRoute(name)]));
  const registry = { file: "registry.yaml", routes, budgetsNanoUsd: new Map<string, number>() };
  const estimateNanoUsd = (route: { readonly name: string }): number | undefined =>
    prices[route.name];
  const router = createRouter(policy, registry, {
    seed: 1,
    estimateNanoUsd,
    qualityTable: undefined,
  });
  const records = recordsOf(requests);
  async function* batches(): AsyncGenerator<readonly ReplayRecord[]> {
    for (let at = 0; at < records.length; at += 7) {
      if (keepMs > 0) await new Promise((resolve) => setImmediate(resolve));
      yield records.slice(at, at + 7);
    }
  }
  const clock = new VirtualClock();
  const found: string[] = [];
  const needs = router.memory ?? {
    health: undefined,
    latency: undefined,
    ceilings: [],
    routes: [],
    queue: false,
  };
  const timeline = {
    memory: watched(createPolicyMemory(needs, estimateNanoUsd), policy, found),
    time: replayTime(startMs, clock),
    isPaced: true,
  };
  const intake = new TrialIntake(batches(), {
    arms: [0],
    repeats: [0],
    onRecord: () => undefined,
    isDone: () => false,
  });
  const outcomes: Outcome[] = [];
  await replay(
    intake,
    {
      arms: [{ policy, router }],
      routes,
      provider: providerOf(requests),
      scorer,
      clock,
      asOfMs: startMs,
      signal: new AbortController().signal,
      streams: false,
      timelineOf: () => timeline,
    },
    {
      concurrency,
      drain: new AbortController().signal,
      pace: { arrivesAtMs: ({ arrivedAtMs }) => (arrivedAtMs ?? 0) - startMs },
      onOutcome: (outcome) => {
        outcomes.push(outcome);
        if (keepMs === 0) return undefined;
        // A disk that is sometimes slow: real time, of which the replay may see nothing.
        return new Promise((resolve) =>
          outcome.ordinal % 5 === 0 ? setTimeout(resolve, keepMs) : setImmediate(resolve),
        );
      },
    },
  );
  return { outcomes, found };
}

const aLog = fc.array(aRequest, { minLength: 20, maxLength: 120 });

/** Everything arrives at once, and much of it takes no time: only turns keep an order. */
const aBurst = aLog.map((requests) =>
  requests.map((request) => ({
    ...request,
    gapMs: 0,
    calls: request.calls.map((call) => ({ ...call, latencyMs: call.latencyMs < 700 ? 0 : 5 })),
  })),
);

test.each([1, 8, 50])(
  "P6 P8: with %i slots nothing passes a ceiling, and no excluded route is called",
  async (concurrency) => {
    await fc.assert(
      fc.asyncProperty(aStatefulPolicy, aLog, async (policy, requests) => {
        const { outcomes, found } = await replayed(policy, requests, concurrency);
        expect(found).toEqual([]);
        expect(outcomes).toHaveLength(requests.length);
        for (const { attempts } of outcomes) expect(attempts.length).toBeLessThanOrEqual(4);
        const cap = policy.cost.maxPerRequestNanoUsd ?? Infinity;
        for (const { attempts } of outcomes) {
          const spent = attempts.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0);
          expect(spent).toBeLessThanOrEqual(cap);
        }
        for (const { most, routes, per, countedBy } of policy.ceilings) {
          if (most.kind !== "usd" || per !== "run" || countedBy !== "policy") continue;
          const spent = outcomes
            .flatMap(({ attempts }) => attempts)
            .filter(({ route }) => routes?.includes(route) ?? true)
            .reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0);
          expect(spent).toBeLessThanOrEqual(most.nanoUsd);
        }
      }),
      { seed: 4, numRuns: 150 },
    );
  },
  60_000,
);

test("a slow disk changes nothing of what a timeline brings, nor the order in which it comes", async () => {
  await fc.assert(
    fc.asyncProperty(aStatefulPolicy, fc.oneof(aLog, aBurst), async (policy, requests) => {
      const quick = await replayed(policy, requests, 8);
      const slow = await replayed(policy, requests, 8, 1);
      expect(slow.outcomes).toEqual(quick.outcomes);
    }),
    { seed: 4, numRuns: 25 },
  );
});
