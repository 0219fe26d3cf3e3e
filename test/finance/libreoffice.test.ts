import { writeFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nanoUsdFromUsd } from "../../src/core/money.ts";
import { decimalAmount } from "../../src/datasets/invoices/decimal-amount.ts";
import { aFinanceRun, formulaTexts, type FinanceRun } from "../support/finance-workspace.ts";
import { routeproof } from "../support/routeproof.ts";
import { hasSoffice, throughOffice } from "../support/soffice.ts";

const DIGITS = 24;

let run: FinanceRun;

beforeAll(() => {
  run = aFinanceRun();
  const args = ["report", run.path("run"), "--format", "focus", "--billing-account", "4711"];
  const written = routeproof(args);
  if (written.code !== 0) throw new Error(written.stderr);
}, 120_000);
afterAll(() => run.remove());

function rowsOf(text: string): readonly Readonly<Record<string, string>>[] {
  return parse<Record<string, string>>(text, { columns: true, bom: true });
}

function sumOf(rows: readonly Readonly<Record<string, string>>[], column: string): bigint {
  return rows.reduce((sum, row) => {
    const amount = decimalAmount(row[column] ?? "", DIGITS);
    if (amount === undefined) throw new Error(`${column}: "${row[column]}" is no number`);
    return sum + amount;
  }, 0n);
}

function totalOf(policy: string): bigint {
  const usd = run.comparison.policies[policy]?.overall.cost.total_usd ?? Number.NaN;
  return BigInt(nanoUsdFromUsd(usd)) * 10n ** BigInt(DIGITS - 9);
}

test("LibreOffice sums focus.csv and cost.csv to the report's totals", (context) => {
  if (!hasSoffice(context)) return;
  const focus = rowsOf(throughOffice(run.path("run/focus.csv"), "en-US"));
  const cost = rowsOf(throughOffice(run.path("run/cost.csv"), "en-US"));
  for (const policy of ["prod", "mixed"]) {
    const rows = focus.filter((row) => row["x_Arm"] === policy);
    expect(sumOf(rows, "BilledCost")).toBe(totalOf(policy));
    const routes = cost.filter(
      (row) => row["policy"] === policy && row["dimension"] === "route" && row["cost_usd"] !== "",
    );
    expect(sumOf(routes, "cost_usd")).toBe(totalOf(policy));
  }
});

test("a formula that nobody neutralised is computed on this way: the proof below would see it", (context) => {
  if (!hasSoffice(context)) return;
  const file = run.path("raw.csv");
  writeFileSync(file, "name,value\nraw,=1+1\n");
  expect(rowsOf(throughOffice(file, "en-US"))).toEqual([{ name: "raw", value: "2" }]);
});

test.for(["en-US", "de-DE"] as const)(
  "no text of ours is a formula to LibreOffice in %s, formulas switched on",
  (locale, context) => {
    if (!hasSoffice(context)) return;
    const owners = (text: string, column: string): readonly string[] => [
      ...new Set(rowsOf(text).flatMap((row) => row[column] || [])),
    ];
    // The office drops a tab within a cell; what matters is that the text is not computed.
    const written = owners(run.text("focus.csv").replaceAll("\t", ""), "SubAccountId");
    expect(written).toHaveLength(formulaTexts.length);
    const shown = owners(throughOffice(run.path("run/focus.csv"), locale), "SubAccountId");
    expect(shown.toSorted()).toEqual(written.toSorted());
    const economics = throughOffice(run.path("run/unit_economics.csv"), locale);
    const names = rowsOf(economics).filter((row) => row["dimension"] === "owner");
    expect(new Set(names.map((row) => row["name"]))).toEqual(new Set(written));
  },
);
