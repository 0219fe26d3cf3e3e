import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { nanoUsdFromUsd } from "../../../src/core/money.ts";
import { renderCsv } from "../../../src/reports/csv.ts";
import { aMetrics, anEstimate, aPolicy, aReport, noEstimate } from "./a-run-report.ts";

function rowsOf(text: string): readonly Readonly<Record<string, string>>[] {
  return parse<Record<string, string>>(text, { columns: true });
}

function withCost(usd: number) {
  return aMetrics({ cost: { ...aMetrics().cost, total_usd: usd } });
}

test("the header and a policy's row are as finance reads them", () => {
  const [header, overall] = renderCsv(aReport()).split("\n");
  expect(header).toBe(
    "policy,dimension,name,value,records,attempts,tokens_input_uncached,tokens_input_cache_read," +
      "tokens_input_cache_write,tokens_output,tokens_output_reasoning,cost_usd,accepted," +
      "cost_per_accepted_usd,cost_per_accepted_lower_usd,cost_per_accepted_upper_usd," +
      "not_accepted_cost_usd,retries_usd,fallbacks_usd,escalations_usd,unknown_cost_attempts," +
      "unknown_token_attempts,reported_cost_usd,reported_cost_attempts,classifier_usd",
  );
  expect(overall).toBe(
    "prod,overall,,,200,210,100000,2000,0,30000,0,2,160,0.0125,0.011,0.014,0.4,0.05,0,0,0,0,,0,",
  );
});

test("a row a dimension: overall, routes, served routes, segments, owners", () => {
  const prod = aPolicy({ owners: { team_a: aMetrics() } });
  const report = aReport({ comparison: { candidates: [], comparisons: [], policies: { prod } } });
  const named = rowsOf(renderCsv(report)).map(({ dimension, name, value }) => [
    dimension,
    name,
    value,
  ]);
  expect(named).toEqual([
    ["overall", "", ""],
    ["route", "strong", ""],
    ["served_route", "strong", ""],
    ["segment", "intent", "refund"],
    ["segment", "intent", "faq"],
    ["owner", "team_a", ""],
  ]);
});

test("route costs add up to the policy's, to the last nano-dollar", () => {
  const route = (usd: number) => ({ ...aPolicy().routes["strong"]!, ...withCost(usd) });
  const prod = aPolicy({
    overall: withCost(0.300000003),
    routes: { a: route(0.1), b: route(0.2), c: route(3e-9) },
  });
  const rows = rowsOf(
    renderCsv(aReport({ comparison: { candidates: [], comparisons: [], policies: { prod } } })),
  );
  const costs = (dimension: string) =>
    rows.filter((row) => row["dimension"] === dimension).map((row) => row["cost_usd"] ?? "");
  const sum = costs("route").reduce((total, usd) => total + nanoUsdFromUsd(Number(usd)), 0);
  expect(costs("route")).toEqual(["0.1", "0.2", "0.000000003"]);
  expect([sum]).toEqual(costs("overall").map((usd) => nanoUsdFromUsd(Number(usd))));
});

test("what is unknown is an empty cell, never a zero", () => {
  const { cost, tokens } = aMetrics();
  const overall = aMetrics({
    attempts: 210,
    cost: {
      ...cost,
      total_usd: 0,
      not_accepted_usd: 0,
      per_accepted_usd: noEstimate("unknown_cost"),
      unknown_attempts: 210,
    },
    tokens: { ...tokens, unknown_attempts: 210 },
  });
  const report = aReport({
    comparison: { candidates: [], comparisons: [], policies: { prod: aPolicy({ overall }) } },
  });
  expect(renderCsv(report).split("\n")[1]).toBe(
    "prod,overall,,,200,210,,,,,,,160,,,,,,,,210,210,,0,",
  );
});

test("formulas in names become text, negative numbers stay numbers", () => {
  const names = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "\u200b=1", "＝1", "a=1"];
  const prod = aPolicy({
    segments: { tag: Object.fromEntries(names.map((name) => [name, aMetrics()])) },
    overall: aMetrics({
      cost: {
        ...aMetrics().cost,
        per_accepted_usd: anEstimate({ value: -1e-7, lower: -2, upper: -0 }),
      },
    }),
  });
  const rows = rowsOf(
    renderCsv(aReport({ comparison: { candidates: [], comparisons: [], policies: { prod } } })),
  );
  const values = rows.filter((row) => row["dimension"] === "segment").map((row) => row["value"]);
  expect(values).toEqual(names.map((name) => (name === "a=1" ? name : `'${name}`)));
  expect(rows[0]).toMatchObject({
    cost_per_accepted_usd: "-0.0000001",
    cost_per_accepted_lower_usd: "-2",
    cost_per_accepted_upper_usd: "0",
  });
});

test("records that belong to no part of a dimension have a row of their own", () => {
  const part = aMetrics({
    records: 150,
    accepted: 100,
    cost: { ...aMetrics().cost, total_usd: 1.7 },
  });
  const prod = aPolicy({ owners: { team_a: part }, segments: { intent: { faq: part } } });
  const report = aReport({ comparison: { candidates: [], comparisons: [], policies: { prod } } });
  const rest = rowsOf(renderCsv(report)).filter(
    ({ name, value }) => name === "(none)" || value === "(none)",
  );
  expect(rest.map(({ dimension, name, value }) => [dimension, name, value])).toEqual([
    ["segment", "intent", "(none)"],
    ["owner", "(none)", ""],
  ]);
  // The overall row holds 200 records, 160 accepted, $2.
  expect(rest.map(({ records, accepted, cost_usd: usd }) => [records, accepted, usd])).toEqual([
    ["50", "60", "0.3"],
    ["50", "60", "0.3"],
  ]);
  expect(rest.map((row) => row["cost_per_accepted_usd"])).toEqual(["", ""]);
});

test("what gateways report adds up, and is empty where none reported", () => {
  const reporting = (usd: number, attempts: number) =>
    aMetrics({
      records: 50,
      cost: { ...aMetrics().cost, reported_cost_usd: usd, reported_attempts: attempts },
    });
  const prod = aPolicy({
    overall: { ...reporting(0.75, 4), records: 200 },
    segments: { intent: { faq: reporting(0.25, 1), refund: aMetrics({ records: 50 }) } },
    owners: { team_a: reporting(0.75, 4) },
  });
  const report = aReport({ comparison: { candidates: [], comparisons: [], policies: { prod } } });
  const found = rowsOf(renderCsv(report))
    .filter(({ dimension }) => dimension === "segment" || dimension === "owner")
    .map((row) => [
      row["value"] || row["name"],
      row["reported_cost_usd"],
      row["reported_cost_attempts"],
    ]);
  expect(found).toEqual([
    ["faq", "0.25", "1"],
    ["refund", "", "0"],
    ["(none)", "0.5", "3"],
    ["team_a", "0.75", "4"],
    ["(none)", "", "0"],
  ]);
});
