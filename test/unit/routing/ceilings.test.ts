import { describe, expect, test } from "vitest";
import type { Ceiling, CeilingReading } from "../../../src/core/ceiling.ts";
import type { Decision } from "../../../src/core/decision.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { Router, Signals } from "../../../src/core/router.ts";
import type { Strategy } from "../../../src/core/strategy.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { aPolicy, aRegistry, type FallbackDocument } from "./policy-builders.ts";
import { anAttempt, aView } from "./policy-walk.ts";

const registry = aRegistry({ dear: {}, cheap: {}, spare: {} });
const prices: Readonly<Record<string, number>> = { dear: 100, cheap: 10, spare: 20 };

const daily: Ceiling = {
  name: "cost.daily_spend_cap",
  countedBy: "policy",
  key: undefined,
  routes: undefined,
  per: "day",
  most: { kind: "usd", nanoUsd: 1000 },
  reaction: { kind: "stop" },
};

const pinned: Strategy = { kind: "pinned", route: "dear" };

interface Setup {
  readonly strategy?: Strategy;
  readonly ceilings?: readonly Ceiling[];
  readonly requestCap?: number;
  readonly onCap?: Policy["cost"]["onCap"];
  readonly fallback?: FallbackDocument;
  readonly riskClass?: Policy["riskClass"];
}

function routerOf({
  strategy = pinned,
  ceilings = [],
  requestCap,
  onCap,
  fallback,
  riskClass,
}: Setup): Router {
  const policy = aPolicy({ strategy, ...(fallback && { fallback }), risk_class: riskClass });
  const { cost } = policy;
  return createRouter(
    {
      ...policy,
      primaryRoute: "dear",
      ceilings,
      cost: { ...cost, maxPerRequestNanoUsd: requestCap, onCap: onCap ?? cost.onCap },
    },
    registry,
    { seed: 1, estimateNanoUsd: ({ name }) => prices[name], qualityTable: undefined },
  );
}

function readings(...of: readonly (Partial<CeilingReading> | undefined)[]): Signals {
  const nothing = { spentNanoUsd: 0, reservedNanoUsd: 0, requests: 0, ofRequests: 0, unknown: 0 };
  return {
    nowMs: 0,
    atMs: 0,
    ceilings: of.map((reading) => reading && { ...nothing, ...reading }),
  };
}

/** What is decided, and the step that follows it. */
function decided(
  setup: Setup,
  signals: Signals,
): { readonly decision: Decision; readonly step: string } {
  const router = routerOf(setup);
  const decision = router.decide(aView(), signals);
  const step = router.next(aView(), decision, [], signals);
  return { decision, step: step.kind === "call" ? `${step.attempt} ${step.route}` : step.kind };
}

describe("P6: money and requests", () => {
  test("a call has to fit with what is spent and what calls in flight may cost", () => {
    const routeAt = (spentNanoUsd: number, reservedNanoUsd: number) =>
      decided({ ceilings: [daily] }, readings({ spentNanoUsd, reservedNanoUsd })).decision.route;
    expect([routeAt(900, 0), routeAt(700, 200), routeAt(901, 0), routeAt(700, 201)]).toEqual([
      "dear",
      "dear",
      undefined,
      undefined,
    ]);
  });

  test("a call of unknown cost is sent as long as anything is left, and the sums are at least that", () => {
    const router = createRouter(
      { ...aPolicy({ strategy: { kind: "pinned", route: "spare" } }), ceilings: [daily] },
      registry,
      { seed: 1, estimateNanoUsd: () => undefined, qualityTable: undefined },
    );
    expect(router.decide(aView(), readings({ spentNanoUsd: 999 })).route).toBe("spare");
    const full = router.decide(aView(), readings({ spentNanoUsd: 1000, unknown: 2 }));
    expect(full.route).toBeUndefined();
    expect(full.because).toContain(
      "of cost.daily_spend_cap $0.000001 of the day at least $0.000001 is spent or set aside",
    );
  });

  test("amounts stand in reasons with all their digits, however small", () => {
    const tiny: Ceiling = { ...daily, most: { kind: "usd", nanoUsd: 120 } };
    const { decision } = decided({ ceilings: [tiny] }, readings({ spentNanoUsd: 50 }));
    expect(decision.because).toContain(
      "$0.00000012 of the day $0.00000005 is spent or set aside, and the call may cost $0.0000001",
    );
  });

  test("a ceiling on some routes leaves the others alone, and one without a key all of them", () => {
    const some = { ...daily, routes: ["cheap"] };
    const signals = readings({ spentNanoUsd: 1000 });
    expect(decided({ ceilings: [some] }, signals).decision.route).toBe("dear");
    expect(decided({ ceilings: [daily] }, readings(undefined)).decision.route).toBe("dear");
  });

  test("requests are counted to the last one", () => {
    const counted: Ceiling = { ...daily, most: { kind: "requests", count: 3 } };
    const routeAt = (requests: number) =>
      decided({ ceilings: [counted] }, readings({ requests })).decision.route;
    expect([routeAt(2), routeAt(3)]).toEqual(["dear", undefined]);
  });

  test("a quota lets a route have its share of the decisions, this one included", () => {
    const fifth: Ceiling = { ...daily, routes: ["dear"], most: { kind: "share", share: 0.2 } };
    const routeAt = (requests: number, ofRequests: number) =>
      decided({ ceilings: [fifth] }, readings({ requests, ofRequests })).decision.route;
    expect([routeAt(0, 3), routeAt(0, 4), routeAt(1, 8), routeAt(1, 9)]).toEqual([
      undefined,
      "dear",
      undefined,
      "dear",
    ]);
  });
});

describe("what becomes of a record whose route a ceiling refuses", () => {
  const full = readings({ spentNanoUsd: 950 });

  test("nothing else written: it ends over its budget, and names the ceiling", () => {
    const router = routerOf({ ceilings: [daily] });
    const decision = router.decide(aView(), full);
    expect(decision).toMatchObject({ refusedBy: "budget", cappedBy: "cost.daily_spend_cap" });
    expect(router.next(aView(), decision, [], full)).toMatchObject({
      kind: "give_up",
      failure: "budget_exceeded",
    });
  });

  test("on_cap: queue puts it into the queue", () => {
    const queueing: Ceiling = { ...daily, reaction: { kind: "queue" } };
    expect(decided({ ceilings: [queueing] }, full).step).toBe("queue");
  });

  test("a written stop or queue rule for budget_exceeded goes before both", () => {
    const ceilings = [daily];
    const stop = { stop_without_fallback: ["budget_exceeded"] };
    const queue = { stop_and_queue: ["budget_exceeded"] };
    expect(decided({ ceilings, fallback: stop }, full).step).toBe("stop");
    expect(decided({ ceilings, fallback: queue }, full).step).toBe("queue");
  });

  test("a fallback written for budget_exceeded serves as a fallback", () => {
    const fallback = { fallback_to_backup_route: ["budget_exceeded -> spare"] };
    expect(decided({ ceilings: [daily], fallback }, full).step).toBe("fallback spare");
    // No backup is unavailable for money: that is another event.
    const other = {
      backup_routes: ["spare"],
      fallback_to_backup_route: ["primary_route_unavailable"],
    };
    expect(decided({ ceilings: [daily], fallback: other }, full).step).toBe("give_up");
  });

  test("downgrade_to goes to that route, and tells from which", () => {
    const downgrading: Ceiling = { ...daily, reaction: { kind: "downgrade", route: "cheap" } };
    const { decision, step } = decided({ ceilings: [downgrading] }, full);
    expect(step).toBe("first cheap");
    expect(decision).toMatchObject({ downgradedFrom: "dear", cappedBy: "cost.daily_spend_cap" });
    // Not even ten are left.
    expect(decided({ ceilings: [downgrading] }, readings({ spentNanoUsd: 995 })).step).toBe(
      "give_up",
    );
  });

  test("on_cap: downgrade takes the first backup that there is room for", () => {
    const downgrading: Ceiling = { ...daily, reaction: { kind: "downgrade", route: undefined } };
    const fallback = { backup_routes: ["spare", "cheap"] };
    const routeAt = (spentNanoUsd: number) =>
      decided({ ceilings: [downgrading], fallback }, readings({ spentNanoUsd })).decision.route;
    expect([routeAt(980), routeAt(985), routeAt(991)]).toEqual(["spare", "cheap", undefined]);
  });

  test("a route that is blocked as a fallback takes no record over for money either", () => {
    const named: Ceiling = { ...daily, reaction: { kind: "downgrade", route: "cheap" } };
    const blocked = { blocked_fallbacks: ["cheap"] };
    const allowed = { allowed_fallbacks: ["spare"] };
    expect(decided({ ceilings: [named], fallback: blocked }, full).step).toBe("give_up");
    expect(decided({ ceilings: [named], fallback: allowed }, full).step).toBe("give_up");
  });

  test.each([undefined, "cheap"])(
    "at high risk a downgrade (to %s) needs its own approval",
    (route) => {
      const ceilings: readonly Ceiling[] = [{ ...daily, reaction: { kind: "downgrade", route } }];
      const stepWith = (from: string) =>
        decided(
          {
            ceilings,
            riskClass: "high",
            fallback: {
              backup_routes: ["spare", "cheap"],
              approvals: [{ from, to: "cheap", by: "lead", untilMs: undefined }],
            },
          },
          full,
        ).step;
      // Somebody approved of going there from another route: that speaks of no other change.
      expect(stepWith("spare")).toBe("give_up");
      expect(stepWith("dear")).toBe("first cheap");
    },
  );

  test("a strategy with a choice takes a route that is left, and that is a downgrade too", () => {
    const strategy: Strategy = { kind: "priority", routes: ["dear", "spare"] };
    const { decision, step } = decided({ strategy, ceilings: [daily] }, full);
    expect(step).toBe("first spare");
    expect(decision.downgradedFrom).toBe("dear");
    expect(decision.because).toContain('not "dear": of cost.daily_spend_cap');
  });

  test("a route that only money keeps from standing in is capped, as it is after a failure", () => {
    const strategy: Strategy = { kind: "pinned", route: "gone" };
    const fallback = {
      backup_routes: ["spare"],
      fallback_to_backup_route: ["primary_route_unavailable"],
    };
    const room = readings({ spentNanoUsd: 980 });
    expect(decided({ strategy, fallback, ceilings: [daily] }, room).step).toBe("fallback spare");
    const spent = readings({ spentNanoUsd: 985 });
    const { decision, step } = decided({ strategy, fallback, ceilings: [daily] }, spent);
    expect(decision).toMatchObject({ refusedBy: "budget", cappedBy: "cost.daily_spend_cap" });
    expect(step).toBe("give_up");
    const queueing: Ceiling = { ...daily, reaction: { kind: "queue" } };
    expect(decided({ strategy, fallback, ceilings: [queueing] }, spent).step).toBe("queue");
    const cheaper = {
      ...fallback,
      fallback_to_backup_route: ["primary_route_unavailable", "budget_exceeded -> cheap"],
    };
    expect(decided({ strategy, fallback: cheaper, ceilings: [daily] }, spent).step).toBe(
      "fallback cheap",
    );
  });

  test("a record that was not meant for the full route is not touched", () => {
    const premium: Ceiling = { ...daily, routes: ["dear"] };
    const strategy: Strategy = { kind: "pinned", route: "cheap" };
    const fallback = { backup_routes: ["dear"], fallback_to_backup_route: ["timeout"] };
    const { decision } = decided({ strategy, ceilings: [premium], fallback }, full);
    expect(decision.route).toBe("cheap");
    expect(decision.cappedBy).toBeUndefined();
    expect(decision.chain).toEqual([]);
  });
});

describe("the cap on one request", () => {
  const attemptOn = (route: string, end: string, costNanoUsd: number | undefined) => ({
    ...anAttempt(
      { kind: "call", route, attempt: "first", because: "t", waitMs: 0, isUnreviewed: false },
      end,
      0,
    ),
    costNanoUsd,
  });

  test("a route whose call is expected to cost more is refused before the call", () => {
    expect(decided({ requestCap: 100 }, readings()).decision.route).toBe("dear");
    const { decision, step } = decided({ requestCap: 99 }, readings());
    expect(decision.refusedBy).toBe("budget");
    expect(step).toBe("give_up");
    expect(decided({ requestCap: 99, onCap: { kind: "queue" } }, readings()).step).toBe("queue");
  });

  test("after a call, what it cost counts: a retry that does not fit ends the record", () => {
    const fallback = { retry_same_route_once: ["truncated"] };
    const stepAt = (requestCap: number) => {
      const router = routerOf({ requestCap, fallback });
      const decision = router.decide(aView(), readings());
      return router.next(aView(), decision, [attemptOn("dear", "truncated", 100)], readings());
    };
    expect(stepAt(200)).toMatchObject({ kind: "call", attempt: "retry" });
    expect(stepAt(199)).toMatchObject({ kind: "give_up", failure: "budget_exceeded" });
  });

  test("a call of unknown cost counts as its estimate, never as nothing", () => {
    const fallback = { retry_same_route_once: ["timeout"] };
    const stepAt = (requestCap: number) => {
      const router = routerOf({ requestCap, fallback });
      const decision = router.decide(aView(), readings());
      return router.next(aView(), decision, [attemptOn("dear", "timeout", undefined)], readings());
    };
    expect(stepAt(200)).toMatchObject({ kind: "call", attempt: "retry" });
    const step = stepAt(199);
    expect(step).toMatchObject({ kind: "give_up", failure: "budget_exceeded" });
    expect("because" in step && step.because).toContain("the request has spent at least $");
  });

  test("a cheaper fallback written for budget_exceeded may still follow", () => {
    const fallback = {
      retry_same_route_once: ["truncated"],
      fallback_to_backup_route: ["budget_exceeded -> cheap"],
    };
    const router = routerOf({ requestCap: 150, fallback });
    const decision = router.decide(aView(), readings());
    const soFar = [attemptOn("dear", "truncated", 100)];
    expect(router.next(aView(), decision, soFar, readings())).toMatchObject({
      kind: "call",
      attempt: "fallback",
      route: "cheap",
    });
  });

  test("an answer stays an answer, whatever it cost", () => {
    const router = routerOf({ requestCap: 150 });
    const decision = router.decide(aView(), readings());
    const soFar = [attemptOn("dear", "ok", 900)];
    expect(router.next(aView(), decision, soFar, readings())).toEqual({ kind: "answer" });
  });
});
