import { describe, expect, test } from "vitest";
import type { Decision } from "../../../../src/core/decision.ts";
import type { RouteLatency } from "../../../../src/core/route-latency.ts";
import type { Strategy } from "../../../../src/core/strategy.ts";
import { createRouter } from "../../../../src/routing/create-router.ts";
import { aPolicy, aRegistry, aSource, priced, someOptions } from "../policy-builders.ts";
import { aView } from "../policy-walk.ts";

type LatencyAware = Extract<Strategy, { kind: "latency_aware" }>;

const registry = aRegistry({
  cheap: priced(0.1, 0.4),
  fair: priced(1, 4),
  dear: priced(5, 20),
  free: {},
});

function latencyAware(parts: Partial<LatencyAware> = {}): LatencyAware {
  return {
    kind: "latency_aware",
    routes: ["dear", "cheap", "fair"],
    budget: { kind: "ms", ms: 2000 },
    of: "complete",
    percentile: 0.95,
    windowMs: 120_000,
    minAttempts: 20,
    prefer: "cheapest",
    ...parts,
  };
}

/** By route: attempts, and milliseconds to the end and to the first token. */
type History = Readonly<Record<string, readonly [number, number?, number?]>>;

function decide(
  strategy: LatencyAware,
  history: History,
  more: { readonly blocked?: readonly string[]; readonly slaMs?: number } = {},
): Decision {
  const policy = aPolicy({ strategy, blocked_routes: more.blocked ?? [] });
  const latency = new Map(
    Object.entries(history).map(([route, [attempts, completeMs, firstTokenMs]]) => {
      const lately: RouteLatency = { attempts, completeMs, firstTokenMs };
      return [route, lately] as const;
    }),
  );
  const view = aView();
  return createRouter(policy, registry, someOptions).decide(
    { ...view, request: { ...view.request, slaMs: more.slaMs } },
    { nowMs: 0, atMs: 0, latency },
  );
}

const measured: History = {
  cheap: [40, 2500, 900],
  fair: [40, 1900, 300],
  dear: [40, 700, 400],
};

describe("R7: latency-aware under a budget", () => {
  test("the cheapest route whose percentile keeps the budget", () => {
    expect(decide(latencyAware(), measured)).toMatchObject({
      route: "fair",
      because: "cheapest of 2 that keep 2000 ms",
    });
    const wide = latencyAware({ budget: { kind: "ms", ms: 2500 } });
    expect(decide(wide, measured).route).toBe("cheap");
  });

  test("the fastest of them, where the policy prefers it", () => {
    expect(decide(latencyAware({ prefer: "fastest" }), measured)).toMatchObject({
      route: "dear",
      because: "fastest, of 2 that keep 2000 ms: p95 700 ms",
    });
  });

  test("the first token has a budget of its own", () => {
    const strategy = latencyAware({ of: "first_token", budget: { kind: "ms", ms: 350 } });
    expect(decide(strategy, measured)).toMatchObject({
      route: "fair",
      because: "the only route that keeps 350 ms",
    });
  });

  test("no route keeps the budget: the fastest serves", () => {
    const strategy = latencyAware({ budget: { kind: "ms", ms: 600 } });
    expect(decide(strategy, measured)).toMatchObject({
      route: "dear",
      because: "fastest, no route keeps 600 ms: p95 700 ms",
    });
  });

  test("a budget may be the record's own", () => {
    const source = aSource("request.sla_ms");
    const strategy = latencyAware({ budget: { kind: "expression", source } });
    expect(decide(strategy, measured, { slaMs: 5000 }).route).toBe("cheap");
    expect(decide(strategy, measured, { slaMs: 1000 }).route).toBe("dear");
    expect(() => decide(strategy, measured)).toThrow('latency_aware.budget fails on record "r-1"');
  });

  test("a route with too few attempts in its window is not known to be slow", () => {
    const slow: History = { ...measured, cheap: [19, 9000, 9000] };
    expect(decide(latencyAware(), slow).route).toBe("cheap");
    expect(decide(latencyAware(), { ...slow, cheap: [20, 9000, 9000] }).route).toBe("fair");
    expect(decide(latencyAware(), {}).route).toBe("cheap");
  });

  test("where speed is wanted, routes get to be known first, the least tried of them", () => {
    const strategy = latencyAware({ prefer: "fastest" });
    const history: History = { cheap: [5, 100, 50], fair: [3, 100, 50], dear: [40, 700, 400] };
    expect(decide(strategy, history)).toMatchObject({
      route: "fair",
      because: "fastest, of 3 that keep 2000 ms: 3 attempts in its window so far",
    });
  });

  test("a route whose first token nobody ever saw keeps no budget of first tokens", () => {
    const strategy = latencyAware({ of: "first_token", routes: ["cheap", "dear"] });
    const history: History = { cheap: [40, 100], dear: [40, 700, 400] };
    expect(decide(strategy, history).route).toBe("dear");
    const tight = latencyAware({ ...strategy, budget: { kind: "ms", ms: 10 } });
    expect(decide(tight, history).route).toBe("dear");
  });

  test("a route without a price is the last to be cheap", () => {
    const strategy = latencyAware({ routes: ["free", "fair"] });
    expect(decide(strategy, { free: [40, 10], fair: [40, 10] }).route).toBe("fair");
  });

  test("a route that may not be called is not chosen, and refused by name where there is no other", () => {
    expect(decide(latencyAware(), measured, { blocked: ["fair"] }).route).toBe("dear");
    const decision = decide(latencyAware(), measured, { blocked: ["cheap", "dear", "fair"] });
    expect(decision.route).toBeUndefined();
    expect(decision.because).toContain('"cheap" is refused: it is in blocked_routes');
  });

  test("it reads the past, and asks for just the window that its policy names", () => {
    const policy = aPolicy({ strategy: latencyAware() });
    expect(createRouter(policy, registry, someOptions).memory).toMatchObject({
      latency: { windowMs: 120_000, percentile: 0.95 },
      routes: ["dear", "cheap", "fair"],
    });
  });
});
