import { expect, test } from "vitest";
import { frontier } from "../../../../src/reports/html/sections/frontier.ts";
import { aMetrics, anEstimate, aReport, noEstimate } from "../a-run-report.ts";
import { aChartReport, aRegion } from "../charts/chart-data.ts";

test("the chart stands with what its axes are, and with a table of every point", () => {
  const page = String(frontier(aChartReport()));
  expect(page).toContain('<svg class="chart" role="img" aria-labelledby="frontier-chart-t');
  expect(page).toContain("n=200 records a point");
  expect(page).toContain("95 % confidence");
  expect(page).toMatch(/The axis of acceptance starts at \d+\.0%, not at 0%/);
  expect(page).toContain(
    'data-path="comparison.json#/policies/cheap-first/overall/cost/per_accepted_usd"',
  );
  // The candidate is cheaper and accepted less: nothing dominates either.
  expect(page.match(/<td>nothing<\/td>/g)).toHaveLength(2);
});

test("a point without a cost is listed under the chart with the reason", () => {
  const { cost, ...metrics } = aMetrics();
  const broken = { ...metrics, cost: { ...cost, per_accepted_usd: noEstimate("none_accepted") } };
  const page = String(
    frontier(aChartReport({ comparison: { references: { single_routes: { weak: broken } } } })),
  );
  expect(page).toContain(
    "<li>only weak is not drawn: cost per accepted outcome n/a (none accepted)</li>",
  );
});

test("a point that is drawn without its region says why", () => {
  const joint = aRegion({ covariance: null, reason: "one cluster" });
  const page = String(frontier(aChartReport({ candidate: { joint } })));
  expect(page).toContain("<li>cheap-first has no region: n/a (one cluster)</li>");
});

test("a run from before there were charts has the table, and says so", () => {
  const page = String(frontier(aReport()));
  expect(page).toContain("compared before there were charts");
  expect(page).toContain('<table id="frontier-table"');
  expect(page).not.toContain("<svg");
});

test("where no point has a place there is the table and every reason", () => {
  const nothing = aMetrics({ acceptance_rate: noEstimate("not_scored") });
  const page = String(
    frontier(aChartReport({ baseline: { overall: nothing }, candidate: { overall: nothing } })),
  );
  expect(page).not.toContain("<svg");
  expect(page).not.toContain("compared before");
  expect(page.match(/is not drawn: acceptance rate n\/a \(not scored\)/g)).toHaveLength(2);
});

test("the oracle is called a bound, and an expected figure has no region to explain", () => {
  const { cost, ...metrics } = aMetrics({ acceptance_rate: anEstimate({ value: 0.95 }) });
  const page = String(
    frontier(aChartReport({ comparison: { references: { oracle: { ...metrics, cost } } } })),
  );
  expect(page).toContain("The oracle takes the cheapest accepted route of each record");
  expect(page).toContain("<td>(a bound)</td>");
});
