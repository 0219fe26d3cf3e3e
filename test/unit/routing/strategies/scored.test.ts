import { describe, expect, test } from "vitest";
import type { Decision } from "../../../../src/core/decision.ts";
import type { Policy } from "../../../../src/core/policy.ts";
import type { Strategy } from "../../../../src/core/strategy.ts";
import { createRouter } from "../../../../src/routing/create-router.ts";
import { emptyPool } from "../../../../src/routing/empty-pool.ts";
import { aQualityTable } from "../a-quality-table.ts";
import { aPolicy, aRegistry, aSource, priced, someOptions } from "../policy-builders.ts";
import { aView, walk } from "../policy-walk.ts";

type Scored = Extract<Strategy, { kind: "scored" }>;

const registry = aRegistry({
  tiny: { ...priced(0.1, 0.4), sourceScope: "open", model: "tiny-1" },
  small: { ...priced(0.5, 1.5), sourceScope: "open", model: "small-1" },
  large: { ...priced(2.5, 10), sourceScope: "closed", model: "large-1" },
  huge: { ...priced(5, 25), sourceScope: "closed", model: "huge-1" },
});

const table = aQualityTable({
  code: {
    tiny: { quality: 0.3, p95Ms: 300 },
    small: { quality: 0.5, p95Ms: 500 },
    large: { quality: 0.9, p95Ms: 900 },
    huge: { quality: 0.92, p95Ms: 2300 },
  },
  "*": {
    tiny: { quality: 0.7, p95Ms: 300 },
    small: { quality: 0.85, p95Ms: 500 },
    large: { quality: 0.9, p95Ms: 900 },
    huge: { quality: 0.91, p95Ms: 2300 },
  },
});

function scored(parts: Partial<Scored> = {}): Scored {
  return {
    kind: "scored",
    routes: undefined,
    mode: "balanced",
    weights: undefined,
    fallbacks: 2,
    modelScope: "all",
    priceTier: undefined,
    allowedModels: undefined,
    task: undefined,
    ...parts,
  };
}

const options = { ...someOptions, qualityTable: table };

function decide(strategy: Scored, policy: Partial<Policy> = {}, task = "code"): Decision {
  const router = createRouter({ ...aPolicy({ strategy }), ...policy }, registry, options);
  return router.decide(aView({ tags: { task } }), { nowMs: 0 });
}

/** Routes that a policy still keeps, whether it chooses them or not. */
const kept = ({ considered }: Decision): readonly string[] =>
  considered.filter((route) => route.kept).map(({ route }) => route);

describe("R10: dynamic score over quality, price and latency", () => {
  test("one primary and two fallbacks, all from the pool, best first", () => {
    // Blended prices 0.175, 0.75, 4.375 and 10: small is at (0.15 / 0.21, 9.25 / 9.825, 0.9).
    const decision = decide(scored());
    expect(decision).toMatchObject({
      route: "small",
      because: "best of 4 routes of the pool, score 0.82",
      chain: ["large", "tiny"],
    });
    const score = (0.5 * 0.15) / 0.21 + (0.3 * 9.25) / 9.825 + (0.2 * 1800) / 2000;
    expect(decision.scores?.[0]?.score).toBeCloseTo(score, 11);
    expect(decision.chain).toEqual(decision.scores?.slice(1, 3).map(({ route }) => route));
    expect(decision.scores?.[0]?.because).toBe(
      "quality 0.85, $0.75 a million blended tokens, p95 500 ms",
    );
  });

  test("modes weigh differently", () => {
    expect(decide(scored({ mode: "cost" })).route).toBe("small");
    expect(decide(scored({ mode: "quality" })).route).toBe("large");
    const weights = { quality: 0, price: 0, latency: 1 };
    expect(decide(scored({ weights })).route).toBe("tiny");
  });

  test("a task has its own line, and one that the table does not know the line of all tasks", () => {
    const strategy = scored({ task: aSource("tags.task") });
    expect(decide(strategy)).toMatchObject({
      route: "large",
      because: 'best of 4 routes of the pool at "code", score 0.796',
    });
    const score = (0.5 * 0.6) / 0.62 + (0.3 * 5.625) / 9.825 + (0.2 * 1400) / 2000;
    expect(decide(strategy).scores?.[0]?.score).toBeCloseTo(score, 11);
    expect(decide(strategy, {}, "poetry")).toMatchObject({
      route: "small",
      because:
        "best of 4 routes of the pool at a task that the quality table does not know, score 0.82",
    });
  });

  test("the pool keeps to a scope, a price tier and models", () => {
    expect(kept(decide(scored({ modelScope: "open" })))).toEqual(["tiny", "small"]);
    expect(kept(decide(scored({ modelScope: "closed" })))).toEqual(["large", "huge"]);
    expect(kept(decide(scored({ priceTier: "low" })))).toEqual(["tiny"]);
    expect(kept(decide(scored({ priceTier: "middle" })))).toEqual(["small", "large"]);
    expect(kept(decide(scored({ allowedModels: ["huge-1"] })))).toEqual(["huge"]);
    expect(decide(scored({ modelScope: "open", priceTier: "middle" })).considered).toEqual([
      {
        route: "tiny",
        kept: false,
        kind: "list",
        because: "it is in the price tier low, and price_tier asks for middle",
      },
      { route: "small", kept: true, because: "eligible" },
      {
        route: "large",
        kept: false,
        kind: "list",
        because: "its source_scope is closed, and model_scope asks for open",
      },
      {
        route: "huge",
        kept: false,
        kind: "list",
        because: "its source_scope is closed, and model_scope asks for open",
      },
    ]);
  });

  test("scores compare the routes that the policy may call at all", () => {
    const decision = decide(scored({ mode: "cost" }), { blockedRoutes: ["tiny"] });
    expect(decision.scores?.map(({ route }) => route)).toEqual(["small", "large", "huge"]);
    expect(decision.route).toBe("small");
  });

  test("fallbacks follow after transient errors, no more than the policy asks for", () => {
    const walked = (fallbacks: number): readonly string[] =>
      walk(
        aPolicy({ strategy: scored({ fallbacks, mode: "cost", weights: priceAlone }) }),
        ["timeout"],
        {
          registry,
        },
      );
    expect(walked(2)).toEqual(["first tiny", "fallback small", "fallback large", "give_up"]);
    expect(walked(0)).toEqual(["first tiny", "give_up"]);
  });

  test("a written backup may stand outside the pool", () => {
    const policy = aPolicy({
      strategy: scored({ modelScope: "open", fallbacks: 0, weights: priceAlone }),
      fallback: { fallback_to_backup_route: ["timeout"], backup_routes: ["huge"] },
    });
    expect(walk(policy, ["timeout", "ok"], { registry })).toEqual([
      "first tiny",
      "fallback huge",
      "answer",
    ]);
  });
});

const priceAlone = { quality: 0, price: 1, latency: 0 };

describe("routes that are refused for one record", () => {
  const tiny = { capabilities: { claims: {}, contextWindow: 4, regions: undefined } };
  const view = aView();
  const short = {
    ...view,
    request: { ...view.request, messages: [{ role: "user", content: "Hi" }] },
  };

  test("leave it to the next best, and scores as they are", () => {
    const routes = aRegistry({ a: { ...priced(1, 1), ...tiny }, b: priced(2, 2), c: priced(3, 3) });
    const policy = aPolicy({ strategy: scored({ weights: priceAlone }) });
    const router = createRouter(policy, routes, someOptions);
    expect(router.decide(short, { nowMs: 0 })).toMatchObject({ route: "a", chain: ["b", "c"] });
    const long = router.decide(view, { nowMs: 0 });
    expect(long).toMatchObject({
      route: "b",
      because: "best of 2 routes of the pool, score 0.5",
      chain: ["c"],
    });
    expect(long.scores).toEqual(router.decide(short, { nowMs: 0 }).scores);
  });

  test("leave it without a route where there is no other", () => {
    const routes = aRegistry({ a: { ...priced(1, 1), ...tiny } });
    const policy = aPolicy({ strategy: scored({ weights: priceAlone }) });
    const decision = createRouter(policy, routes, someOptions).decide(view, { nowMs: 0 });
    expect(decision).toMatchObject({ route: undefined, refusedBy: "context" });
    expect(decision.because).toContain("no route of the pool may be called; this is its best");
  });
});

describe("an empty pool", () => {
  test("is an error and never whatever else there is", () => {
    const policy = aPolicy({ name: "picky", strategy: scored({ allowedModels: ["gone-1"] }) });
    expect(() => createRouter(policy, registry, options)).toThrow(
      'the policy "picky" has no route left in its pool',
    );
  });

  test("says of each route what left it out", () => {
    const strategy = scored({ modelScope: "open", routes: ["small", "large", "nowhere"] });
    const policy = { ...aPolicy({ strategy }), blockedRoutes: ["small"] };
    expect(emptyPool(policy, registry)).toEqual([
      { route: "small", because: "it is in blocked_routes" },
      { route: "large", because: "its source_scope is closed, and model_scope asks for open" },
      { route: "nowhere", because: "the registry does not hold it" },
    ]);
    expect(emptyPool(aPolicy({ strategy }), registry)).toBeUndefined();
    expect(emptyPool(aPolicy(), registry)).toBeUndefined();
  });

  test("counts a price that is not known to no tier", () => {
    const unpriced = aRegistry({ a: {}, b: {} });
    expect(emptyPool(aPolicy({ strategy: scored({ priceTier: "low" }) }), unpriced)).toEqual([
      { route: "a", because: "its price is not known, and price_tier asks for low" },
      { route: "b", because: "its price is not known, and price_tier asks for low" },
    ]);
  });
});
