import { expect, test } from "vitest";
import { renderMarkdown } from "../../../src/reports/markdown.ts";
import type { Comparison } from "../../../src/core/comparison.ts";
import type { RunReport } from "../../../src/reports/run-report.ts";
import { aMetrics, anEstimate, aPolicy, aReport } from "./a-run-report.ts";

/** A report whose comparison says this besides. */
function saying(more: Partial<Comparison>): RunReport {
  const report = aReport();
  return { ...report, comparison: { ...report.comparison, ...more } };
}

/** The lines of one section, without its title. */
function section(report: RunReport, title: string): readonly string[] {
  const [, text] = renderMarkdown(report).split(`## ${title}\n\n`);
  return text === undefined ? [] : (text.split("\n\n## ", 1)[0] ?? "").split("\n");
}

test("M6: a provider's share stands beside what is behind it, drilled and seen", () => {
  const { baseline, candidates } = aReport().comparison;
  const overall = aMetrics({ providers: { openai: 0.85, anthropic: 0.15 } });
  const policies = {
    [baseline]: aPolicy({
      overall,
      failover: [
        {
          from: "openai",
          to: "anthropic",
          routes: [{ from: "a", to: "b" }],
          drilled: "pass",
          seen: 1_230,
          accepted: 1_101,
        },
        {
          from: "openai",
          to: "openai",
          routes: [{ from: "a", to: "c" }],
          drilled: "not_drilled",
          seen: 0,
          accepted: 0,
        },
      ],
    }),
    [candidates[0] ?? ""]: aPolicy({ failover: [] }),
  };
  expect(section(saying({ policies }), "Providers and failover").slice(2)).toEqual([
    "| policy | provider | share of records | may go on to | drilled | fallbacks seen | accepted |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    "| prod | anthropic | 15.0% | nothing | – | – | – |",
    "| prod | openai | 85.0% | anthropic | proven | 1,230 | 1,101 |",
    "| prod | openai | 85.0% | openai (another route) | not drilled | 0 | 0 |",
    "| cheap-first | openai | 100% | nothing | – | – | – |",
  ]);
});

test("M6: dominated and unused routes are named, and a fallback that was not needed is no candidate", () => {
  const routes: Comparison["routes"] = {
    dominated: [
      {
        route: "old",
        by: "new",
        n: 1_319,
        basis: "table",
        figures: { acceptance_rate: 0.91, cost_per_request_usd: 0.0021, p95_complete_ms: 1_900 },
        by_figures: { acceptance_rate: 0.93, cost_per_request_usd: 0.0009, p95_complete_ms: 1_900 },
      },
    ],
    unused: [
      {
        route: "spare",
        provider: "google",
        lifecycle: "managed",
        role: "fallback",
        named_by: ["prod", "cheap-first"],
      },
    ],
  };
  const lines = section(saying({ routes }), "Routes to reconsider");
  expect(lines).toContain(
    "| old | new | 91.0% → 93.0% | $0.0021 → $0.00090 | 1,900 ms → 1,900 ms | 1,319 | the table, each route alone |",
  );
  expect(lines).toContain("| spare | google | managed | to fall back on | prod, cheap-first |");
  expect(lines[0]).toMatch(/^Candidates for retirement: /);
  expect(lines.join("\n")).toContain("a fallback that was not needed is none: drill it");
});

test("P3: exit criteria are shown with what was seen, and as open where nothing was", () => {
  const gate = {
    id: "acceptance_rate min 0.9 [route trial]",
    metric: "acceptance_rate",
    bound: "min",
    threshold: 0.9,
    observed: anEstimate(),
    status: "inconclusive",
    because: "acceptance_rate of route trial is 0.94",
  } as const;
  const common = { route: "trial", lifecycle: "experimental", to: "managed" } as const;
  const routes: Comparison["routes"] = {
    dominated: [],
    unused: [],
    exit_criteria: [
      { ...common, policy: "prod", records: 40, gates: [gate], is_met: false },
      { ...common, route: "idle", policy: null, records: 0, gates: [], is_met: false },
    ],
  };
  const lines = section(saying({ routes }), "Routes to reconsider");
  expect(lines.slice(-2)).toEqual([
    "| trial | experimental | managed | acceptance_rate min 0.9 \\[route trial] | acceptance_rate of route trial is 0.94 | not known yet |",
    "| idle | experimental | managed | – | 0 records | no record was sent there |",
  ]);
});

test("a run that has nothing to say of its routes has no such section", () => {
  const text = renderMarkdown(saying({ routes: { dominated: [], unused: [] } }));
  expect(text).not.toContain("Routes to reconsider");
  expect(text).not.toContain("Providers and failover");
});
