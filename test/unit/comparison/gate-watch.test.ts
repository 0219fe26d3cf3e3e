import { expect, test } from "vitest";
import { watchGate } from "../../../src/comparison/gate-watch.ts";
import { rates } from "../../../src/comparison/rate.ts";
import type { WatchedGate } from "../../../src/comparison/watched-gates.ts";
import { watchedGates } from "../../../src/comparison/watched-gates.ts";
import { unitInterval } from "../../../src/core/seed.ts";
import { aPolicy } from "./a-policy.ts";

const LEVEL = 0.025;
const RUNS = 2_000;
const RECORDS = 300;

function aGate(bound: WatchedGate["bound"], threshold: number): WatchedGate {
  return {
    id: `acceptance_rate ${bound} ${threshold}`,
    metric: "acceptance_rate",
    rate: rates.acceptance_rate,
    bound,
    threshold,
    segment: undefined,
    route: undefined,
  };
}

/** How many of the runs were ever rejected. */
function rejected(
  gate: WatchedGate,
  outcomesOf: (draw: number) => readonly [before: boolean, after: boolean],
): number {
  let count = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const watch = watchGate(gate, LEVEL);
    for (let record = 0; record < RECORDS; record += 1) {
      if (!watch.step(...outcomesOf(unitInterval(`${gate.id}/${run}/${record}`)))) continue;
      count += 1;
      break;
    }
  }
  return count;
}

/** The level, and three standard errors of a simulation of it. */
const most = RUNS * LEVEL + 3 * Math.sqrt(RUNS * LEVEL * (1 - LEVEL));

test.each([
  ["a floor", aGate("min", 0.9), (draw: number) => [true, draw < 0.9] as const],
  ["a ceiling", aGate("max", 0.1), (draw: number) => [true, draw < 0.1] as const],
  [
    "a drop",
    aGate("max_drop", 0.05),
    // One in ten is lost and one in twenty won: a drop of exactly 0.05.
    (draw: number) => [draw < 0.5, draw < 0.5 ? draw >= 0.1 : draw >= 0.95] as const,
  ],
  [
    "a rise",
    aGate("max_rise", 0.05),
    (draw: number) => [draw < 0.5 ? draw >= 0.1 : draw >= 0.95, draw < 0.5] as const,
  ],
])(
  "who just meets %s is rejected no more often than its level, over 2000 runs looked at 300 times",
  (_what, gate, outcomesOf) => {
    expect(rejected(gate, outcomesOf)).toBeLessThanOrEqual(most);
  },
);

test("who is far from it is rejected nearly always", () => {
  expect(rejected(aGate("min", 0.9), (draw) => [true, draw < 0.7])).toBeGreaterThan(0.99 * RUNS);
  expect(rejected(aGate("max_drop", 0.05), (draw) => [true, draw < 0.6])).toBeGreaterThan(
    0.99 * RUNS,
  );
});

test("what it says holds the figures of the moment", () => {
  const watch = watchGate(aGate("min", 0.95), LEVEL);
  const steps = Array.from({ length: 40 }, (_, index) => watch.step(true, index % 2 === 0));
  const at = steps.indexOf(true) + 1;
  const again = watchGate(aGate("min", 0.95), LEVEL);
  for (let index = 0; index < at; index += 1) again.step(true, index % 2 === 0);
  const { observed, because, at_records: records } = again.rejectedAt(at + 3);
  expect(observed.n).toBe(at);
  expect(observed.upper).toBeLessThan(0.95);
  expect(records).toBe(at + 3);
  expect(because).toContain(`${at} of ${at + 3} records`);
  expect(because).toMatch(/at most 0\.\d+ however often one looks \(limit 0\.95\)$/);
});

test("gates on rates are watched, by the names they have in the file; others are not", () => {
  const gate = { segment: undefined, route: undefined, provider: undefined };
  const policy = aPolicy({
    acceptance: {
      minEvalPassRate: 0.95,
      maxSchemaErrorRate: undefined,
      maxUnreviewedFallbackRate: 0,
      minAccuracy: 0.5,
      maxCostPerAcceptedNanoUsd: 5,
      minEvidenceCompleteRate: 1,
    },
    promotion: {
      confidence: 0.95,
      decideOn: "bound",
      gates: [
        { ...gate, metric: "acceptance_rate", bound: "max_drop", threshold: 0.02 },
        { ...gate, metric: "acceptance_rate", bound: "max_drop", threshold: 0.02 },
        { ...gate, metric: "acceptance_rate", bound: "min_ratio", threshold: 0.9 },
        { ...gate, metric: "p95_complete_ms", bound: "max_ratio", threshold: 1.1 },
        { ...gate, metric: "coverage", bound: "min", threshold: 0.9 },
      ],
    },
  });
  expect(watchedGates(policy).map(({ id }) => id)).toEqual([
    "acceptance_rate max_drop 0.02",
    "acceptance_rate max_drop 0.02 (2)",
    "acceptance_tests.min_eval_pass_rate 0.95",
    "acceptance_tests.max_unreviewed_fallback_rate 0",
  ]);
});
