import { expect, test } from "vitest";
import { renderJson } from "../../../src/reports/json.ts";
import { aMetrics, aPolicy, aReport } from "./a-run-report.ts";

test("comparison.json is the comparison, indented by two and ended by a newline", () => {
  const report = aReport();
  const text = renderJson(report);
  expect(JSON.parse(text)).toEqual(report.comparison);
  expect(text.startsWith('{\n  "schema_version": 1,\n  "dataset": {\n    "name"')).toBe(true);
  expect(text.endsWith("\n}\n")).toBe(true);
});

test("a number that is not finite is refused, not written as null", () => {
  const overall = aMetrics({ coverage: Number.NaN });
  const report = aReport({
    comparison: { policies: { prod: aPolicy({ overall }), "cheap-first": aPolicy() } },
  });
  expect(() => renderJson(report)).toThrow('"coverage" is NaN');
});
