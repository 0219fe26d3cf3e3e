import { expect, test } from "vitest";
import { runResult } from "../../../src/reports/run-result.ts";
import { aComparison, aMetrics, aPolicy, aReport } from "./a-run-report.ts";

function decided(...decisions: readonly ("promote" | "reject" | "inconclusive")[]) {
  const comparisons = decisions.map((decision) =>
    aComparison({ verdict: { decision, reasons: ["because"] } }),
  );
  return runResult(aReport({ comparison: { comparisons } }));
}

test("one promotable candidate is enough, one undecided keeps the run open", () => {
  expect(decided("reject", "promote", "inconclusive")).toMatchObject({
    word: "PROMOTE",
    lamp: "green",
    exitCode: 0,
  });
  expect(decided("reject", "inconclusive")).toMatchObject({ lamp: "yellow", exitCode: 101 });
  expect(decided("reject", "reject")).toMatchObject({ lamp: "red", exitCode: 100 });
  expect(decided()).toMatchObject({ word: "INCONCLUSIVE", exitCode: 101 });
});

test("an incomplete run says which policy met too many infrastructure errors", () => {
  const overall = aMetrics({ errors: { recording_missing: 20, rate_limit: 90 } });
  const report = aReport({
    comparison: { policies: { prod: aPolicy(), "cheap-first": aPolicy({ overall }) } },
    manifest: { status: "incomplete" },
  });
  expect(runResult(report)).toEqual({
    word: "INCOMPLETE",
    lamp: "red",
    exitCode: 3,
    withheld: "infrastructure errors on 10.0% of cheap-first's records, at most 5.0% is allowed",
  });
});

test("an interrupted run never reads as promoted", () => {
  expect(runResult(aReport({ manifest: { status: "interrupted" } }))).toMatchObject({
    word: "INTERRUPTED",
    exitCode: 130,
  });
});

test("a refused key makes a run incomplete whatever share of the records it broke", () => {
  const refused = [{ variable: "OPENAI_API_KEY", routes: ["large"] }];
  const manifest = { status: "incomplete", refused_keys: refused } as const;
  expect(runResult(aReport({ manifest }))).toMatchObject({
    exitCode: 3,
    withheld: "the key in OPENAI_API_KEY was refused (route large)",
  });
});
