import { describe, expect, test } from "vitest";
import type { Policy } from "../../../src/core/policy.ts";
import type { RouteHealth } from "../../../src/core/route-health.ts";
import type { Signals } from "../../../src/core/router.ts";
import type { Strategy } from "../../../src/core/strategy.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { aPolicy, aRegistry, type FallbackDocument, someOptions } from "./policy-builders.ts";
import { anAttempt, aView } from "./policy-walk.ts";

const registry = aRegistry({ a: {}, b: {}, c: {} });

const rule: Policy["health"] = {
  windowMs: 1000,
  maxErrorRate: 0.1,
  minAttempts: 1,
  cooldownMs: 1000,
  probes: 1,
  maxP95CompleteMs: undefined,
  maxP95FirstTokenMs: undefined,
  counts: ["transient_error"],
};

const state = (over: Partial<RouteHealth>): RouteHealth => ({
  state: "closed",
  mayProbe: false,
  attempts: 10,
  errors: 0,
  because: undefined,
  ...over,
});
const open = state({ state: "open", because: "9 of 10 attempts failed" });
const probing = state({ state: "half_open" });
const toProbe = state({ state: "half_open", mayProbe: true });

function signals(health: Readonly<Record<string, RouteHealth>>): Signals {
  return { nowMs: 0, atMs: 0, health: new Map(Object.entries(health)) };
}

function routerOf(strategy: Strategy, fallback: FallbackDocument = {}) {
  const policy = aPolicy({ strategy, fallback });
  return createRouter({ ...policy, primaryRoute: "a", health: rule }, registry, someOptions);
}

describe("P8: an excluded route", () => {
  const pinned = routerOf({ kind: "pinned", route: "a" });

  test("is refused while its circuit is open, and says why", () => {
    const decision = pinned.decide(aView(), signals({ a: open }));
    expect(decision.route).toBeUndefined();
    expect(decision.refusedBy).toBe("health");
    expect(decision.because).toContain("it is excluded: 9 of 10 attempts failed");
  });

  test("is open to the one record that tries it again, and to no other", () => {
    expect(pinned.decide(aView(), signals({ a: toProbe })).route).toBe("a");
    expect(pinned.decide(aView(), signals({ a: probing })).route).toBeUndefined();
    expect(pinned.decide(aView(), signals({ a: state({}) })).route).toBe("a");
    expect(pinned.decide(aView(), signals({})).route).toBe("a");
  });

  test("makes the primary route unavailable: a backup stands in before the first call", () => {
    const router = routerOf(
      { kind: "pinned", route: "a" },
      { backup_routes: ["b", "c"], fallback_to_backup_route: ["primary_route_unavailable"] },
    );
    expect(router.decide(aView(), signals({ a: open }))).toMatchObject({
      route: "b",
      standsInFor: "a",
    });
    expect(router.decide(aView(), signals({ a: open, b: open }))).toMatchObject({ route: "c" });
  });

  test("is passed over by a priority list", () => {
    const router = routerOf({ kind: "priority", routes: ["a", "b", "c"] });
    expect(router.decide(aView(), signals({ a: open, b: open })).route).toBe("c");
  });

  test("is not tried again by the record whose attempt excluded it", () => {
    const router = routerOf(
      { kind: "pinned", route: "a" },
      {
        retry_same_route_once: ["rate_limit"],
        backup_routes: ["b"],
        fallback_to_backup_route: ["primary_route_unavailable"],
      },
    );
    const decision = router.decide(aView(), signals({ a: state({}) }));
    const failed = anAttempt(
      { kind: "call", route: "a", attempt: "first", because: "t", waitMs: 0, isUnreviewed: false },
      "rate_limit",
      0,
    );
    expect(router.next(aView(), decision, [failed], signals({ a: state({}) }))).toMatchObject({
      attempt: "retry",
      route: "a",
    });
    expect(router.next(aView(), decision, [failed], signals({ a: open }))).toMatchObject({
      attempt: "fallback",
      route: "b",
    });
  });
});

describe("R8: weighted traffic while a route is out", () => {
  const strategy: Strategy = {
    kind: "weighted",
    routes: [
      { route: "a", weight: 6 },
      { route: "b", weight: 3 },
      { route: "c", weight: 1 },
    ],
    stickyBy: undefined,
  };
  const router = routerOf(strategy);
  const ways = (health: Readonly<Record<string, RouteHealth>>) =>
    Array.from({ length: 6000 }, (_, index) =>
      router.decide(aView({ recordId: `r-${index}` }), signals(health)),
    );
  const usual = ways({});
  const without = ways({ a: open });

  test("nobody but its own customers moves, and they split by the weights that are left", () => {
    const moved = without.filter(({ route }, index) => usual[index]?.route !== route);
    expect(moved).toHaveLength(usual.filter(({ route }) => route === "a").length);
    const toB = moved.filter(({ route }) => route === "b").length / moved.length;
    // Four standard errors of three quarters at about 3,600 records: 0.029.
    expect(Math.abs(toB - 0.75)).toBeLessThan(0.029);
    expect(moved[0]?.because).toContain(
      'over the routes that are left, by record id, while "a" is out',
    );
  });

  test("they come back with it", () => {
    expect(ways({ a: state({}) }).map(({ route }) => route)).toEqual(
      usual.map(({ route }) => route),
    );
  });

  test("with every route out the record ends by name", () => {
    expect(router.decide(aView(), signals({ a: open, b: open, c: open })).route).toBeUndefined();
  });
});
