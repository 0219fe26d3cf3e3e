import { expect, test } from "vitest";
import type { ReferenceMetrics } from "../../../src/core/metrics.ts";
import { frontierOf, frontierPoints, placedPoints } from "../../../src/reports/frontier-points.ts";
import { anEstimate, aPolicy, aMetrics, aReport, noEstimate } from "./a-run-report.ts";

function reference(usd: number | null, share: number): ReferenceMetrics {
  const { cost, ...metrics } = aMetrics();
  return {
    ...metrics,
    acceptance_rate: anEstimate({ value: share }),
    cost: {
      ...cost,
      per_accepted_usd: usd === null ? noEstimate("none_accepted") : anEstimate({ value: usd }),
    },
  };
}

/** The baseline at 0.0125 and 80 %, the candidate at 0.0028 and 79 %. */
function points(references: Readonly<Record<string, ReferenceMetrics>>, oracle?: ReferenceMetrics) {
  return frontierPoints(
    aReport({
      comparison: { references: { single_routes: references, ...(oracle && { oracle }) } },
    }),
  );
}

const dominators = (found: ReturnType<typeof points>) =>
  Object.fromEntries(placedPoints(found).map(({ label, dominatedBy }) => [label, dominatedBy]));

test("every way to route is a point, with the place where its figures stand", () => {
  const found = points({ strong: reference(0.02, 0.7) }, reference(0.001, 0.95));
  expect(found.map(({ kind, label, arm }) => [kind, label, arm])).toEqual([
    ["policy", "prod", 0],
    ["policy", "cheap-first", 1],
    ["route", "only strong", undefined],
    ["oracle", "oracle", undefined],
  ]);
  expect(found[2]?.cost.path).toBe(
    "comparison.json#/references/single_routes/strong/cost/per_accepted_usd",
  );
});

test("dominated is what another equals or beats in both and beats in one; never by the oracle", () => {
  const oracle = reference(0.001, 0.95);
  expect(dominators(points({ strong: reference(0.02, 0.8) }, oracle))).toEqual({
    prod: undefined,
    "cheap-first": undefined,
    // As much is accepted as under prod, for more.
    "only strong": "prod",
    oracle: undefined,
  });
  // Cheaper and better than both.
  expect(dominators(points({ best: reference(0.002, 0.81) }))).toEqual({
    prod: "only best",
    "cheap-first": "only best",
    "only best": undefined,
  });
});

test("equal points do not dominate each other, nor do those that differ in the last digit", () => {
  const found = dominators(points({ strong: reference(0.0125 + 1e-18, 0.8 - 1e-16) }));
  expect(found["prod"]).toBeUndefined();
  expect(found["only strong"]).toBeUndefined();
});

test("the line goes over what is not dominated, the cheapest first, without the oracle", () => {
  const found = points(
    { strong: reference(0.02, 0.9), weak: reference(0.02, 0.5) },
    reference(0, 1),
  );
  expect(frontierOf(placedPoints(found)).map(({ label }) => label)).toEqual([
    "cheap-first",
    "prod",
    "only strong",
  ]);
});

test("what has no cost per accepted outcome has no place", () => {
  const found = points({ broken: reference(null, 0) });
  expect(found.map(({ label }) => label)).toContain("only broken");
  expect(placedPoints(found).map(({ label }) => label)).not.toContain("only broken");
});

test("names of data are names, whatever they are", () => {
  const report = aReport({
    comparison: {
      baseline: "__proto__",
      policies: Object.fromEntries([
        ["__proto__", aPolicy()],
        ["cheap-first", aPolicy()],
      ]),
    },
  });
  expect(frontierPoints(report)[0]?.label).toBe("__proto__");
});
