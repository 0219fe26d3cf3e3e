import { expect, test } from "vitest";
import type { GateResult } from "../../../../src/core/comparison.ts";
import { armsOf } from "../../../../src/reports/arms.ts";
import { latencyLimits } from "../../../../src/reports/charts/latency-limits.ts";
import { aGate, aReport, failedGate } from "../a-run-report.ts";

const limits = (gates: readonly GateResult[], kind: "complete" | "first_token" = "complete") =>
  latencyLimits(kind, armsOf(aReport({ pair: { gates } })));

test("a limit against the baseline stands where the baseline's latency puts it", () => {
  // The baseline's p95 of 1,820 ms, times 1.1, and 100 ms more.
  expect(limits([failedGate])).toEqual([
    { ms: 1820 * 1.1, text: "p95 at most ×1.1 of the baseline: 2,002 ms" },
  ]);
  expect(limits([{ ...failedGate, bound: "max_rise", threshold: 100 }])).toEqual([
    { ms: 1920, text: "p95 at most 100 ms higher than the baseline: 1,920 ms" },
  ]);
});

test("a limit of the policy itself stands as it is written", () => {
  const own = aGate({ metric: "p95_first_token_ms", bound: "max", threshold: 1200 });
  expect(limits([own])).toEqual([]);
  expect(limits([own], "first_token")).toEqual([{ ms: 1200, text: "p95 at most 1,200 ms" }]);
  expect(limits([{ ...own, asked_by: "latency" }], "first_token")).toEqual([
    { ms: 1200, text: "at most 5% longer than 1,200 ms" },
  ]);
});

test("what speaks of a part of the records, or has no baseline, has no line", () => {
  expect(limits([{ ...failedGate, scope: "intent=refund" }])).toEqual([]);
  expect(limits([{ ...failedGate, baseline: null }])).toEqual([]);
  expect(limits([aGate()])).toEqual([]);
});

test("the same limit of two gates is one line", () => {
  expect(limits([failedGate, { ...failedGate, id: "again" }])).toHaveLength(1);
});
