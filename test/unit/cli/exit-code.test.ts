import { expect, test } from "vitest";
import { exitCodeOfError, exitCodeOfVerdicts } from "../../../src/cli/exit-code.ts";
import type { Comparison, VerdictDecision } from "../../../src/core/comparison.ts";
import { HarnessError } from "../../../src/core/harness-error.ts";

/** Only what the exit code looks at. */
function decided(...decisions: readonly VerdictDecision[]): Comparison {
  const comparisons = decisions.map((decision) => ({ verdict: { decision, reasons: [] } }));
  return { comparisons } as unknown as Comparison;
}

test("one candidate's verdict is the exit code", () => {
  expect(exitCodeOfVerdicts(decided("promote"))).toBe(0);
  expect(exitCodeOfVerdicts(decided("reject"))).toBe(100);
  expect(exitCodeOfVerdicts(decided("inconclusive"))).toBe(101);
});

test("of several, one that may be promoted is enough, else an open one, else reject", () => {
  expect(exitCodeOfVerdicts(decided("reject", "inconclusive", "promote"))).toBe(0);
  expect(exitCodeOfVerdicts(decided("reject", "inconclusive"))).toBe(101);
  expect(exitCodeOfVerdicts(decided("reject", "reject"))).toBe(100);
});

test("without any candidate there is no promotion", () => {
  expect(exitCodeOfVerdicts(decided())).toBe(101);
});

test("our errors have their codes, anything else is a bug", () => {
  const codes = (["invalid-input", "incomplete", "storage", "bug"] as const).map((code) =>
    exitCodeOfError(new HarnessError(code, "x")),
  );
  expect(codes).toEqual([2, 3, 5, 1]);
  expect(exitCodeOfError(new TypeError("x"))).toBe(1);
});
