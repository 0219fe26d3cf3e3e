import { expect, test } from "vitest";
import { cost } from "../../../../src/reports/html/sections/cost.ts";
import { aMetrics, aPolicy, aReport } from "../a-run-report.ts";
import { aChartReport, aWaterfall } from "../charts/chart-data.ts";

const rowOf = (page: string, table: string, name: string) => {
  const body = new RegExp(`<table id="${table}"[\\s\\S]*?</table>`).exec(page)![0];
  const row = new RegExp(`<tr><th scope="row">${name}</th>.*?</tr>`).exec(body)![0];
  return row
    .replaceAll("<wbr />", "")
    .replace(/<[^>]+>/g, "|")
    .split(/\|+/)
    .filter((cell) => cell !== "");
};

test("each candidate is said in a line: before, after, and how many times as much", () => {
  const text = String(cost(aChartReport())).replace(/<[^>]+>/g, "");
  expect(text).toContain(
    "cheap-first: cost per accepted outcome $0.0125 ($0.0110 to $0.0140, n=200) → $0.0028 ($0.0025 to $0.0031, n=200), ×0.224 (×0.2 to ×0.25, n=200) of prod’s",
  );
});

test("the waterfall stands with its numbers, each with its place in comparison.json", () => {
  const page = String(cost(aChartReport()));
  expect(page).toContain("<h3>What moved the cost: prod to cheap-first</h3>");
  expect(page).toContain(
    '<data value="-1.5" data-path="comparison.json#/comparisons/0/waterfall/steps/0/change_usd"',
  );
  expect(rowOf(page, "waterfall-1-numbers", "retries")).toEqual(["retries", "+$0.0500"]);
});

test("without steps the reason stands in their place", () => {
  const waterfall = aWaterfall({ steps: [], reason: "3 attempts of unknown cost" });
  const page = String(cost(aChartReport({ pair: { waterfall } })));
  expect(page).toContain("no steps between them: 3 attempts of unknown cost");
});

test("where costs are not known nothing is drawn as if they were", () => {
  const reason = "the cost is not known of 200 of the baseline's attempts";
  const waterfall = aWaterfall({ steps: [], baseline_usd: 0, reason });
  const { overall } = aPolicy();
  const unknown = (count: number) =>
    aPolicy({ overall: { ...overall, cost: { ...overall.cost, unknown_attempts: count } } });
  const page = String(
    cost(
      aChartReport({
        baseline: unknown(overall.attempts),
        candidate: unknown(3),
        pair: { waterfall },
      }),
    ),
  );
  const text = page.replace(/<[^>]+>/g, "").replaceAll("&#39;", "'");
  expect(text).toContain(
    `Nothing is drawn: ${reason}. Total cost: prod n/a (no cost is known), cheap-first at least $2.00.`,
  );
  expect(page).not.toContain('id="waterfall-1"');
  expect(page).not.toContain("per accepted outcome (158 accepted)");
});

test("a basis of calls says that price and tokens are one step", () => {
  const waterfall = aWaterfall({
    basis: "calls",
    steps: [{ kind: "cost_per_call", change_usd: -1.5576 }],
  });
  expect(String(cost(aChartReport({ pair: { waterfall } })))).toContain(
    "Tokens are not known of every call",
  );
});

test("a run from before there were charts says so, and has its tables", () => {
  const page = String(cost(aReport()));
  expect(page).toContain("compared before there were charts");
  expect(page).not.toContain("<svg");
  expect(page).toContain('<table id="routes-of-0"');
});

test("a route's row has its calls, tokens, cost and share; the rows end in their sum", () => {
  const half = aMetrics({
    records: 100,
    attempts: 105,
    accepted: 80,
    tokens: { ...aMetrics().tokens, input_cache_write: 500 },
    cost: { ...aMetrics().cost, total_usd: 0.5 },
  });
  const attempts = aPolicy().routes["strong"]!;
  const routes = {
    small: { ...attempts, ...half },
    strong: { ...attempts, cost: { ...attempts.cost, total_usd: 1.5 } },
  };
  const page = String(cost(aChartReport({ baseline: { routes } })));
  expect(rowOf(page, "routes-of-0", "small").slice(0, 9)).toEqual([
    "small",
    "100",
    "105",
    "100,500",
    "2,000",
    "30,000",
    "$0.5000",
    "25.0%",
    "80",
  ]);
  expect(rowOf(page, "routes-of-0", "all").slice(0, 2)).toEqual(["all", "200"]);
  // The dearest first.
  expect(page.indexOf('<th scope="row">strong')).toBeLessThan(
    page.indexOf('<th scope="row">small'),
  );
});

test("what is known of some attempts is at least so much, and of none not available", () => {
  const overall = aMetrics();
  const of = (unknown: number) => {
    const metrics = aMetrics({
      cost: { ...overall.cost, unknown_attempts: unknown },
      tokens: { ...overall.tokens, unknown_attempts: unknown },
    });
    const routes = { strong: { ...aPolicy().routes["strong"]!, ...metrics } };
    const page = String(cost(aChartReport({ baseline: { overall: metrics, routes } })));
    return rowOf(page, "routes-of-0", "strong").join(" ");
  };
  expect(of(10)).toContain("at least  30,000 at least  $2.00 n/a (unknown costs)");
  expect(of(210)).toContain("n/a (no tokens are known) n/a (no cost is known) n/a (unknown costs)");
});

test("the box names what is not in the numbers", () => {
  const page = String(cost(aChartReport()));
  expect(page).toContain('<h3 id="not-included">Not in these numbers</h3>');
  expect(page).toContain("taxes, discounts, credits and minimum commitments");
});
