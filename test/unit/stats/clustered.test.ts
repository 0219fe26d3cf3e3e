import { sampleVariance } from "simple-statistics";
import { expect, test } from "vitest";
import { clopperPearsonInterval } from "../../../src/stats/clopper-pearson.ts";
import { clusteredMean } from "../../../src/stats/clustered-mean.ts";
import {
  ClusterRoom,
  clusterMoments,
  tallyClusters,
  uncorrectedVariance,
} from "../../../src/stats/clusters.ts";
import { kornGraubardInterval } from "../../../src/stats/korn-graubard.ts";
import { studentQuantile } from "../../../src/stats/student.ts";

const column = (...values: readonly number[]) => Float64Array.from(values);
const numbered = (...clusters: readonly number[]) => Int32Array.from(clusters);

test("values are summed and counted by cluster", () => {
  const { sums, sizes } = tallyClusters(column(1, 2, 3, 4), numbered(2, 0, 2, 2), 3);
  expect([...sums]).toEqual([2, 0, 8]);
  expect([...(sizes ?? [])]).toEqual([1, 0, 3]);
});

test("a room gives zeros, in the same memory until it is let go", () => {
  const room = new ClusterRoom();
  const first = room.take(0, 3).fill(7);
  expect(room.take(0, 2).buffer).toBe(first.buffer);
  expect([...room.take(0, 3)]).toEqual([0, 0, 0]);
  room.free();
  const next = room.take(0, 3);
  expect(next.buffer).not.toBe(first.buffer);
  expect([...next]).toEqual([0, 0, 0]);
});

test("without clusters each value stands alone", () => {
  const { sums, sizes } = tallyClusters(column(5, 7), undefined, 0);
  expect([...sums]).toEqual([5, 7]);
  expect(sizes).toBeUndefined();
});

test("the mean of values that stand alone has the textbook's standard error", () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  const result = clusteredMean(tallyClusters(column(...values), undefined, 0), 0.025);
  const error = Math.sqrt(sampleVariance(values) / 8);
  expect(result.estimate).toBeCloseTo(31 / 8, 14);
  expect(result.standardError).toBeCloseTo(error, 14);
  expect(result.lower).toBeCloseTo(31 / 8 - 2.364624 * error, 5);
  expect(result.upper).toBeCloseTo(31 / 8 + 2.364624 * error, 5);
});

test("a clustered mean adds up residuals within clusters before it squares them", () => {
  // Mean 2; residuals -1, -1 | 1, 1 | 0, 0; sums -2, 2, 0; 3/2 (4 + 4 + 0) / 36 = 1/3.
  const tallies = tallyClusters(column(1, 1, 3, 3, 2, 2), numbered(0, 0, 1, 1, 2, 2), 3);
  const result = clusteredMean(tallies, 0.05);
  expect(result).toMatchObject({ estimate: 2, clusters: 3 });
  expect(result.standardError).toBeCloseTo(Math.sqrt(1 / 3), 14);
  // The same without 3/2 for few clusters.
  expect(uncorrectedVariance(clusterMoments(tallies))).toBeCloseTo(2 / 9, 14);
  expect(result.upper).toBeCloseTo(2 + 2.919986 * Math.sqrt(1 / 3), 5);
});

test("clusters without a value do not count", () => {
  const packed = tallyClusters(column(1, 1, 3, 2), numbered(0, 0, 1, 2), 3);
  const sparse = tallyClusters(column(1, 1, 3, 2), numbered(1, 1, 4, 7), 9);
  expect(clusteredMean(sparse, 0.05)).toEqual(clusteredMean(packed, 0.05));
});

test("one cluster has a mean and no bounds", () => {
  expect(clusteredMean(tallyClusters(column(1, 0, 1), numbered(0, 0, 0), 1), 0.05)).toEqual({
    estimate: 2 / 3,
    lower: null,
    upper: null,
    reason: "fewer_than_two_clusters",
    standardError: null,
    clusters: 1,
  });
});

test("no values have no mean", () => {
  const result = clusteredMean(tallyClusters(column(), undefined, 0), 0.05);
  expect(result).toMatchObject({ estimate: null, lower: null, reason: "no_data" });
});

test("where nothing varies the bounds are the mean, and it says so", () => {
  const result = clusteredMean(tallyClusters(new Float64Array(100), undefined, 0), 0.05);
  expect(result).toMatchObject({ estimate: 0, lower: 0, upper: 0, standardError: 0 });
  expect(result.reason).toBe("no_variation");
});

test("a clustered proportion is exact with the values that its clusters are worth", () => {
  // Sums 2, 0, 1, 1 of pairs; mean 1/2; residuals 1, -1, 0, 0; 4/3 * 2 / 64 = 1/24.
  const values = column(1, 1, 0, 0, 1, 0, 1, 0);
  const tallies = tallyClusters(values, numbered(0, 0, 1, 1, 2, 2, 3, 3), 4);
  const ratio = studentQuantile(0.95, 7) / studentQuantile(0.95, 3);
  const worth = 0.25 * 24 * ratio * ratio;
  const result = kornGraubardInterval(tallies, 0.05);
  expect(result.effectiveN).toBeCloseTo(worth, 12);
  expect(result.lower).toBeCloseTo(clopperPearsonInterval(worth / 2, worth, 0.05).lower!, 12);
  expect(result.upper).toBeCloseTo(clopperPearsonInterval(worth / 2, worth, 0.05).upper!, 12);
});

test("40 passes in 10 clusters are worth 10", () => {
  const clusterOf = Int32Array.from({ length: 40 }, (_, index) => index % 10);
  const result = kornGraubardInterval(
    tallyClusters(new Float64Array(40).fill(1), clusterOf, 10),
    0.05,
  );
  expect(result).toMatchObject({ estimate: 1, upper: 1, effectiveN: 10 });
  expect(result.lower).toBeCloseTo(0.741134, 6);
});

test("values that stand alone are worth what they are", () => {
  const result = kornGraubardInterval(tallyClusters(column(1, 0, 1, 1), undefined, 0), 0.05);
  expect(result).toEqual({ ...clopperPearsonInterval(3, 4, 0.05), effectiveN: 4 });
});

test("clusters that agree less than chance are not worth more than their values", () => {
  const tallies = tallyClusters(
    column(1, 0, 1, 0, 1, 0, 1, 0),
    numbered(0, 0, 1, 1, 2, 2, 3, 3),
    4,
  );
  expect(kornGraubardInterval(tallies, 0.05).effectiveN).toBe(8);
});

test("one cluster says nothing about a proportion, unless all its values are alike", () => {
  const one = numbered(0, 0, 0);
  const mixed = kornGraubardInterval(tallyClusters(column(1, 0, 1), one, 1), 0.05);
  expect(mixed).toMatchObject({ lower: null, upper: null, reason: "fewer_than_two_clusters" });
  const alike = kornGraubardInterval(tallyClusters(column(1, 1, 1), one, 1), 0.05);
  expect(alike).toMatchObject({ lower: expect.closeTo(0.05, 12), upper: 1, effectiveN: 1 });
  const nothing = kornGraubardInterval(tallyClusters(column(), undefined, 0), 0.05);
  expect(nothing).toMatchObject({ estimate: null, reason: "no_data", effectiveN: 0 });
});

test("at an error of one half a clustered proportion still has numbers", () => {
  const tallies = tallyClusters(column(1, 1, 0, 0, 1, 0), numbered(0, 0, 1, 1, 2, 2), 3);
  const { lower, upper, effectiveN } = kornGraubardInterval(tallies, 0.5);
  expect([lower, upper, effectiveN].every(Number.isFinite)).toBe(true);
});
