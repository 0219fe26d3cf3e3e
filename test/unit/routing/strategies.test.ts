import { describe, expect, test } from "vitest";
import type { Decision } from "../../../src/core/decision.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { Strategy } from "../../../src/core/strategy.ts";
import type { RequestView } from "../../../src/core/request-view.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { aPolicy, aRegistry, aSource, someOptions } from "./policy-builders.ts";
import { aView, walk } from "./policy-walk.ts";

const registry = aRegistry({ main: {}, backup: {}, second: {}, small: {}, large: {} });

function decide(policy: Policy, view: RequestView = aView()): Decision {
  return createRouter(policy, registry, someOptions).decide(view, { nowMs: 0 });
}

describe("pinned", () => {
  test("every record goes to one route", () => {
    expect(decide(aPolicy())).toMatchObject({ route: "main", because: "pinned to this route" });
  });
});

describe("priority", () => {
  const policy = aPolicy({ strategy: { kind: "priority", routes: ["main", "backup", "second"] } });

  test("the first route is tried first, the rest follows after transient errors", () => {
    expect(decide(policy)).toMatchObject({ route: "main", chain: ["backup", "second"] });
    expect(walk(policy, ["timeout", "overloaded", "ok"])).toEqual([
      "first main",
      "fallback backup",
      "fallback second",
      "answer",
    ]);
  });

  test("other errors are not passed on without a rule", () => {
    expect(walk(policy, ["safety_refusal"])).toEqual(["first main", "give_up"]);
  });

  test("a rule passes other errors on along the list", () => {
    const strategy: Strategy = { kind: "priority", routes: ["main", "backup"] };
    const fallback = { fallback_to_backup_route: ["safety_refusal"], backup_routes: ["second"] };
    expect(walk(aPolicy({ strategy, fallback }), ["safety_refusal"])).toEqual([
      "first main",
      "fallback backup",
      "fallback second",
      "give_up",
    ]);
  });

  test("blocked fallbacks are no part of the list", () => {
    const strategy: Strategy = { kind: "priority", routes: ["main", "backup", "second"] };
    const blocked = aPolicy({ strategy, fallback: { blocked_fallbacks: ["backup"] } });
    expect(decide(blocked).chain).toEqual(["second"]);
    expect(walk(blocked, ["timeout"])).toEqual(["first main", "fallback second", "give_up"]);
  });
});

describe("rules", () => {
  const strategy: Strategy = {
    kind: "rules",
    rules: [
      { when: aSource('tags.intent in ["faq", "summarize"]'), route: "small" },
      { when: aSource("request.prompt_chars >= 240"), route: "large" },
      { when: aSource('tags.intent == "faq"'), route: "backup" },
    ],
    otherwise: "main",
  };
  const policy = aPolicy({ strategy });
  const ask = (content: string, intent: string): RequestView => {
    const view = aView({ tags: { intent } });
    return { ...view, request: { ...view.request, messages: [{ role: "user", content }] } };
  };

  test("the first match wins", () => {
    expect(decide(policy, ask("short", "faq"))).toMatchObject({
      route: "small",
      because: 'rule 1: tags.intent in ["faq", "summarize"]',
    });
    expect(decide(policy, ask("x".repeat(240), "faq")).route).toBe("small");
  });

  test("a length is counted in UTF-16 units", () => {
    expect(decide(policy, ask("x".repeat(240), "refund")).route).toBe("large");
    expect(decide(policy, ask("x".repeat(239), "refund")).route).toBe("main");
    expect(decide(policy, ask("😀".repeat(120), "refund")).route).toBe("large");
  });

  test("without a match the primary route serves", () => {
    expect(decide(policy, ask("short", "refund"))).toMatchObject({
      route: "main",
      because: "no rule matches",
    });
  });
});

describe("threshold", () => {
  const strategy: Strategy = {
    kind: "threshold",
    score: aSource("features.win_rate"),
    atLeast: 0.42,
    route: "large",
    otherwise: "small",
  };
  const at = (winRate: number): Decision =>
    decide(aPolicy({ strategy }), aView({ features: { win_rate: winRate } }));

  test("a score on the threshold reaches it", () => {
    expect(at(0.42)).toMatchObject({
      route: "large",
      because: "features.win_rate is at least 0.42",
    });
    expect(at(0.41999)).toMatchObject({
      route: "small",
      because: "features.win_rate is below 0.42",
    });
  });

  test("a record without the score is an error that names it", () => {
    expect(() => decide(aPolicy({ strategy }))).toThrow(/the threshold's score.*r-1/);
  });

  test("a whole number from the request is a score, too", () => {
    const chars: Strategy = { ...strategy, score: aSource("request.prompt_chars"), atLeast: 27 };
    expect(decide(aPolicy({ strategy: chars })).route).toBe("large");
  });
});

describe("weighted", () => {
  const strategy: Strategy = {
    kind: "weighted",
    routes: [
      { route: "large", weight: 1 },
      { route: "small", weight: 9 },
    ],
    stickyBy: undefined,
  };
  const policy = aPolicy({ strategy });
  const share = (of: Policy, route: string): number => {
    const router = createRouter(of, registry, someOptions);
    let count = 0;
    for (let index = 0; index < 10_000; index += 1) {
      const view = aView({ recordId: `r-${index}`, tags: { customer: `c-${index}` } });
      if (router.decide(view, { nowMs: 0 }).route === route) count += 1;
    }
    return count / 10_000;
  };

  test("traffic is split by weight, which need not sum to 1", () => {
    // Four standard errors of a share of 0.1 at 10,000 records: 0.012.
    expect(Math.abs(share(policy, "large") - 0.1)).toBeLessThan(0.012);
  });

  test("the same record always goes the same way", () => {
    const view = aView({ recordId: "r-77" });
    expect(decide(policy, view)).toEqual(decide(policy, view));
  });

  test("another policy splits the records another way", () => {
    const ways = (name: string): readonly (string | undefined)[] =>
      Array.from({ length: 200 }, (_, index) => {
        const view = aView({ recordId: `r-${index}` });
        return decide(aPolicy({ name, strategy }), view).route;
      });
    expect(ways("one")).not.toEqual(ways("two"));
  });

  test("a sticky value keeps a customer on one route, whatever the record", () => {
    const sticky = aPolicy({ strategy: { ...strategy, stickyBy: aSource("tags.customer") } });
    const routes = Array.from({ length: 50 }, (_, index) => {
      const view = aView({ recordId: `r-${index}`, tags: { customer: "c-3" } });
      return decide(sticky, view).route;
    });
    expect(new Set(routes).size).toBe(1);
    expect(Math.abs(share(sticky, "large") - 0.1)).toBeLessThan(0.012);
  });

  test("a record without the sticky value is an error that names it", () => {
    const sticky = aPolicy({ strategy: { ...strategy, stickyBy: aSource("tags.customer") } });
    expect(() => decide(sticky)).toThrow(/sticky_by.*r-1/);
  });

  test("weights are shared among the eligible routes, and the reason says so", () => {
    const blocked = aPolicy({ strategy, blocked_routes: ["small"] });
    expect(share(blocked, "large")).toBe(1);
    expect(decide(blocked).because).toBe("weight 1 of 1 over the eligible routes, by record id");
  });

  test("without an eligible route there is none", () => {
    const blocked = aPolicy({ strategy, blocked_routes: ["small", "large"] });
    expect(decide(blocked).route).toBeUndefined();
  });
});

describe("gateway", () => {
  const strategy: Strategy = { kind: "gateway", route: "main" };

  test("every record goes to the gateway, whose choice the lists of routes speak of", () => {
    const listed = aPolicy({ strategy, allowed_routes: ["small"], blocked_routes: ["main"] });
    expect(decide(listed)).toMatchObject({
      route: "main",
      because: "the gateway behind this route chooses what serves",
    });
  });

  test("a gateway that is down is fallen back from like any route", () => {
    const fallback = {
      fallback_to_backup_route: ["primary_route_unavailable"],
      backup_routes: ["backup"],
    };
    expect(walk(aPolicy({ strategy, fallback }), ["timeout", "ok"])).toEqual([
      "first main",
      "fallback backup",
      "answer",
    ]);
  });

  test("the lists still speak of routes that are called beside the gateway", () => {
    const fallback = {
      fallback_to_backup_route: ["primary_route_unavailable"],
      backup_routes: ["backup"],
    };
    const policy = aPolicy({ strategy, fallback, allowed_routes: ["small"] });
    expect(walk(policy, ["timeout"])).toEqual(["first main", "give_up"]);
  });
});
