import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import type { CostProjection } from "../../../src/core/cost-projection.ts";
import { formats } from "../../../src/reports/formats.ts";
import { projectionRows } from "../../../src/reports/projection.ts";
import { renderMarkdown } from "../../../src/reports/markdown.ts";
import { renderUnitEconomics } from "../../../src/reports/unit-economics.ts";
import { aComparison, aMetrics, anEstimate, aPolicy, aReport, noEstimate } from "./a-run-report.ts";

function perRequest(value: number, lower: number, upper: number) {
  const per_request = anEstimate({ value, lower, upper, method: "log_delta" });
  return aPolicy({ overall: aMetrics({ cost: { ...aMetrics().cost, per_request } }) });
}

const report = (monthlyRequests?: number) =>
  aReport({
    report: { monthlyRequests },
    comparison: {
      candidates: ["cheap"],
      policies: { prod: perRequest(0.01, 0.009, 0.0125), cheap: perRequest(0.004, 0.003, 0.005) },
      comparisons: [
        aComparison({
          candidate: "cheap",
          cost_per_request_difference_usd: anEstimate({
            value: -0.006,
            lower: -0.007,
            upper: -0.004,
          }),
        }),
      ],
    },
  });

function rowsOf(text: string): readonly Readonly<Record<string, string>>[] {
  return parse<Record<string, string>>(text, { columns: true });
}

test("the first two rows are baseline and candidate with cost per accepted outcome and its interval", () => {
  const [baseline, candidate] = rowsOf(renderUnitEconomics(report()));
  expect(baseline).toMatchObject({
    policy: "prod",
    role: "baseline",
    dimension: "overall",
    records: "200",
    accepted: "160",
    cost_usd: "2",
    cost_per_accepted_usd: "0.0125",
    ci_low: "0.011",
    ci_high: "0.014",
    n: "200",
    method: "log_delta",
    vs_baseline_ratio: "",
    monthly_requests: "",
    monthly_cost_usd: "",
  });
  expect(candidate).toMatchObject({ policy: "cheap", role: "candidate", dimension: "overall" });
  expect(candidate?.["vs_baseline_ratio"]).not.toBe("");
});

test("a stated volume is the cost of a request times it, bounds and all", () => {
  const [baseline] = rowsOf(renderUnitEconomics(report(2_000_000)));
  expect(baseline).toMatchObject({
    monthly_requests: "2000000",
    monthly_cost_usd: "20000",
    monthly_low_usd: "18000",
    monthly_high_usd: "25000",
  });
  const [, saved]: readonly CostProjection[] = projectionRows(report(2_000_000));
  expect(saved?.change_usd).toMatchObject({ value: -12_000, lower: -14_000, upper: -8_000 });
});

test("the volume of the report counts more than that of the run", () => {
  const kept = aReport({ report: { monthlyRequests: 10 }, comparison: report().comparison });
  const manifest = {
    ...kept.manifest,
    options: { ...kept.manifest.options, monthly_requests: 5 },
  };
  expect(projectionRows({ ...kept, manifest })[0]?.requests).toBe(10);
  const { monthlyRequests: _none, ...unsaid } = kept;
  expect(projectionRows({ ...unsaid, manifest })[0]).toMatchObject({
    requests: 5,
    isMonthly: true,
  });
});

test("without a stated volume nothing is said of a month", () => {
  expect(projectionRows(report())[0]).toMatchObject({
    requests: 1000,
    isMonthly: false,
    cost_usd: { value: 10 },
  });
  const text = renderMarkdown(report());
  expect(text).toContain("## Projection\n\nNo volume was stated, so nothing is said of a month");
  expect(text).toContain("| policy | cost of 1,000 requests | against the baseline |");
  expect(text).not.toContain("requests a month |");
});

test("markdown says the assumption beside the figure", () => {
  const text = renderMarkdown(report(2_000_000));
  expect(text).toContain("Assuming 2,000,000 requests a month with this dataset's mix");
  expect(text).toContain("$20,000.00 ($18,000.00 to $25,000.00, n=200)");
  expect(text).toContain("-$12,000.00 (-$14,000.00 to -$8,000.00, n=200)");
});

test("an older run has no projection, and an unknown cost has empty cells", () => {
  const older = aReport({ report: { monthlyRequests: 7 } });
  expect(renderMarkdown(older)).not.toContain("## Projection");
  const unknown = aMetrics({
    attempts: 5,
    cost: {
      ...aMetrics().cost,
      total_usd: 0,
      per_request_usd: null,
      per_accepted_usd: noEstimate("unknown_cost"),
      per_request: noEstimate("unknown_cost"),
      unknown_attempts: 5,
    },
  });
  const prod = aPolicy({ overall: unknown });
  const blind = aReport({
    report: { monthlyRequests: 7 },
    comparison: { candidates: [], comparisons: [], policies: { prod } },
  });
  expect(rowsOf(renderUnitEconomics(blind))[0]).toMatchObject({
    cost_usd: "",
    cost_per_accepted_usd: "",
    monthly_requests: "7",
    monthly_cost_usd: "",
  });
});

test("names that a spreadsheet would compute stay text", () => {
  const prod = aPolicy({ segments: { tag: { "=1+1": aMetrics(), "\t=2": aMetrics() } } });
  const text = renderUnitEconomics(
    aReport({ comparison: { candidates: [], comparisons: [], policies: { prod } } }),
  );
  const values = rowsOf(text).filter(({ dimension }) => dimension === "segment");
  expect(values.map(({ value }) => value)).toEqual(["'=1+1", "'\t=2"]);
});

test("it is written beside cost.csv", () => {
  expect(formats.csv.beside?.map(({ file }) => file)).toEqual(["unit_economics.csv"]);
});
