import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nanoUsdFromUsd } from "../../src/core/money.ts";
import { decimalAmount } from "../../src/datasets/invoices/decimal-amount.ts";
import { openDatabase, type Database } from "../support/duckdb.ts";
import { aFinanceRun, type FinanceRun } from "../support/finance-workspace.ts";
import { routeproof, type Finished } from "../support/routeproof.ts";

const DIGITS = 24;

let run: FinanceRun;
let database: Database;
let written: Finished;

beforeAll(async () => {
  run = aFinanceRun();
  written = routeproof([
    "report",
    run.path("run"),
    "--format",
    "focus",
    "--billing-account",
    "4711",
  ]);
  database = await openDatabase();
}, 120_000);

afterAll(() => {
  database.close();
  run.remove();
});

function table(name: string): string {
  return `read_csv('${join(run.path("run"), name)}', header = true, all_varchar = true)`;
}

/** Dollars of a policy in the report, in units of the files' last digit. */
function totalOf(policy: string): bigint {
  const usd = run.comparison.policies[policy]?.overall.cost.total_usd ?? Number.NaN;
  return BigInt(nanoUsdFromUsd(usd)) * 10n ** BigInt(DIGITS - 9);
}

test("the export names its files, and what is not in them", () => {
  expect(written).toMatchObject({ stderr: "", code: 0 });
  expect(written.stdout.split("\n").slice(0, 4)).toEqual([
    run.path("run/focus.csv"),
    run.path("run/focus.metadata.json"),
    run.path("run/unpriced.csv"),
    "32 calls of unknown cost are in unpriced.csv, and in no sum",
  ]);
});

test("DuckDB sums focus.csv by policy to the report's totals, to the last digit", async () => {
  const rows = await database.rows(
    `SELECT x_Arm AS policy, SUM(CAST(BilledCost AS DECIMAL(38, ${DIGITS}))) AS usd,
       SUM(CAST(x_Requests AS BIGINT)) AS requests, SUM(CAST(x_AcceptedOutcomes AS BIGINT)) AS accepted
     FROM ${table("focus.csv")} GROUP BY x_Arm ORDER BY x_Arm`,
  );
  expect(rows.map(({ policy }) => policy)).toEqual(["mixed", "prod"]);
  for (const { policy, usd } of rows) {
    expect(decimalAmount(String(usd), DIGITS)).toBe(totalOf(String(policy)));
  }
  // A third of the candidate's 96 calls has no price.
  expect(rows.map(({ requests }) => String(requests))).toEqual(["64", "96"]);
});

test("cost.csv adds up to the same totals by route and by owner", async () => {
  for (const dimension of ["overall", "route", "owner"]) {
    const rows = await database.rows(
      `SELECT policy, SUM(CAST(cost_usd AS DECIMAL(38, ${DIGITS}))) AS usd FROM ${table("cost.csv")}
       WHERE dimension = '${dimension}' AND cost_usd IS NOT NULL GROUP BY policy`,
    );
    expect(rows).toHaveLength(2);
    for (const { policy, usd } of rows) {
      expect(decimalAmount(String(usd), DIGITS)).toBe(totalOf(String(policy)));
    }
  }
});

test("list price times quantity is the list cost of every row of usage", async () => {
  const rows = await database.rows(
    `SELECT ChargeCategory AS category, COUNT(*) AS n,
       COUNT(*) FILTER (WHERE CAST(ListUnitPrice AS DECIMAL(18, 9)) * CAST(PricingQuantity AS DECIMAL(18, 9))
         = CAST(ListCost AS DECIMAL(38, 18))) AS equal,
       COUNT(ListUnitPrice) AS priced, COUNT(SkuPriceId) AS skus, COUNT(ConsumedQuantity) AS consumed
     FROM ${table("focus.csv")} GROUP BY ALL ORDER BY ALL`,
  );
  const [adjustment, usage] = rows;
  expect(adjustment).toMatchObject({
    category: "Adjustment",
    priced: "0",
    skus: "0",
    consumed: "0",
  });
  expect(usage?.["category"]).toBe("Usage");
  for (const column of ["equal", "priced", "skus", "consumed"]) {
    expect(usage?.[column]).toBe(usage?.["n"]);
  }
});

test("every time is a time, every hour within its month, and no cost is empty", async () => {
  const [row] = await database.rows(
    `SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE
         CAST(ChargePeriodEnd AS TIMESTAMPTZ) - CAST(ChargePeriodStart AS TIMESTAMPTZ) = INTERVAL 1 HOUR
         AND CAST(BillingPeriodStart AS TIMESTAMPTZ) <= CAST(ChargePeriodStart AS TIMESTAMPTZ)
         AND CAST(ChargePeriodEnd AS TIMESTAMPTZ) <= CAST(BillingPeriodEnd AS TIMESTAMPTZ)
         AND BilledCost IS NOT NULL AND BillingAccountId = '4711' AND InvoiceId IS NULL) AS good,
       COUNT(DISTINCT BillingPeriodStart) AS months
     FROM ${table("focus.csv")}`,
  );
  expect(row?.["good"]).toBe(row?.["n"]);
  // The records arrive on both sides of the end of October.
  expect(row?.["months"]).toBe("2");
});

test("unit_economics.csv loads with its numbers as numbers", async () => {
  const file = join(run.path("run"), "unit_economics.csv");
  const rows = await database.rows(
    `SELECT policy, cost_per_accepted_usd AS cost, ci_low AS low, ci_high AS high, monthly_cost_usd AS monthly
     FROM read_csv('${file}', header = true) WHERE dimension = 'overall'`,
  );
  const prod = run.comparison.policies["prod"]?.overall.cost;
  expect(rows[0]).toMatchObject({ policy: "prod", cost: prod?.per_accepted_usd.value });
  expect(rows[0]?.["monthly"]).toBeCloseTo((prod?.per_request_usd ?? 0) * 1e6, 6);
  // The candidate has calls of unknown cost: what it costs is not said, by request or by month.
  expect(rows[1]).toMatchObject({
    policy: "mixed",
    cost: null,
    low: null,
    high: null,
    monthly: null,
  });
});

test("unpriced calls stand in their own file, with their tokens and why", async () => {
  const rows = await database.rows(
    `SELECT x_Reason AS reason, SUM(CAST(x_Requests AS BIGINT)) AS requests,
       SUM(CAST(x_InputTokens AS BIGINT)) AS input, SUM(CAST(x_OutputTokens AS BIGINT)) AS output
     FROM ${table("unpriced.csv")} GROUP BY ALL`,
  );
  expect(rows).toEqual([{ reason: "no_price", requests: "32", input: "320", output: "640" }]);
});

test("the same run gives the same bytes again, and FOCUS 1.2 the same sums", async () => {
  const names = ["focus.csv", "unpriced.csv", "focus.metadata.json"];
  const before = names.map(run.text);
  const around = { env: { TZ: "Pacific/Auckland", LC_ALL: "tr_TR.UTF-8" } };
  const args = ["report", run.path("run"), "--format=focus", "--billing-account=4711"];
  expect(routeproof(args, around).code).toBe(0);
  expect(names.map(run.text)).toEqual(before);
  expect(routeproof([...args, "--focus-version=1.2", "--excel"]).code).toBe(0);
  const rows = await database.rows(
    `SELECT x_Arm AS policy, SUM(CAST(BilledCost AS DECIMAL(38, ${DIGITS}))) AS usd, ANY_VALUE(ProviderName) AS seller
     FROM ${table("focus.csv")} GROUP BY x_Arm`,
  );
  expect(rows).toHaveLength(2);
  for (const { policy, usd } of rows) {
    expect(decimalAmount(String(usd), DIGITS)).toBe(totalOf(String(policy)));
  }
  expect(run.text("focus.csv").startsWith("\ufeffBilledCost,")).toBe(true);
});
