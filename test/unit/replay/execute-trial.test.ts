import { describe, expect, test } from "vitest";
import type { Decision } from "../../../src/core/decision.ts";
import { HarnessError } from "../../../src/core/harness-error.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { Provider, ProviderCall } from "../../../src/core/provider.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import { viewOf } from "../../../src/core/request-view.ts";
import type { Signals } from "../../../src/core/router.ts";
import type { Scorer } from "../../../src/core/scorer.ts";
import type { Step } from "../../../src/core/step.ts";
import {
  executeTrial,
  type ReplayArm,
  type ReplayWorld,
} from "../../../src/replay/execute-trial.ts";
import type { PolicyMemory } from "../../../src/replay/policy-memory.ts";
import { replayTime, type ReplayTime } from "../../../src/replay/replay-time.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import { restOfRouter } from "../../support/policy-defaults.ts";
import { aPolicy, aRecord, aReply, aRoute } from "./builders.ts";

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

const plain: Decision = {
  route: "small",
  because: "test",
  chain: [],
  considered: [],
  review: [],
};

function call(more: Partial<Extract<Step, { kind: "call" }>> = {}): Step {
  return {
    kind: "call",
    route: "small",
    attempt: "first",
    because: "test",
    waitMs: 0,
    isUnreviewed: false,
    ...more,
  };
}

interface Setting {
  readonly steps?: readonly Step[];
  readonly decision?: Decision;
  readonly policy?: Policy;
  readonly record?: ReplayRecord;
  readonly arm?: Partial<ReplayArm>;
  readonly ceilingKeys?: ReplayArm["router"]["ceilingKeys"];
  readonly world?: Partial<ReplayWorld>;
}

/** A trial whose policy says these steps in turn, with what it was told and what was called. */
async function trialOf(setting: Setting): Promise<{
  readonly outcome: Outcome;
  readonly told: readonly Signals[];
  readonly calls: readonly ProviderCall[];
}> {
  const told: Signals[] = [];
  const calls: ProviderCall[] = [];
  const clock = new VirtualClock();
  const provider: Provider = {
    name: "test",
    async call(request, clockInForce, signal) {
      calls.push(request);
      await clockInForce.sleep(10, signal);
      return aReply("yes", 10);
    },
  };
  const record = setting.record ?? aRecord(0);
  const steps = setting.steps ?? [call(), { kind: "answer" }];
  const arm: ReplayArm = {
    policy: setting.policy ?? aPolicy(),
    router: {
      ...restOfRouter,
      ...(setting.ceilingKeys && { ceilingKeys: setting.ceilingKeys }),
      decide(_view, signals) {
        told.push(signals);
        return setting.decision ?? plain;
      },
      next(_view, _decision, soFar, signals) {
        told.push(signals);
        return steps[soFar.length] ?? { kind: "answer" };
      },
    },
    ...setting.arm,
  };
  const world: ReplayWorld = {
    arms: [arm],
    routes: new Map([["small", aRoute("small")]]),
    provider,
    scorer,
    clock,
    asOfMs: 7,
    signal: new AbortController().signal,
    streams: false,
    ...setting.world,
  };
  let outcome: Outcome | undefined;
  await clock.work([
    async () => {
      const trial = { record, view: viewOf(record), arm: 0, repeat: 0 };
      outcome = await executeTrial(trial, world);
    },
  ]);
  if (outcome === undefined) throw new Error("no outcome");
  return { outcome, told, calls };
}

describe("a policy that is told nothing", () => {
  test("knows the day alone, and its outcome has nothing more to tell", async () => {
    const { outcome, told } = await trialOf({});
    expect(told).toEqual([{ nowMs: 7 }, { nowMs: 7 }, { nowMs: 7 }]);
    expect(outcome).not.toHaveProperty("trace");
  });
});

describe("advice", () => {
  const advice = { kind: "chosen", route: "small", because: "the module says so" } as const;

  test("is asked for once, and known to the decision and to every step", async () => {
    let asked = 0;
    const advisor = { advise: () => Promise.resolve(((asked += 1), advice)) };
    const { told } = await trialOf({ arm: { advisor } });
    expect(asked).toBe(1);
    expect(told).toEqual(Array.from({ length: 3 }, () => ({ nowMs: 7, advice })));
  });

  test("an advisor that rejects ends the run, not the record", async () => {
    const end = new HarnessError("spend-cap", "the cap is reached");
    const advisor = { advise: () => Promise.reject(end) };
    await expect(trialOf({ arm: { advisor } })).rejects.toBe(end);
  });
});

describe("a timeline", () => {
  /** Says how often it was told of each thing; health counts the attempts so far. */
  function aMemory() {
    const heard: string[] = [];
    let attempts = 0;
    const memory: PolicyMemory = {
      signalsAt: (atMs, keys) => ({
        ceilings: [],
        health: new Map([
          [
            `${atMs}/${keys.join()}`,
            { state: "closed", mayProbe: false, attempts, errors: 0, because: undefined },
          ],
        ]),
      }),
      decided: () => (heard.push("decided"), []),
      calling: (_trial, { name }) => (heard.push(`calling ${name}`), []),
      attempted(_trial, { index }, atMs) {
        attempts += 1;
        heard.push(`attempted ${index}`);
        return [{ atMs, kind: "excluded", route: "small", because: "it fails" }];
      },
      ended: () => void heard.push("ended"),
      restore: () => undefined,
    };
    return { memory, heard };
  }

  test("is read anew for each step, and hears of everything in its order", async () => {
    const { memory, heard } = aMemory();
    const clock = { now: 1_000 };
    const time = aTime(() => (clock.now += 5));
    const { told } = await trialOf({
      record: { ...aRecord(0), arrivedAtMs: 995 },
      world: { timelineOf: () => ({ memory, time, isPaced: true }) },
    });
    const known = told.map(({ health, atMs, queuedMs }) => [
      [...(health ?? [])][0]?.[1].attempts,
      atMs,
      queuedMs,
    ]);
    expect(known).toEqual([
      [0, 1_010, 10],
      [0, 1_010, 10],
      [1, 1_025, 10],
    ]);
    expect(heard).toEqual(["decided", "calling small", "attempted 0", "ended"]);
  });

  test("what it changed stands in the outcome, with its time", async () => {
    const { memory } = aMemory();
    const time = aTime(() => 50);
    const { outcome } = await trialOf({
      world: { timelineOf: () => ({ memory, time, isPaced: false }) },
    });
    expect(outcome.trace).toEqual({
      atMs: 50,
      events: [{ atMs: 50, kind: "excluded", route: "small", because: "it fails" }],
    });
  });

  test("a wait is told to the microsecond, whatever year it is", async () => {
    const { memory } = aMemory();
    const arrivedAtMs = Date.UTC(2026, 2, 4);
    const { told } = await trialOf({
      record: { ...aRecord(0), arrivedAtMs },
      world: {
        timelineOf: () => ({
          memory,
          time: aTime(() => arrivedAtMs + 1836.663),
          isPaced: true,
        }),
      },
    });
    expect(told[0]?.queuedMs).toBe(1836.663);
  });

  test("a record whose key nobody can read keeps its time: it is part of the timeline", async () => {
    const { memory, heard } = aMemory();
    const { outcome } = await trialOf({
      ceilingKeys: () => {
        throw new Error("no tenant");
      },
      world: {
        timelineOf: () => ({ memory, time: aTime(() => 50), isPaced: true }),
      },
    });
    expect(outcome.ending).toMatchObject({ failure: { detail: "no tenant" } });
    expect(outcome.trace).toEqual({ atMs: 50 });
    expect(heard).toEqual(["ended"]);
  });

  test("hears of the end of a record that broke, too", async () => {
    const { memory, heard } = aMemory();
    const { outcome } = await trialOf({
      steps: [call({ route: "nowhere" })],
      world: {
        timelineOf: () => ({ memory, time: aTime(() => 0), isPaced: false }),
      },
    });
    expect(outcome.ending).toMatchObject({ failure: { kind: "harness_error" } });
    expect(heard).toEqual(["decided", "ended"]);
  });
});

describe("what a step says of its call", () => {
  const limits = { ...aPolicy().latency, timeoutMs: 500, firstTokenTimeoutMs: 200 };

  test("the shorter of two timeouts counts", async () => {
    const { calls } = await trialOf({
      policy: aPolicy({ latency: limits }),
      steps: [call({ timeoutMs: 300, firstTokenTimeoutMs: 900 }), call({ timeoutMs: 700 })],
    });
    expect(
      calls.map(({ timeoutMs, firstTokenTimeoutMs }) => [timeoutMs, firstTokenTimeoutMs]),
    ).toEqual([
      [300, 200],
      [500, 200],
    ]);
  });

  test("a call that does not stream has its own timeout, where one is written", async () => {
    const policy = aPolicy({ latency: { ...limits, nonStreamingTimeoutMs: 400 } });
    const streamed = { ...aRecord(0), request: { ...aRecord(0).request, stream: true } };
    expect((await trialOf({ policy })).calls[0]?.timeoutMs).toBe(400);
    expect((await trialOf({ policy, record: streamed })).calls[0]?.timeoutMs).toBe(500);
  });

  test("a changed request is sent as changed", async () => {
    const { calls } = await trialOf({ steps: [call({ change: { instruction: "Be brief." } })] });
    expect(calls[0]?.record.request.messages[0]).toEqual({ role: "system", content: "Be brief." });
  });
});

describe("what an outcome tells", () => {
  test("a static answer is its ending, and a degradation", async () => {
    const { outcome } = await trialOf({
      steps: [call(), { kind: "static_answer", text: "Call us.", because: "nothing may follow" }],
    });
    expect(outcome.ending).toEqual({
      kind: "static_answer",
      text: "Call us.",
      because: "nothing may follow",
    });
    expect(outcome.grade.accepted).toBe(false);
    expect(outcome.trace).toEqual({ degraded: "static_answer" });
  });

  test("an answer of a reduced scope says so", async () => {
    const { outcome } = await trialOf({
      steps: [call(), call({ attempt: "reduced_scope" })],
    });
    expect(outcome.trace).toEqual({ degraded: "reduced_scope" });
  });

  test("what the decision found comes with it", async () => {
    const refused = [
      { route: "eu", kept: false, kind: "region", because: "not approved" },
    ] as const;
    const { outcome } = await trialOf({
      decision: { ...plain, refused, downgradedFrom: "large", redacted: ["email"] },
    });
    expect(outcome.trace).toEqual({ refused, downgradedFrom: "large", redacted: ["email"] });
  });

  test("why a person must look is known before and after the answer", async () => {
    const { outcome } = await trialOf({
      decision: { ...plain, review: ["refund_exception"] },
      steps: [call(), { kind: "answer", review: ["low confidence"] }],
    });
    expect(outcome.review).toEqual(["refund_exception", "low confidence"]);
  });
});

function aTime(nowMs: () => number): ReplayTime {
  return replayTime(0, { nowMs, sleep: (_durationMs, _signal, value) => Promise.resolve(value!) });
}
