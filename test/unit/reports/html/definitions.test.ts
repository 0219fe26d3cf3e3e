import { expect, test } from "vitest";
import { metricNames } from "../../../../src/core/metric-names.ts";
import { definitions } from "../../../../src/reports/html/definitions.ts";
import { renderHtml } from "../../../../src/reports/html/report-page.ts";
import { aReport } from "../a-run-report.ts";

test("every metric that a gate may name is defined, with an anchor of its own on every page", () => {
  expect(metricNames.filter((metric) => !Object.hasOwn(definitions, metric))).toEqual([]);
  const page = renderHtml(aReport());
  for (const metric of [...metricNames, "grader"]) {
    expect(page).toContain(`<dt id="d-${metric.replaceAll("_", "-")}">`);
  }
});

test("a definition says what is counted, in what unit, of what, and how its interval is made", () => {
  for (const definition of Object.values(definitions)) {
    expect(Object.values(definition).every((text) => text.length > 3)).toBe(true);
  }
});
