import fc from "fast-check";
import { expect, test } from "vitest";
import { clusteredMean } from "../../../src/stats/clustered-mean.ts";
import { disagreement } from "../../../src/stats/disagreement.ts";
import { answerVariance, predictedError } from "../../../src/stats/repeated-answers.ts";

const run = { seed: 20_260_210, numRuns: 200 };

test("fewer than two records, or answers to each, say nothing of where the variance lies", () => {
  expect(answerVariance(Float64Array.of(1, 0, 1), 1)).toBeNull();
  expect(answerVariance(Float64Array.of(1, 0, 1), 3)).toBeNull();
  expect(answerVariance(new Float64Array(0), 2)).toBeNull();
});

test("the error predicted for the repeats at hand is that of the records' means", () => {
  const answers = fc
    .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 30 }))
    .chain(([repeats, records]) => {
      const length = repeats * records;
      const scores = fc.array(fc.integer({ min: 0, max: 4 }), {
        minLength: length,
        maxLength: length,
      });
      return scores.map((values) => ({ repeats, values: Float64Array.from(values) }));
    });
  fc.assert(
    fc.property(answers, ({ repeats, values }) => {
      const parts = answerVariance(values, repeats)!;
      const means = Float64Array.from({ length: parts.records }, (_, record) => {
        const own = values.subarray(record * repeats, (record + 1) * repeats);
        return own.reduce((sum, value) => sum + value, 0) / repeats;
      });
      const found = clusteredMean({ sums: means, sizes: undefined }, 0.05);
      expect(parts.mean).toBeCloseTo(found.estimate!, 12);
      expect(predictedError(parts, repeats)).toBeCloseTo(found.standardError!, 10);
      expect(predictedError(parts, repeats + 1)).toBeLessThanOrEqual(
        predictedError(parts, repeats),
      );
    }),
    run,
  );
});

test("records routed alike differ by exactly 0 and count", () => {
  const found = disagreement(Float64Array.of(1, -1, 1), 10, 0.05);
  expect(found.share).toBe(0.3);
  expect(found.differenceAmong).toBeCloseTo(1 / 3, 12);
  expect(found.estimate).toBeCloseTo(0.1, 12);
  // Squares 3, less 10 * 0.1^2, over 9 and over 10.
  expect(found.standardError).toBeCloseTo(Math.sqrt(2.9 / 90), 12);
});

test("policies that route everything alike differ by 0, with nothing to average", () => {
  const same = disagreement(new Float64Array(0), 10, 0.05);
  expect(same).toMatchObject({ share: 0, differenceAmong: null, estimate: 0, lower: 0, upper: 0 });
  expect(disagreement(new Float64Array(0), 0, 0.05)).toMatchObject({ share: null, estimate: null });
});

test("a decomposed difference is ordered, holds the estimate, widens, and negates", () => {
  const scores = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 30 });
  const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });
  fc.assert(
    fc.property(scores, fc.integer({ min: 2, max: 50 }), alpha, (values, alike, level) => {
      const differing = Float64Array.from(values);
      const at = (sign: number, error: number) =>
        disagreement(
          differing.map((value) => sign * value),
          values.length + alike,
          error,
        );
      const [one, wider, other] = [at(1, level), at(1, level / 2), at(-1, level)];
      expect(one.lower!).toBeLessThanOrEqual(one.estimate!);
      expect(one.upper!).toBeGreaterThanOrEqual(one.estimate!);
      expect(wider.lower!).toBeLessThanOrEqual(one.lower!);
      expect(wider.upper!).toBeGreaterThanOrEqual(one.upper!);
      expect(one.lower! + other.upper!).toBeCloseTo(0, 12);
      if (values.length > 0) {
        expect(one.share! * one.differenceAmong!).toBeCloseTo(one.estimate!, 12);
      }
    }),
    run,
  );
});
