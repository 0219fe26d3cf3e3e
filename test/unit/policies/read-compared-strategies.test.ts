import { expect, test } from "vitest";
import { PolicyFiles } from "./policy-files.ts";

test.each([
  [
    "cost_aware",
    "{routes: [a, b], floor: 0.8, quality_table: q.yaml}",
    { routes: ["a", "b"], floor: 0.8, floors: [], bound: "estimate", otherwise: { kind: "best" } },
  ],
  [
    "cost_aware",
    "{routes: [a, b], task: tags.category, floor: 0.8, floors: {simple: 0.9, hard: 0.6}, bound: lower, quality_table: q.yaml, otherwise: b}",
    {
      routes: ["a", "b"],
      task: { text: "tags.category", place: "p.yaml:3:38" },
      floor: 0.8,
      floors: [
        { task: "hard", floor: 0.6 },
        { task: "simple", floor: 0.9 },
      ],
      bound: "lower",
      otherwise: { kind: "route", route: "b" },
    },
  ],
  [
    "latency_aware",
    "{routes: [a, b], budget_ms: 3000}",
    {
      routes: ["a", "b"],
      budget: { kind: "ms", ms: 3000 },
      of: "complete",
      percentile: 0.95,
      windowMs: 120_000,
      minAttempts: 20,
      prefer: "cheapest",
    },
  ],
  [
    "latency_aware",
    "{routes: [a, b], budget: request.sla_ms, of: first_token, percentile: 0.5, window_ms: 1000, min_attempts: 3, prefer: fastest}",
    {
      routes: ["a", "b"],
      budget: { kind: "expression", source: { text: "request.sla_ms", place: "p.yaml:3:43" } },
      of: "first_token",
      percentile: 0.5,
      windowMs: 1000,
      minAttempts: 3,
      prefer: "fastest",
    },
  ],
  ["scored", "{quality_table: q.yaml}", { mode: "balanced", fallbacks: 2, modelScope: "all" }],
  [
    "scored",
    "{mode: cost, weights: {price: 2, latency: 1}, fallbacks: 0, task: tags.t, routes: [a], model_scope: open, price_tier: low, allowed_models: [m]}",
    {
      mode: "cost",
      weights: { quality: 0, price: 2, latency: 1 },
      fallbacks: 0,
      task: { text: "tags.t", place: "p.yaml:3:77" },
      routes: ["a"],
      modelScope: "open",
      priceTier: "low",
      allowedModels: ["m"],
    },
  ],
  [
    "module",
    "{path: router.ts, routes: [a, b]}",
    { path: "router.ts", exportName: "default", timeoutMs: 1000, routes: ["a", "b"] },
  ],
  [
    "module",
    "{path: router.ts, export: route, timeout_ms: 50, routes: [a]}",
    { path: "router.ts", exportName: "route", timeoutMs: 50, routes: ["a"] },
  ],
])("%s with %s", async (kind, text, strategy) => {
  using files = new PolicyFiles();
  files.write("q.yaml", "quality: {overall: {a: {n: 1, quality: 1}}}\n");
  files.write("router.ts", "export default () => 'a';\n");
  const { policy } = await files.policy(block(kind, text));
  const found: unknown = JSON.parse(
    JSON.stringify(policy.strategy).replaceAll(`${files.folder}/`, ""),
  );
  expect(found).toEqual({ kind, ...strategy });
});

const block = (kind: string, text: string): string =>
  `route_selection:\n  strategy: ${kind}\n  ${kind}: ${text}\n`;

test.each([
  [
    "cost_aware",
    "{routes: [a], floor: 80, quality_table: q}",
    '3:36: "route_selection.cost_aware.floor" expected a number from 0 to 1, got 80',
  ],
  [
    "cost_aware",
    "{routes: [], floor: 0.8, quality_table: q}",
    '3:24: "route_selection.cost_aware.routes" expected a list that is not empty, got an empty list',
  ],
  [
    "cost_aware",
    "{routes: [a], floor: 0.8}",
    '3:15: "route_selection.cost_aware.quality_table" is missing: expected text that is not empty',
  ],
  [
    "cost_aware",
    "{routes: [a], floor: 0.8, quality_table: gone.yaml}",
    "3:56: gone.yaml: there is no such file",
  ],
  [
    "cost_aware",
    "{routes: [a], floor: 0.8, quality_table: q.yaml, bound: lowest}",
    '3:71: "route_selection.cost_aware.bound" expected one of estimate, lower, got "lowest" (did you mean "lower"?)',
  ],
  [
    "cost_aware",
    "{routes: [a], floor: 0.8, quality_table: q.yaml, task: '[1]'}",
    "3:71: gives a list, but text or a number is needed",
  ],
  [
    "cost_aware",
    "{routes: [a], floor: 0.8, quality_table: q.yaml, floors: {x: 2}}",
    '3:76: "route_selection.cost_aware.floors.x" expected a number from 0 to 1, got 2',
  ],
  [
    "latency_aware",
    "{routes: [a]}",
    '3:18: "route_selection.latency_aware" needs one of budget_ms and budget',
  ],
  [
    "latency_aware",
    "{routes: [a], budget_ms: 1, budget: '2'}",
    '3:18: "route_selection.latency_aware" needs one of budget_ms and budget',
  ],
  [
    "latency_aware",
    "{routes: [a], budget: owner == null}",
    "3:40: gives true or false, but a number is needed",
  ],
  [
    "latency_aware",
    "{routes: [a], budget_ms: 1, percentile: 95}",
    '3:58: "route_selection.latency_aware.percentile" expected a number above 0 and below 1, got 95',
  ],
  [
    "latency_aware",
    "{routes: [a], budget_ms: 1, min_attempts: 0}",
    '3:60: "route_selection.latency_aware.min_attempts" expected a whole number from 1 to 1000000000, got 0',
  ],
  ["scored", "{}", '2:13: the strategy scored needs "quality_table"'],
  [
    "scored",
    "{weights: {quality: 0, price: 0}}",
    '3:21: "route_selection.scored.weights" expected at least one weight above 0',
  ],
  [
    "scored",
    "{quality_table: q.yaml, mode: cheap}",
    '3:41: "route_selection.scored.mode" expected one of balanced, cost, quality, got "cheap"',
  ],
  [
    "scored",
    "{quality_table: q.yaml, price_tier: mid}",
    '3:47: "route_selection.scored.price_tier" expected one of low, middle, high, got "mid"',
  ],
  [
    "scored",
    "{quality_table: q.yaml, model_scope: opne}",
    '3:48: "route_selection.scored.model_scope" expected one of all, open, closed, got "opne" (did you mean "open"?)',
  ],
  [
    "module",
    "{routes: [a]}",
    '3:11: "route_selection.module.path" is missing: expected text that is not empty',
  ],
  ["module", "{path: gone.ts, routes: [a]}", "3:18: gone.ts: there is no such file"],
  [
    "module",
    "{path: q.yaml, routes: []}",
    '3:34: "route_selection.module.routes" expected a list that is not empty, got an empty list',
  ],
])("%s with %s is refused", async (kind, text, problem) => {
  using files = new PolicyFiles();
  files.write("q.yaml", "quality: {overall: {a: {n: 1, quality: 1}}}\n");
  const found = await files.problemsOf(files.policy(block(kind, text)));
  expect(found).toEqual([`p.yaml:${problem}`]);
});

test("each of them needs its block", async () => {
  using files = new PolicyFiles();
  for (const kind of ["cost_aware", "latency_aware", "module", "intent"]) {
    const found = await files.problemsOf(files.policy(`route_selection: {strategy: ${kind}}\n`));
    expect(found).toEqual([`p.yaml:1:29: the strategy ${kind} needs "${kind}"`]);
  }
});
