import { expect, test } from "vitest";
import {
  costPerAccepted,
  pairedCostDifference,
  pairedCostRatio,
  pairedCostRatioP,
} from "../../../src/stats/cost-per-accepted.ts";
import { studentQuantile } from "../../../src/stats/student.ts";

const column = (...values: readonly number[]) => Float64Array.from(values);
const arm = (costs: readonly number[], accepted: readonly number[]) => ({
  costs: column(...costs),
  accepted: column(...accepted),
});
const alternating = (n: number, even: number, odd: number) =>
  Array.from({ length: n }, (_, index) => (index % 2 === 0 ? even : odd));

test("the ratio and its error are those published for the cities of 1920 and 1930", () => {
  // Davison and Hinkley (1997), Bootstrap Methods, section 2.1; their variance divides by n^2.
  const in1930 = column(143, 104, 69, 260, 75, 63, 50, 48, 111, 50);
  const in1920 = column(138, 93, 61, 179, 48, 37, 29, 23, 30, 2);
  const { estimate, logStandardError } = costPerAccepted(in1930, in1920, 0.025);
  expect(estimate).toBeCloseTo(1.5203125, 12);
  expect((logStandardError! * estimate!) ** 2 * 0.9).toBeCloseTo(0.0324877, 7);
});

test("a small case is what the formula gives by hand", () => {
  // Means 2 and 3/4, so u = 0.5 - 4/3, 0.5 - 4/3, 1 - 4/3, 2 - 0: squares 0.694444 twice, 1/9, 4.
  const { estimate, lower, upper, fiellerG, logStandardError } = costPerAccepted(
    column(1, 1, 2, 4),
    column(1, 1, 1, 0),
    0.05,
  );
  const error = Math.sqrt((2 * (5 / 6) ** 2 + 1 / 9 + 4) / 12);
  const t = studentQuantile(0.95, 3);
  expect(estimate).toBeCloseTo(8 / 3, 14);
  expect(logStandardError).toBeCloseTo(error, 14);
  expect(lower).toBeCloseTo((8 / 3) * Math.exp(-t * error), 12);
  // The variance of the accepted mean is 1/4 / 4 = 1/16; g = t^2 / 16 / (9/16).
  expect(fiellerG).toBeCloseTo((t * t) / 9, 12);
  expect(upper).toBeCloseTo((8 / 3) * Math.exp(t * error), 10);
});

test("too few accepted outcomes leave no upper bound", () => {
  const accepted = new Float64Array(100).fill(1, 0, 3);
  const three = costPerAccepted(new Float64Array(100).fill(0.01), accepted, 0.025);
  expect(three.fiellerG).toBeGreaterThan(1);
  expect(three).toMatchObject({ upper: null, reason: "too_few_accepted_for_bound" });
  expect(three.lower).toBeGreaterThan(0);
});

test("nothing accepted has no estimate, a lower bound, and a reason", () => {
  const nothing = costPerAccepted(new Float64Array(50).fill(0.02), new Float64Array(50), 0.05);
  expect(nothing).toMatchObject({ estimate: null, upper: null, reason: "no_accepted_outcomes" });
  expect(nothing.lower).toBeCloseTo(0.02 / (1 - 0.05 ** (1 / 50)), 12);
  expect(costPerAccepted(column(0.02), column(0), 0.05).lower).toBeCloseTo(0.02 / 0.95, 12);
});

test("nothing accepted in clusters counts a cluster as accepting all it could", () => {
  const [costs, accepted] = [new Float64Array(10).fill(0.08), new Float64Array(10)];
  const clusters = costPerAccepted(costs, accepted, 0.05, 4);
  expect(clusters.lower).toBeCloseTo(0.02 / (1 - 0.05 ** (1 / 10)), 12);
});

test("without units, or with one, there are no bounds", () => {
  expect(costPerAccepted(column(), column(), 0.05)).toMatchObject({
    estimate: null,
    reason: "no_data",
  });
  expect(costPerAccepted(column(4), column(2), 0.05)).toEqual({
    estimate: 2,
    lower: null,
    upper: null,
    reason: "fewer_than_two_units",
    fiellerG: null,
    logStandardError: null,
  });
});

test("what costs nothing costs nothing per accepted outcome, and says that nothing varied", () => {
  const free = costPerAccepted(new Float64Array(40), column(...alternating(40, 1, 0)), 0.05);
  expect(free).toMatchObject({ estimate: 0, lower: 0, upper: 0, reason: "no_variation" });
});

const baseline = arm(alternating(40, 2, 4), alternating(40, 1, 0));

test("an arm against itself has the ratio 1 and the difference 0, without error", () => {
  expect(pairedCostRatio(baseline, baseline, 0.05)).toEqual({
    estimate: 1,
    lower: 1,
    upper: 1,
    reason: "no_variation",
    logStandardError: 0,
    degreesOfFreedom: 39,
  });
  const { estimate, lower, upper, standardError } = pairedCostDifference(baseline, baseline, 0.05);
  expect([estimate, lower, upper, standardError]).toEqual([0, 0, 0, 0]);
});

test("an arm at half the price of each record has exactly half the cost", () => {
  const half = { ...baseline, costs: baseline.costs.map((cost) => cost / 2) };
  expect(pairedCostRatio(baseline, half, 0.05)).toMatchObject({
    estimate: 0.5,
    lower: 0.5,
    upper: 0.5,
  });
});

test("a paired comparison takes the error of the differences, unit by unit", () => {
  // Costs 2 and 2 against 1 and 3, all accepted: R 2 and 2, u = (1 - 2) / 2 and (3 - 2) / 2.
  const level = arm([2, 2], [1, 1]);
  const uneven = arm([1, 3], [1, 1]);
  const ratio = pairedCostRatio(level, uneven, 0.05);
  expect(ratio).toMatchObject({ estimate: 1, logStandardError: 0.5, degreesOfFreedom: 1 });
  expect(ratio.upper).toBeCloseTo(Math.exp(0.5 * studentQuantile(0.95, 1)), 10);
  const difference = pairedCostDifference(level, uneven, 0.05);
  expect(difference).toMatchObject({ estimate: 0, standardError: 1 });
  expect(difference.upper).toBeCloseTo(studentQuantile(0.95, 1), 12);
});

test("a free candidate has the ratio 0; against a free baseline there is none", () => {
  const free = { ...baseline, costs: new Float64Array(40) };
  expect(pairedCostRatio(baseline, free, 0.05)).toMatchObject({
    estimate: 0,
    upper: 0,
    logStandardError: null,
  });
  expect(pairedCostRatioP(0, null, 39, 0.5)).toEqual({ atMost: 1, atLeast: 0 });
  expect(pairedCostRatio(free, baseline, 0.05)).toMatchObject({
    estimate: null,
    lower: null,
    upper: null,
    reason: "zero_baseline_cost",
  });
  expect(pairedCostDifference(free, baseline, 0.05).estimate).toBe(6);
});

test("an arm without any accepted outcome is not compared, and it is said which", () => {
  const none = { ...baseline, accepted: new Float64Array(40) };
  for (const compare of [pairedCostRatio, pairedCostDifference]) {
    expect(compare(baseline, none, 0.05).reason).toBe("no_accepted_outcomes");
    expect(compare(none, baseline, 0.05).reason).toBe("no_accepted_outcomes_in_baseline");
    expect(compare(none, baseline, 0.05).estimate).toBeNull();
    expect(compare(arm([], []), arm([], []), 0.05).reason).toBe("no_data");
    expect(compare(arm([3], [1]), arm([4], [1]), 0.05)).toMatchObject({
      lower: null,
      upper: null,
      reason: "fewer_than_two_units",
      degreesOfFreedom: 0,
    });
  }
});

test("an arm with too few accepted outcomes takes away the bound that it cannot support", () => {
  const weak = { ...baseline, accepted: new Float64Array(40).fill(1, 0, 2) };
  const toWeak = pairedCostRatio(baseline, weak, 0.05);
  expect(toWeak).toMatchObject({ upper: null, reason: "too_few_accepted_for_bound" });
  expect(toWeak.lower).toBeGreaterThan(0);
  const fromWeak = pairedCostDifference(weak, baseline, 0.05);
  expect(fromWeak).toMatchObject({ lower: null, reason: "too_few_accepted_for_bound" });
  expect(fromWeak.upper).not.toBeNull();
});

test("a ratio's bound excludes a threshold exactly when its p-value is at most alpha", () => {
  const candidate = arm(alternating(40, 1.5, 4.5), alternating(40, 1, 1));
  const { estimate, lower, upper, logStandardError, degreesOfFreedom } = pairedCostRatio(
    baseline,
    candidate,
    0.05,
  );
  for (let threshold = 0.3; threshold < 1; threshold += 0.01) {
    const p = pairedCostRatioP(estimate, logStandardError, degreesOfFreedom, threshold);
    expect(lower! > threshold).toBe(p.atMost < 0.05);
    expect(upper! < threshold).toBe(p.atLeast < 0.05);
  }
});

test("an unknown ratio refuses nothing, and a ratio is never below 0", () => {
  expect(pairedCostRatioP(null, null, 39, 0.5)).toEqual({ atMost: 1, atLeast: 1 });
  expect(pairedCostRatioP(0.5, 0.1, 0, 0.4)).toEqual({ atMost: 1, atLeast: 1 });
  expect(pairedCostRatioP(0.5, 0.1, 9, 0)).toEqual({ atMost: 0, atLeast: 1 });
});
