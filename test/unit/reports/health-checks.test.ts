import { expect, test } from "vitest";
import { healthChecks } from "../../../src/reports/health-checks.ts";
import { wordsMarkdown } from "../../../src/reports/markdown/part.ts";
import type { RunReport } from "../../../src/reports/run-report.ts";
import { aMetrics, aPolicy, aReport } from "./a-run-report.ts";

/** A report in which nothing is wrong. */
function aClearReport(more: Parameters<typeof aReport>[0] = {}): RunReport {
  const overall = aMetrics({ errors: {} });
  const policies = { prod: aPolicy({ overall }), "cheap-first": aPolicy({ overall }) };
  return aReport({ ...more, comparison: { policies, ...more.comparison } });
}

function stateOf(report: RunReport, title: string): string {
  const check = healthChecks(report).find((one) => one.title === title);
  return check === undefined ? "not looked at" : `${check.state}: ${wordsMarkdown(check.found)}`;
}

function withMetrics(more: Parameters<typeof aMetrics>[0]): RunReport {
  const overall = aMetrics({ errors: {}, ...more });
  return aClearReport({
    comparison: { policies: { prod: aPolicy(), "cheap-first": aPolicy({ overall }) } },
  });
}

test("a run in which nothing is wrong is clear in everything", () => {
  expect(healthChecks(aClearReport()).filter(({ state }) => state !== "clear")).toEqual([]);
});

test("whatever is not clear says what to do", () => {
  const reports = [
    aReport(),
    aReport({ manifest: { status: "interrupted", provider: "simulated", warnings: ["old"] } }),
    withMetrics({ coverage: 0.5, not_covered: 200 }),
  ];
  const open = reports.flatMap(healthChecks).filter(({ state }) => state !== "clear");
  expect(open.length).toBeGreaterThan(5);
  expect(open.filter(({ hint }) => hint === undefined)).toEqual([]);
});

test("a run that is not complete is broken, and says why", () => {
  const report = aClearReport({ manifest: { status: "spend_cap" } });
  expect(stateOf(report, "the run")).toBe(
    "broken: the run met its spend cap before its end and can be resumed",
  );
});

test("fewer than 99 % covered is broken", () => {
  expect(stateOf(withMetrics({ coverage: 0.989 }), "coverage")).toBe("broken: 100%, 98.9%");
  expect(stateOf(withMetrics({ coverage: 0.99 }), "coverage")).toBe("clear: 100%, 99.0%");
});

test("more than one record in a hundred without its pair is broken", () => {
  expect(stateOf(aClearReport({ pair: { pairs: 198 } }), "pairs compared")).toBe("clear: 198");
  expect(stateOf(aClearReport({ pair: { pairs: 197 } }), "pairs compared")).toBe("broken: 197");
});

test("our errors are looked at, and broken above the run's own limit; the provider's are apart", () => {
  const few = withMetrics({ errors: { connection: 2, timeout: 3 } });
  expect(stateOf(few, "our own errors")).toBe("look: 1 → 2 records");
  expect(stateOf(few, "the provider's errors")).toBe("look: 3 → 3 records");
  const many = withMetrics({ errors: { connection: 20 } });
  expect(stateOf(many, "our own errors")).toBe("broken: 1 → 20 records");
});

test("money that may have been paid twice is said, and not asked where nothing was paid", () => {
  expect(stateOf(aClearReport(), "calls of unknown outcome")).toBe("not looked at");
  const spend = { sent: 9, usd: 1, unknown_calls: 2, unknown_at_most_usd: 0.5 };
  expect(stateOf(aClearReport({ manifest: { spend } }), "calls of unknown outcome")).toBe(
    "look: 2",
  );
});

test("simulated answers are no ground to promote on", () => {
  expect(stateOf(aClearReport({ manifest: { provider: "simulated" } }), "answers from")).toBe(
    "look: simulated, as of 2026-11-20",
  );
});
