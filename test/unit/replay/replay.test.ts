import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Provider } from "../../../src/core/provider.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import type { Router } from "../../../src/core/router.ts";
import type { Scorer } from "../../../src/core/scorer.ts";
import type { Step } from "../../../src/core/step.ts";
import { replay, type ReplayEnd } from "../../../src/replay/replay.ts";
import { TrialIntake } from "../../../src/replay/trial-intake.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { aFailure, aPolicy, aRecord, aReply, aRoute } from "./builders.ts";
import { restOfRouter } from "../../support/policy-defaults.ts";

const call = (attempt: "first" | "retry", waitMs: number): Step => ({
  kind: "call",
  route: "small",
  attempt,
  because: "test",
  waitMs,
  isUnreviewed: false,
});

/** Calls once, retries a failure once after 1 s, then takes what there is. */
const router: Router = {
  ...restOfRouter,
  decide: () => ({ route: "small", because: "test", chain: [], considered: [], review: [] }),
  next: (_view, _decision, soFar) => {
    if (soFar.length === 0) return call("first", 0);
    if (soFar.at(-1)?.result.kind === "response") return { kind: "answer" };
    return soFar.length === 1 ? call("retry", 1000) : { kind: "give_up", because: "spent" };
  },
};

const scorer: Scorer = {
  graders: [],
  checkSchema: () => undefined,
  grade: (_record, ending) => ({
    accepted: ending.kind === "answered",
    score: ending.kind === "answered" ? 1 : 0,
    schemaValid: undefined,
    scores: [],
  }),
};

async function* batchesOf(count: number): AsyncGenerator<readonly ReplayRecord[]> {
  for (let ordinal = 0; ordinal < count; ordinal += 3) {
    await new Promise((resolve) => setImmediate(resolve));
    yield Array.from({ length: Math.min(3, count - ordinal) }, (_, at) => aRecord(ordinal + at));
  }
}

interface Run {
  readonly outcomes: readonly Outcome[];
  readonly observed: readonly string[];
  readonly mostAtOnce: number;
  readonly tookMs: number;
  readonly end: ReplayEnd;
}

async function run(
  count: number,
  concurrency: number,
  over: {
    provider?: Provider["call"];
    router?: Router;
    arms?: number;
    repeats?: number;
    isDone?: (ordinal: number, arm: number, repeat: number) => boolean;
    drainAfter?: number;
  } = {},
): Promise<Run> {
  const clock = new VirtualClock();
  const outcomes: Outcome[] = [];
  const observed: string[] = [];
  let running = 0;
  let mostAtOnce = 0;
  const drain = new AbortController();
  const answer: Provider["call"] =
    over.provider ?? (({ record }) => Promise.resolve(aReply("yes", 10 * (record.ordinal + 1))));
  const provider: Provider = {
    name: "test",
    call: async (request, clockInForce, signal) => {
      running += 1;
      mostAtOnce = Math.max(mostAtOnce, running);
      const reply = await answer(request, clockInForce, signal);
      await clockInForce.sleep(reply.latencyMs ?? 0, signal);
      running -= 1;
      return reply;
    },
  };
  const arms = Array.from({ length: over.arms ?? 1 }, () => ({
    policy: aPolicy(),
    router: over.router ?? router,
  }));
  const intake = new TrialIntake(batchesOf(count), {
    arms: [...arms.keys()],
    repeats: [...Array(over.repeats ?? 1).keys()],
    onRecord: (record) => observed.push(record.id),
    isDone: over.isDone ?? (() => false),
  });
  const end = await replay(
    intake,
    {
      arms,
      routes: new Map([["small", aRoute("small")]]),
      provider,
      scorer,
      clock,
      asOfMs: 0,
      signal: new AbortController().signal,
      streams: false,
    },
    {
      concurrency,
      drain: drain.signal,
      onOutcome: (outcome) => {
        outcomes.push(outcome);
        if (outcomes.length === over.drainAfter) drain.abort();
        return undefined;
      },
    },
  );
  return { outcomes, observed, mostAtOnce, tookMs: clock.nowMs(), end };
}

test("every record is replayed once under every policy and repeat", async () => {
  const { outcomes, observed } = await run(7, 3, { arms: 2, repeats: 2 });
  const keys = outcomes.map((o) => `${o.recordId}/${o.arm}/${o.repeat}`).toSorted();
  expect(keys).toHaveLength(28);
  expect(new Set(keys).size).toBe(28);
  expect(observed).toEqual(["r0", "r1", "r2", "r3", "r4", "r5", "r6"]);
});

test("never more calls at once than slots, and all slots are used", async () => {
  const { mostAtOnce } = await run(20, 4);
  expect(mostAtOnce).toBe(4);
});

test("one slot takes the sum of all latencies, as many slots as records the longest", async () => {
  expect((await run(4, 1)).tookMs).toBe(10 + 20 + 30 + 40);
  expect((await run(4, 4)).tookMs).toBe(40);
});

test("concurrency changes no outcome, only when it happened", async () => {
  const strip = (found: Run) =>
    found.outcomes
      .map((outcome) => ({
        ...outcome,
        attempts: outcome.attempts.map((a) => ({ ...a, queuedAtMs: 0, dispatchedAtMs: 0 })),
      }))
      .toSorted((a, b) => a.ordinal - b.ordinal);
  expect(strip(await run(10, 8))).toEqual(strip(await run(10, 1)));
});

test("a failed attempt is retried after its nominal wait, and the wait is in the attempt", async () => {
  const { outcomes, tookMs } = await run(1, 1, {
    provider: ({ priorCallsOfRoute }) =>
      Promise.resolve(priorCallsOfRoute === 0 ? aFailure("rate_limit", 5) : aReply("yes", 20)),
  });
  const [outcome] = outcomes;
  expect(outcome?.ending).toEqual({ kind: "answered" });
  expect(outcome?.attempts.map(({ kind, waitedMs }) => [kind, waitedMs])).toEqual([
    ["first", 0],
    ["retry", 1000],
  ]);
  expect(tookMs).toBe(1025);
});

test("an exhausted policy leaves the last failure as the ending", async () => {
  const { outcomes } = await run(1, 1, {
    provider: () => Promise.resolve(aFailure("overloaded", 5)),
  });
  expect(outcomes[0]?.ending).toMatchObject({ kind: "failed", failure: { kind: "overloaded" } });
  expect(outcomes[0]?.attempts).toHaveLength(2);
});

test("a router that throws costs its record a harness_error, and the others go on", async () => {
  const { outcomes } = await run(3, 2, {
    router: {
      ...router,
      decide: (view, signals) => {
        if (view.recordId === "r1") throw new Error("no such tag");
        return router.decide(view, signals);
      },
    },
  });
  const endings = outcomes.toSorted((a, b) => a.ordinal - b.ordinal).map(({ ending }) => ending);
  expect(endings[0]).toEqual({ kind: "answered" });
  expect(endings[1]).toMatchObject({
    kind: "failed",
    failure: { kind: "harness_error", detail: "no such tag" },
  });
  expect(endings[2]).toEqual({ kind: "answered" });
});

test("finished trials are not replayed again, but their records are still observed", async () => {
  const { outcomes, observed } = await run(4, 2, { isDone: (ordinal) => ordinal < 3 });
  expect(outcomes.map(({ recordId }) => recordId)).toEqual(["r3"]);
  expect(observed).toHaveLength(4);
});

test("draining starts no new trial and keeps what was running", async () => {
  const { outcomes } = await run(30, 2, { drainAfter: 5 });
  expect(outcomes.length).toBeGreaterThanOrEqual(5);
  expect(outcomes.length).toBeLessThanOrEqual(6);
});

test("an error while keeping an outcome stops the replay and is the one reported", async () => {
  const clock = new VirtualClock();
  const intake = new TrialIntake(batchesOf(9), {
    arms: [0],
    repeats: [0],
    onRecord: () => undefined,
    isDone: () => false,
  });
  const replaying = replay(
    intake,
    {
      arms: [{ policy: aPolicy(), router }],
      routes: new Map([["small", aRoute("small")]]),
      provider: { name: "test", call: () => Promise.resolve(aReply("yes", 1)) },
      scorer,
      clock,
      asOfMs: 0,
      signal: new AbortController().signal,
      streams: false,
    },
    {
      concurrency: 3,
      drain: new AbortController().signal,
      onOutcome: () => {
        throw new Error("disk full");
      },
    },
  );
  await expect(replaying).rejects.toThrow("disk full");
});

test("at the spend cap no new trial starts, what runs ends, and the caller is told", async () => {
  const { outcomes, end } = await run(30, 3, {
    provider: async ({ record }, clock, signal) => {
      if (record.ordinal !== 4) return aReply("yes", 10);
      await clock.sleep(5, signal);
      throw new HarnessError("spend-cap", "the cap is reached");
    },
  });
  expect(outcomes.map(({ recordId }) => recordId)).toEqual(["r0", "r1", "r2", "r3", "r5"]);
  expect(end.spendCap?.message).toBe("the cap is reached");
  expect(end.leftTrials).toBe(1);
});

test("a trial whose further attempt does not fit under the cap is left without an outcome", async () => {
  const { outcomes, end } = await run(1, 1, {
    provider: ({ attemptIndex }) =>
      attemptIndex === 0
        ? Promise.resolve(aFailure("overloaded", 5))
        : Promise.reject(new HarnessError("spend-cap", "the cap is reached")),
  });
  expect(outcomes).toEqual([]);
  expect(end.leftTrials).toBe(1);
});

test("a trial that a drain leaves is no outcome and no error", async () => {
  const { outcomes, end } = await run(9, 1, {
    provider: ({ record }) =>
      record.ordinal === 2
        ? Promise.reject(new HarnessError("interrupted", "the run is ending"))
        : Promise.resolve(aReply("yes", 10)),
  });
  expect(outcomes).toHaveLength(2);
  expect(end).toEqual({ spendCap: undefined, leftTrials: 1 });
});

test("any other harness error of a provider ends the run, after what was running", async () => {
  const replaying = run(9, 3, {
    provider: ({ record }) =>
      record.ordinal === 1
        ? Promise.reject(new HarnessError("storage", "disk full"))
        : Promise.resolve(aReply("yes", 10)),
  });
  await expect(replaying).rejects.toThrow("disk full");
});

test("a replay that ran through says so", async () => {
  expect((await run(3, 2)).end).toEqual({ spendCap: undefined, leftTrials: 0 });
});
