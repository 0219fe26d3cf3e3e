import { expect, test } from "vitest";
import { segmentDifferences } from "../../../src/reports/segment-differences.ts";
import { aMetrics, anEstimate, aPolicy, noEstimate } from "./a-run-report.ts";

function withRates(rates: Readonly<Record<string, readonly [number | null, number]>>) {
  const entries = Object.entries(rates).map(([value, [rate, n]]) => [
    value,
    aMetrics({
      acceptance_rate: rate === null ? noEstimate("no_data") : anEstimate({ value: rate, n }),
    }),
  ]);
  return aPolicy({ segments: { lang: Object.fromEntries(entries) } });
}

test("the largest loss comes first, small segments after all others", () => {
  const baseline = withRates({ de: [0.8, 50], en: [0.8, 500], tiny: [1, 2], only: [1, 60] });
  const candidate = withRates({ de: [0.7, 50], en: [0.75, 500], tiny: [0, 2] });
  const found = segmentDifferences(baseline, candidate);
  expect(found.map(({ value, isSmall }) => [value, isSmall])).toEqual([
    ["de", false],
    ["en", false],
    ["tiny", true],
  ]);
  expect(found[0]?.acceptanceDifference).toBeCloseTo(-0.1, 12);
});

test("a segment without a rate has no difference and comes last of its size", () => {
  const found = segmentDifferences(
    withRates({ a: [null, 0], b: [0.5, 2] }),
    withRates({ a: [0.5, 2], b: [0.6, 2] }),
  );
  expect(found.map(({ value, acceptanceDifference }) => [value, acceptanceDifference])).toEqual([
    ["b", 0.09999999999999998],
    ["a", undefined],
  ]);
});

test("a tag value named like an object's own machinery is only a name", () => {
  const baseline = withRates(
    Object.fromEntries(["__proto__", "constructor"].map((name) => [name, [0.5, 40]])),
  );
  expect(segmentDifferences(baseline, withRates({}))).toEqual([]);
});
