import { expect, test } from "vitest";
import { fiellerSet } from "../../../src/stats/fieller.ts";
import { ratioDelta, ratioJackknife } from "../../../src/stats/ratio-delta.ts";

const costs = Float64Array.of(0.0021, 0.0034, 0.0019, 0.0152, 0.0028, 0.004);
const accepted = Float64Array.of(1, 1, 0, 1, 1, 1);

test("Fieller's bounds are where the mean residual is Student's quantile of its errors from 0", () => {
  // scipy 1.17.1: brentq on mean(c - r a) / sem(c - r a) = -+t(0.95, 5)
  const { estimate, lower, upper, kind } = fiellerSet({ costs, accepted }, 0.05);
  expect(estimate).toBeCloseTo(0.00588, 12);
  expect(lower).toBeCloseTo(0.0009338305675434304, 12);
  expect(upper).toBeCloseTo(0.011710404689499632, 12);
  expect(kind).toBe("bounded");
});

test("the plain delta interval lies as far above the ratio as below", () => {
  const { standardError, lower, upper } = ratioDelta({ costs, accepted }, 0.05);
  expect(standardError).toBeCloseTo(0.0024390030750288116, 14);
  expect(lower).toBeCloseTo(0.0009652908211089514, 12);
  expect(upper).toBeCloseTo(0.010794709178891047, 12);
});

test("without accepted outcomes, or with one unit, there are no bounds and a reason", () => {
  const none = { costs, accepted: new Float64Array(6) };
  const one = { costs: Float64Array.of(2), accepted: Float64Array.of(1) };
  const nothing = { costs: new Float64Array(0), accepted: new Float64Array(0) };
  for (const method of [fiellerSet, ratioDelta]) {
    expect(method(none, 0.05)).toMatchObject({ estimate: null, reason: "no_accepted_outcomes" });
    expect(method(one, 0.05)).toMatchObject({ estimate: 2, reason: "fewer_than_two_units" });
    expect(method(nothing, 0.05)).toMatchObject({ estimate: null, reason: "no_data" });
  }
});

test("where not even a cost of 0 can be refused, Fieller's set has no bound on either side", () => {
  const spread = { costs: Float64Array.of(0, 0, 90), accepted: Float64Array.of(0, 1, 0) };
  expect(fiellerSet(spread, 0.05)).toEqual({
    estimate: 90,
    lower: null,
    upper: null,
    reason: "too_few_accepted_for_bound",
    kind: "unbounded",
  });
});

test("where the arms of the quadratic fall flat, the set still has its lower bound", () => {
  // t(1 - alpha, 1) = 1 at alpha = 1/4, and with accepted 0 and 1 the mean is 1 error from 0.
  const flat = fiellerSet({ costs: Float64Array.of(1, 1), accepted: Float64Array.of(0, 1) }, 0.25);
  expect(flat).toMatchObject({ estimate: 2, upper: null, kind: "unbounded_above" });
  // c / -b = 1 / 1
  expect(flat.lower).toBeCloseTo(1, 9);
});

test("a ratio that one unit carries alone has no jackknife", () => {
  const lone = { costs: Float64Array.of(1, 2, 3), accepted: Float64Array.of(0, 1, 0) };
  expect(ratioJackknife(lone)).toBeNull();
});
