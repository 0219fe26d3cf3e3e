import { array, assert, constantFrom, double, integer, option, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Decision } from "../../../../src/core/decision.ts";
import type { Policy } from "../../../../src/core/policy.ts";
import type { QualityTable } from "../../../../src/core/quality-table.ts";
import type { Registry } from "../../../../src/core/route.ts";
import type { Strategy } from "../../../../src/core/strategy.ts";
import { createRouter } from "../../../../src/routing/create-router.ts";
import type { RouterOptions } from "../../../../src/routing/router-options.ts";
import { aQualityTable, type EntryParts } from "../a-quality-table.ts";
import { aPolicy, aRegistry, aSource, priced, someOptions } from "../policy-builders.ts";
import { aView } from "../policy-walk.ts";

type CostAware = Extract<Strategy, { kind: "cost_aware" }>;

const registry = aRegistry({ small: {}, large: {}, huge: {}, main: {}, backup: {} });

function costAware(parts: Partial<CostAware> = {}): CostAware {
  return {
    kind: "cost_aware",
    routes: ["huge", "small", "large"],
    task: aSource("tags.task"),
    floor: 0.8,
    floors: [],
    bound: "estimate",
    otherwise: { kind: "best" },
    ...parts,
  };
}

const table = aQualityTable({
  easy: {
    small: { quality: 0.85, lower: 0.78, costNanoUsd: 100 },
    large: { quality: 0.95, lower: 0.91, costNanoUsd: 900 },
    huge: { quality: 0.97, lower: 0.94, costNanoUsd: 5000 },
  },
  hard: {
    small: { quality: 0.4, lower: 0.3, costNanoUsd: 100 },
    large: { quality: 0.79, lower: 0.72, costNanoUsd: 900 },
    huge: { quality: 0.78, lower: 0.71, costNanoUsd: 5000 },
  },
  "*": {
    small: { quality: 0.7, lower: 0.65, costNanoUsd: 100 },
    large: { quality: 0.9, lower: 0.87, costNanoUsd: 900 },
    huge: { quality: 0.88, lower: 0.85, costNanoUsd: 5000 },
  },
});

interface Setting extends Partial<RouterOptions> {
  readonly policy?: Partial<Policy>;
  readonly registry?: Registry;
  readonly task?: string;
}

function decide(strategy: CostAware, setting: Setting = {}): Decision {
  const { policy, registry: routes = registry, task = "easy", ...options } = setting;
  const router = createRouter({ ...aPolicy({ strategy }), ...policy }, routes, {
    ...someOptions,
    qualityTable: table,
    ...options,
  });
  return router.decide(aView({ tags: { task } }), { nowMs: 0 });
}

describe("R6: cost-aware with a quality floor per task type", () => {
  test("the cheapest route that reaches the floor, the others after it by cost", () => {
    expect(decide(costAware())).toMatchObject({
      route: "small",
      because: 'cheapest of 3 routes with a quality of 0.8 or more at "easy"',
      chain: ["large", "huge"],
      scores: [
        { route: "small", score: 0.85, because: "quality 0.85, $0.0000001 in the quality table" },
        { route: "large", score: 0.95, because: "quality 0.95, $0.0000009 in the quality table" },
        { route: "huge", score: 0.97, because: "quality 0.97, $0.000005 in the quality table" },
      ],
    });
  });

  test("a task has its own floor", () => {
    const strategy = costAware({ floors: [{ task: "easy", floor: 0.96 }] });
    expect(decide(strategy)).toMatchObject({
      route: "huge",
      because: 'the only route with a quality of 0.96 or more at "easy"',
      chain: [],
    });
    expect(decide(strategy).scores?.map(({ route }) => route)).toEqual(["huge", "large", "small"]);
  });

  test("the lower bound has to reach the floor where the policy says so", () => {
    expect(decide(costAware({ bound: "lower" }))).toMatchObject({
      route: "large",
      because: 'cheapest of 2 routes with a lower bound of quality of 0.8 or more at "easy"',
    });
  });

  test("no route reaches it: the best, or the one that the policy names", () => {
    expect(decide(costAware(), { task: "hard" })).toMatchObject({
      route: "large",
      because: 'no route is known to have a quality of 0.8 or more at "hard"; the best has 0.79',
      chain: ["huge", "small"],
    });
    const otherwise = { kind: "route", route: "main" } as const;
    expect(decide(costAware({ otherwise }), { task: "hard" })).toMatchObject({
      route: "main",
      because: 'no route is known to have a quality of 0.8 or more at "hard"',
      chain: [],
    });
  });

  test("a task that the table does not know is served by the best over all tasks", () => {
    expect(decide(costAware(), { task: "new" })).toMatchObject({
      route: "large",
      because:
        "no route is known to have a quality of 0.8 or more at a task that the quality table does not know; the best has 0.9 over all tasks",
    });
  });

  test("without a task all tasks count together", () => {
    expect(decide(costAware({ task: undefined }))).toMatchObject({
      route: "large",
      because: "cheapest of 2 routes with a quality of 0.8 or more",
    });
  });

  test("a route that the policy refuses is not chosen, whatever it costs", () => {
    expect(decide(costAware(), { policy: { blockedRoutes: ["small"] } })).toMatchObject({
      route: "large",
      chain: ["huge"],
    });
  });

  test("a route that is refused for one record leaves it to the next cheapest", () => {
    const tiny = { capabilities: { claims: {}, contextWindow: 4, regions: undefined } };
    const routes = aRegistry({ small: tiny, large: {}, huge: {} });
    expect(decide(costAware(), { registry: routes })).toMatchObject({
      route: "large",
      because: 'cheapest of 2 routes with a quality of 0.8 or more at "easy"',
      chain: ["huge"],
      refused: [{ route: "small", kind: "context" }],
    });
  });

  test("where nothing is known of a route that may be called, the best of the others is refused by name", () => {
    const little = aQualityTable({
      easy: { small: { quality: 0.9 } },
      "*": { small: { quality: 0.9 } },
    });
    const setting = { qualityTable: little, policy: { blockedRoutes: ["small"] } };
    const decision = decide(costAware(), setting);
    expect(decision.route).toBeUndefined();
    expect(decision.because).toContain('"small" is refused: it is in blocked_routes');
  });

  test("a record without its task is an error that names expression and record", () => {
    const router = createRouter(aPolicy({ strategy: costAware() }), registry, {
      ...someOptions,
      qualityTable: table,
    });
    expect(() => router.decide(aView(), { nowMs: 0 })).toThrow(
      'cost_aware.task fails on record "r-1"',
    );
  });
});

describe("what routes cost is measured alike for all of them", () => {
  const good = { quality: 0.9 };

  test("by the estimate for the record, where the table does not know a cost", () => {
    const qualityTable = aQualityTable({
      easy: { small: { ...good, costNanoUsd: 5 }, large: good, huge: good },
      "*": { small: good },
    });
    const costs = new Map([
      ["small", 3000],
      ["large", 2000],
      ["huge", 2500],
    ]);
    const estimateNanoUsd: RouterOptions["estimateNanoUsd"] = ({ name }) => costs.get(name);
    const decision = decide(costAware(), { qualityTable, estimateNanoUsd });
    expect(decision).toMatchObject({ route: "large", chain: ["huge", "small"] });
    expect(decision.scores?.[0]?.because).toBe("quality 0.9, $0.000002 by estimate");
  });

  test("by blended price, where nobody can estimate; without a price a route comes last", () => {
    const qualityTable = aQualityTable({
      easy: { small: good, large: good, huge: good },
      "*": { small: good },
    });
    const routes = aRegistry({ small: {}, large: priced(2, 8), huge: priced(3, 4) });
    // (3 × 2 + 8) / 4 = 3.5 and (3 × 3 + 4) / 4 = 3.25 US dollars.
    const decision = decide(costAware(), { qualityTable, registry: routes });
    expect(decision).toMatchObject({ route: "huge", chain: ["large", "small"] });
    expect(decision.scores?.map(({ because }) => because)).toEqual([
      "quality 0.9, $3.25 a million blended tokens",
      "quality 0.9, $3.5 a million blended tokens",
      "quality 0.9, cost not known",
    ]);
  });

  test("equal costs: the better route, then the first by name", () => {
    const qualityTable = aQualityTable({
      easy: {
        small: { quality: 0.9, costNanoUsd: 5 },
        large: { quality: 0.95, costNanoUsd: 5 },
        huge: { quality: 0.95, costNanoUsd: 5 },
      },
      "*": { small: good },
    });
    expect(decide(costAware(), { qualityTable })).toMatchObject({
      route: "huge",
      chain: ["large", "small"],
    });
  });
});

test("the best where none reaches the floor: of two that are alike the cheaper", () => {
  const line = {
    huge: { quality: 0.7, costNanoUsd: 9 },
    large: { quality: 0.7, costNanoUsd: 8 },
    small: { quality: 0.7 },
  };
  const qualityTable = aQualityTable({ easy: line, "*": line });
  expect(decide(costAware(), { qualityTable })).toMatchObject({
    route: "large",
    chain: ["huge", "small"],
  });
});

test("a table that knows none of the routes is an error", () => {
  const elsewhere = aQualityTable({ "*": { other: { quality: 1 } } });
  expect(() => decide(costAware(), { qualityTable: elsewhere })).toThrow(
    'the quality table of the policy "policy" knows none of its routes',
  );
  const unbounded = aQualityTable({ "*": { small: { quality: 1 } } });
  expect(() => decide(costAware({ bound: "lower" }), { qualityTable: unbounded })).toThrow(
    "knows no lower bound of quality of any of its routes",
  );
});

test("a decision that the table alone makes is made once a task", () => {
  const router = createRouter(aPolicy({ strategy: costAware() }), registry, {
    ...someOptions,
    qualityTable: table,
  });
  const decideOn = (recordId: string, task: string): Decision =>
    router.decide(aView({ recordId, tags: { task } }), { nowMs: 0 });
  expect(decideOn("r-1", "easy")).toBe(decideOn("r-2", "easy"));
  expect(decideOn("r-1", "new")).toBe(decideOn("r-2", "newer"));
});

test("no decision is above the cheapest eligible route that reaches the floor", () => {
  const names = ["a", "b", "c", "d"];
  const entry = option(
    record({
      quality: double({ min: 0, max: 1, noNaN: true }),
      costNanoUsd: integer({ min: 0, max: 5 }),
    }),
    { nil: undefined },
  );
  const entries = record({ a: entry, b: entry, c: entry, d: entry });
  const routes = aRegistry({ a: {}, b: {}, c: {}, d: {} });
  assert(
    property(
      entries,
      double({ min: 0, max: 1, noNaN: true }),
      array(constantFrom(...names), { maxLength: 2 }),
      (drawn, floor, blockedRoutes) => {
        const line = Object.fromEntries(
          Object.entries(drawn).filter(([, parts]) => parts !== undefined),
        ) as Record<string, EntryParts>;
        const qualityTable: QualityTable = aQualityTable({ easy: line, "*": line });
        const strategy = costAware({ routes: names, floor });
        const setting = { qualityTable, registry: routes, policy: { blockedRoutes } };
        if (Object.keys(line).length === 0) {
          expect(() => decide(strategy, setting)).toThrow("knows none of its routes");
          return;
        }
        const decision = decide(strategy, setting);
        const open = names.filter((name) => !blockedRoutes.includes(name));
        const good = open.filter((name) => (line[name]?.quality ?? -1) >= floor);
        const { route } = decision;
        if (route !== undefined) expect(open).toContain(route);
        if (good.length > 0) {
          expect(good).toContain(route);
          const least = Math.min(...good.map((name) => line[name]?.costNanoUsd ?? Infinity));
          expect(line[route!]?.costNanoUsd).toBe(least);
        } else if (open.some((name) => line[name] !== undefined)) {
          const best = Math.max(...open.map((name) => line[name]?.quality ?? -1));
          expect(line[route!]?.quality).toBe(best);
        } else {
          expect(route).toBeUndefined();
        }
      },
    ),
    { seed: 6, numRuns: 2000 },
  );
});
