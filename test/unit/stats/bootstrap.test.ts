import { expect, test } from "vitest";
import { bcaInterval } from "../../../src/stats/bca.ts";
import { bootstrapError, percentileInterval } from "../../../src/stats/bootstrap-interval.ts";
import { everyResample, replicatesOf, seededResamples } from "../../../src/stats/resamples.ts";
import { resampledRatio } from "../../../src/stats/resampled-ratio.ts";

test("every resample of three units comes once", () => {
  const seen = Array.from(everyResample(3), (drawn) => drawn.join(""));
  expect(seen).toHaveLength(27);
  expect(new Set(seen).size).toBe(27);
  expect([seen[0], seen[1], seen[26]]).toEqual(["000", "001", "222"]);
  expect([...everyResample(0)]).toHaveLength(1);
});

test("a seed draws the same resamples again, and another seed others", () => {
  const draws = (seed: number) => Array.from(seededResamples(50, 4, seed), (drawn) => [...drawn]);
  expect(draws(7)).toEqual(draws(7));
  expect(draws(7)).not.toEqual(draws(8));
  expect(draws(2 ** 40 + 7)).not.toEqual(draws(7));
  expect(
    draws(7)
      .flat()
      .every((place) => place >= 0 && place < 50),
  ).toBe(true);
});

test("units are drawn evenly", () => {
  const counts = new Float64Array(10);
  for (const drawn of seededResamples(10, 10_000, 3))
    for (const place of drawn) counts[place]! += 1;
  // 100,000 draws: each count has a standard deviation of sqrt(100000 * 0.09) = 95.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * 95);
});

test("all resamples of a mean have its exact variance, the population's over n", () => {
  const values = Float64Array.of(1, 2, 4, 9);
  const units = { costs: values, accepted: new Float64Array(4).fill(1) };
  const replicates = replicatesOf(everyResample(4), (drawn) => resampledRatio(units, drawn));
  // Mean 4, squares 9 + 4 + 0 + 25 = 38: variance 38 / 4 over n = 4.
  expect(bootstrapError(replicates, "all")).toBeCloseTo(Math.sqrt(38 / 16), 12);
});

// 24 resamples of the mean of 2, 3, 5, 7, 11, 13, 4 and 20, in eighths.
const eighths = [
  59, 57, 50, 68, 70, 86, 63, 54, 64, 40, 39, 68, 45, 95, 66, 94, 75, 31, 62, 73, 74, 83, 65, 86,
];
const values = [2, 3, 5, 7, 11, 13, 4, 20];
const total = 65;
const leftOneOut = Float64Array.from(values, (value) => (total - value) / 7);
const replicates = Float64Array.from(eighths, (value) => value / 8);

test("BCa's levels and bounds are scipy's", () => {
  // scipy 1.17.1: _resampling._bca_interval at alpha 0.05 a side, endpoints by numpy.quantile
  const found = bcaInterval(total / 8, replicates, leftOneOut, 0.05);
  expect(found.lowerLevel).toBeCloseTo(0.05353865901397297, 12);
  expect(found.upperLevel).toBeCloseTo(0.9539552542852854, 12);
  expect(found.acceleration).toBeCloseTo(0.05210344328013448, 12);
  expect(found.lower).toBeCloseTo(4.903923644665173, 11);
  expect(found.upper).toBeCloseTo(11.690970848561562, 11);
});

test("an estimate beyond all replicates cannot be corrected for bias", () => {
  const found = bcaInterval(100, replicates, leftOneOut, 0.05);
  expect(found).toMatchObject({ lower: null, upper: null, reason: "estimate_beyond_replicates" });
});

test("a ratio that one unit carries alone is not corrected", () => {
  const alone = Float64Array.of(1, 2, Infinity);
  const found = bcaInterval(8, replicates, alone, 0.05);
  expect(found).toMatchObject({ lower: null, upper: null, reason: "one_unit_carries_estimate" });
});

test("values that do not vary have their estimate for bounds", () => {
  const found = bcaInterval(3, new Float64Array(20).fill(3), new Float64Array(5).fill(3), 0.05);
  expect(found).toMatchObject({ lower: 3, upper: 3, biasCorrection: 0, acceleration: 0 });
});

test("infinite replicates stay where they sort, and take the bound that falls among them", () => {
  const few = Float64Array.from({ length: 100 }, (_, index) => (index > 97 ? Infinity : index));
  expect(percentileInterval(50, few, 0.05)).toEqual({ estimate: 50, lower: 4, upper: 95 });
  expect(percentileInterval(50, few, 0.01)).toEqual({
    estimate: 50,
    lower: 0,
    upper: null,
    reason: "unbounded_replicates",
  });
  const none = percentileInterval(1, new Float64Array(0), 0.05);
  expect(none).toMatchObject({ lower: null, reason: "no_replicates" });
});
