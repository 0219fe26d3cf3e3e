import fc from "fast-check";
import { expect, test } from "vitest";
import { clusterMoments, tallyClusters } from "../../../src/stats/clusters.ts";
import { postStratifiedMean } from "../../../src/stats/post-stratified-mean.ts";
import { stratifiedMean } from "../../../src/stats/stratified-mean.ts";

test("a golden set that holds too many hard cases, in the mix of production", () => {
  // The published example: 0.7 * 0.9 + 0.3 * 0.5 = 0.78, standard error 0.0900793.
  const easy = [1, 1, 1, 0, 1, 1, 1, 1, 1, 1];
  const hard = [0, 1, 0, 1, 1, 0, 0, 1];
  const found = postStratifiedMean(
    {
      values: Float64Array.from([...easy, ...hard]),
      stratumOf: [...easy.map(() => 0), ...hard.map(() => 1)],
      weights: [0.7, 0.3],
      clusterOf: undefined,
      clusterCount: 18,
    },
    0.025,
  );
  expect(found.estimate).toBeCloseTo(0.78, 12);
  expect(found.standardError).toBeCloseTo(0.0900793301167683, 12);
});

test("without clusters it is the stratified mean, whatever the strata", () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 2,
    maxLength: 9,
  });
  const strata = fc.array(fc.tuple(values, fc.double({ min: 0, max: 5, noNaN: true })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(strata, (drawn) => {
      fc.pre(drawn.some(([, weight]) => weight > 0.01));
      const data = {
        values: Float64Array.from(drawn.flatMap(([list]) => list)),
        stratumOf: drawn.flatMap(([list], index) => list.map(() => index)),
        weights: drawn.map(([, weight]) => weight),
        clusterOf: undefined,
        clusterCount: 0,
      };
      const expected = stratifiedMean(
        drawn.map(([list, weight]) => ({ weight, values: Float64Array.from(list) })),
        0.05,
      );
      const found = postStratifiedMean(data, 0.05);
      expect(found.estimate).toBeCloseTo(expected.estimate!, 9);
      expect(found.standardError).toBeCloseTo(expected.standardError!, 9);
      expect(found.degreesOfFreedom).toBe(expected.degreesOfFreedom);
    }),
    { seed: 20_261_126, numRuns: 200 },
  );
});

test("of one stratum with clusters it is the cluster-robust mean", () => {
  const values = Float64Array.from([1, 1, 0, 0, 1, 0, 1, 1, 1, 0]);
  const clusterOf = Int32Array.from([0, 0, 1, 1, 2, 2, 3, 3, 3, 4]);
  const found = postStratifiedMean(
    { values, stratumOf: values.map(() => 0), weights: [1], clusterOf, clusterCount: 5 },
    0.025,
  );
  const { mean, variance } = clusterMoments(tallyClusters(values, clusterOf, 5));
  expect(found.estimate).toBeCloseTo(mean, 12);
  expect(found.standardError).toBeCloseTo(Math.sqrt(variance), 12);
  expect(found.degreesOfFreedom).toBe(4);
});

test("a stratum of the population without a value, or with one, has no error to tell", () => {
  const data = { clusterOf: undefined, clusterCount: 0, weights: [0.5, 0.5] };
  const values = Float64Array.from([1, 0, 1]);
  expect(postStratifiedMean({ ...data, values, stratumOf: [0, 0, 0] }, 0.025)).toMatchObject({
    estimate: null,
    reason: "empty_stratum",
  });
  expect(postStratifiedMean({ ...data, values, stratumOf: [0, 0, 1] }, 0.025)).toMatchObject({
    estimate: 0.75,
    lower: null,
    reason: "fewer_than_two_in_stratum",
  });
});
