import { afterAll, beforeAll, expect, test } from "vitest";
import type { JournalLine } from "../../src/replay/journal-line.ts";
import { aTimedWorkspace, type TimedWorkspace } from "../support/timed-workspace.ts";

const startMs = Date.UTC(2026, 2, 4, 9, 0, 0);
const rule = { windowMs: 60_000, minAttempts: 20, budgetMs: 3000 } as const;
const MINUTE_MS = 60_000;
let work: TimedWorkspace;

/** A quarter of an hour, a record a second; the cheap route is five times as slow from minute 5 to 10. */
beforeAll(() => {
  work = aTimedWorkspace(
    Array.from({ length: 900 }, (_, index) => ({
      id: `r${index}`,
      prompt: "Which label fits this ticket?",
      answer: "refund",
      at: new Date(startMs + 1000 * index).toISOString(),
    })),
    "",
  );
  work.write(
    "registry.yaml",
    `routes:
  cheap:
    provider: openai
    model: a-1
    price: {input_per_mtok_usd: 0.1, output_per_mtok_usd: 0.4}
    simulation:
      latency: {p50_ms: 900, p95_ms: 1800}
      accuracy: 0.9
      incidents: [{from_s: 300, to_s: 600, latency_factor: 5}]
  dear:
    provider: openai
    model: b-1
    price: {input_per_mtok_usd: 1, output_per_mtok_usd: 4}
    simulation: {latency: {p50_ms: 700, p95_ms: 1200}, accuracy: 0.9}
`,
  );
  work.write(
    "fixed.yaml",
    "policy_name: fixed\nregistry: registry.yaml\nroute_selection: {strategy: pinned, primary_route: cheap}\n",
  );
  work.write(
    "aware.yaml",
    `policy_name: aware
registry: registry.yaml
route_selection:
  strategy: latency_aware
  latency_aware: {routes: [dear, cheap], budget_ms: ${rule.budgetMs}, window_ms: ${rule.windowMs}, min_attempts: ${rule.minAttempts}}
`,
  );
  work.run("once", { baseline: "fixed", candidate: "aware", concurrency: 8 });
}, 60_000);

afterAll(() => work.remove());

const linesOf = (policy: string): readonly JournalLine[] =>
  work.journal("once").filter((line) => line.policy === policy);

test("R7: traffic leaves a slow route within its window, and tries it again after", () => {
  const toDear = linesOf("aware")
    .filter(({ route }) => route === "dear")
    .map(({ trace }) => (trace?.at_ms ?? Number.NaN) - startMs);
  expect(Math.min(...toDear)).toBeGreaterThan(5 * MINUTE_MS);
  expect(Math.min(...toDear)).toBeLessThan(5 * MINUTE_MS + rule.windowMs);
  expect(Math.max(...toDear)).toBeLessThan(10 * MINUTE_MS + 2 * rule.windowMs);
  expect(toDear.length).toBeGreaterThan(150);
});

test("each decision is the one that a naive recount of the journal gives", () => {
  const lines = linesOf("aware");
  const ends = lines
    .flatMap(({ attempts }) => attempts)
    .filter(({ route }) => route === "cheap")
    .map(({ dispatched_ms: sentMs, latency_ms: ms }) => ({
      atMs: startMs + sentMs + (ms ?? Number.NaN),
      ms: ms ?? Number.NaN,
    }));
  for (const { trace, route } of lines) {
    const atMs = trace?.at_ms ?? Number.NaN;
    const lately = ends
      .filter((end) => end.atMs <= atMs && end.atMs > atMs - rule.windowMs)
      .map(({ ms }) => ms)
      .toSorted((a, b) => a - b);
    const p95Ms = lately[Math.ceil(0.95 * lately.length - 1e-9) - 1] ?? 0;
    const isSlow = lately.length >= rule.minAttempts && p95Ms > rule.budgetMs;
    expect(route).toBe(isSlow ? "dear" : "cheap");
  }
});

test("it is the faster policy, and the same run gives the same bytes", () => {
  const { policies } = work.comparison("once");
  const p95 = (name: string): number => policies[name]?.overall.latency?.p95_ms.value ?? Number.NaN;
  expect(p95("aware")).toBeLessThan(p95("fixed"));
  work.run("again", { baseline: "fixed", candidate: "aware", concurrency: 8 });
  expect(work.comparisonText("again")).toBe(work.comparisonText("once"));
});
