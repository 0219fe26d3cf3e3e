import { expect, test } from "vitest";
import { renderMarkdown } from "../../../src/reports/markdown.ts";
import { aComparison, aMetrics, anEstimate, aPolicy, aReport } from "./a-run-report.ts";

test("ten candidates with five hundred segments each fit into a comment", () => {
  const values = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`wert-${index}-größe-規模`, aMetrics()]),
  );
  const names = Array.from({ length: 10 }, (_, index) => `candidate-${index}`);
  const policy = aPolicy({ segments: { größe: values } });
  const policies = Object.fromEntries(["prod", ...names].map((name) => [name, policy]));
  const comparisons = names.map((candidate) => aComparison({ candidate }));
  const text = renderMarkdown(
    aReport({ comparison: { candidates: names, policies, comparisons } }),
  );
  // GitHub's own limits: characters of a comment, bytes of a step's summary.
  expect(text.length).toBeLessThan(65_536);
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  expect(text).toContain("## Method");
});

test("the marker depends on the names alone, tells them apart and ends no comment", () => {
  const markerOf = (candidate: string, dataset = "support", runId = "run-7"): string => {
    const { comparison } = aReport();
    const report = aReport({
      comparison: {
        candidates: [candidate],
        policies: { prod: aPolicy(), [candidate]: aPolicy() },
        comparisons: [aComparison({ candidate })],
        dataset: { ...comparison.dataset, name: dataset },
      },
      manifest: { run_id: runId },
    });
    return renderMarkdown(report).split("\n")[1] ?? "";
  };
  expect(markerOf("cheap", "support", "run-8")).toBe(markerOf("cheap"));
  const names = [
    "a",
    "a-",
    "a--",
    "a%2d",
    "--> @octocat #1",
    "größe",
    "x".repeat(300),
    "x".repeat(301),
  ];
  const markers = names.map((name) => markerOf(name));
  expect(new Set(markers).size).toBe(names.length);
  for (const marker of [...markers, markerOf("a", "b--></details>")]) {
    expect(marker).toMatch(/^<!-- routeproof:[^@#>]*[^->] -->$/);
    expect(marker.slice(4, -3)).not.toMatch(/--|>/);
  }
});

test("the first five lines answer a CI job, an engineer and a finance reviewer", () => {
  const perRequest = anEstimate({ value: 0.01, lower: 0.009, upper: 0.011 });
  const { cost } = aMetrics();
  const overall = aMetrics({ cost: { ...cost, per_request: perRequest } });
  const report = aReport({
    comparison: {
      policies: {
        prod: aPolicy({ overall }),
        "cheap-first": aPolicy({
          overall: aMetrics({ cost: { ...cost, per_request: { ...perRequest, value: 0.004 } } }),
        }),
      },
    },
    pair: {
      cost_per_request_difference_usd: anEstimate({ value: -0.006, lower: -0.007, upper: -0.005 }),
    },
    report: {
      monthlyRequests: 2_000_000,
      witnesses: { "cheap-first": [{ recordId: "rec-9", because: "lost" }] },
    },
  });
  const [first = "", , ci = "", engineer = "", finance = ""] = renderMarkdown(report).split("\n");
  expect(first).toContain("PROMOTE: cheap-first against prod");
  for (const part of [
    "**green**, exit code 0",
    "ours 1 → 1",
    "the provider's 3 → 3",
    "`reports/run-7`",
  ]) {
    expect(ci).toContain(part);
  }
  for (const part of [
    "0 failed, 0 undecided, 1 passed",
    "intent=",
    "`routeproof show reports/run-7 rec-9`",
  ]) {
    expect(engineer).toContain(part);
  }
  expect(finance).toContain("Cost per accepted outcome: $0.0125 ($0.0110 to $0.0140, n=200) → ");
  expect(finance).toContain(
    "A month of 2,000,000 requests of this mix: $20,000.00 → $8,000.00, -$12,000.00 (-$14,000.00 to -$10,000.00, n=200).",
  );
  expect(finance).toContain("Not in it: what judges or classifiers cost; taxes");
});
