import { expect, test } from "vitest";
import { decideBound } from "../../../src/stats/decide-bound.ts";

const between = (lower: number | null, upper: number | null) => ({ estimate: 0.5, lower, upper });

test.each([
  ["min", 0.5, 0.6, "pass"],
  ["min", 0.4, 0.5, "inconclusive"],
  ["min", 0.4, 0.49, "fail"],
  ["max", 0.4, 0.5, "pass"],
  ["max", 0.5, 0.6, "inconclusive"],
  ["max", 0.51, 0.6, "fail"],
] as const)("%s 0.5 between %d and %d is: %s", (kind, lower, upper, decision) => {
  expect(decideBound(kind, between(lower, upper), 0.5)).toBe(decision);
});

test("a missing bound never passes", () => {
  expect(decideBound("min", between(null, 0.6), 0.5)).toBe("inconclusive");
  expect(decideBound("max", between(0.4, null), 0.5)).toBe("inconclusive");
});

test("one bound is enough to fail", () => {
  expect(decideBound("min", between(null, 0.4), 0.5)).toBe("fail");
  expect(decideBound("max", between(0.6, null), 0.5)).toBe("fail");
});

test("without an estimate nothing passes, but a bound may still fail", () => {
  const bounded = { estimate: null, lower: 0.6, upper: 0.7, reason: "no_accepted_outcomes" };
  expect(decideBound("min", bounded, 0.5)).toBe("inconclusive");
  expect(decideBound("max", bounded, 0.5)).toBe("fail");
  expect(decideBound("max", bounded, 0.8)).toBe("inconclusive");
});
