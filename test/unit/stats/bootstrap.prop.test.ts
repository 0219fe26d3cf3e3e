import fc from "fast-check";
import { expect, test } from "vitest";
import { bcaInterval } from "../../../src/stats/bca.ts";
import { percentileInterval } from "../../../src/stats/bootstrap-interval.ts";
import { ratiosLeavingOneOut } from "../../../src/stats/ratio-delta.ts";
import { ratioMoments } from "../../../src/stats/ratio-moments.ts";
import { replicatesOf, seededResamples } from "../../../src/stats/resamples.ts";
import { resampledRatio } from "../../../src/stats/resampled-ratio.ts";

const run = { seed: 20_260_204, numRuns: 60 };
const alpha = fc.double({ min: 0.01, max: 0.2, noNaN: true });
const values = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 12, maxLength: 60 });

/** Mean, its replicates and its leave-one-out values. */
function resampled(list: readonly number[], seed: number) {
  const units = { costs: Float64Array.from(list), accepted: new Float64Array(list.length).fill(1) };
  const drawn = replicatesOf(seededResamples(list.length, 400, seed), (draw) =>
    resampledRatio(units, draw),
  );
  return { estimate: ratioMoments(units).ratio, drawn, leftOut: ratiosLeavingOneOut(units) };
}

test("percentile bounds are ordered, hold the estimate, widen, and negate with the arms", () => {
  fc.assert(
    fc.property(values, alpha, fc.nat(), (list, level, seed) => {
      const { estimate, drawn } = resampled(list, seed);
      const { lower, upper } = percentileInterval(estimate, drawn, level);
      const wider = percentileInterval(estimate, drawn, level / 2);
      const other = percentileInterval(
        -estimate,
        drawn.map((value) => -value),
        level,
      );
      expect(lower!).toBeLessThanOrEqual(estimate);
      expect(upper!).toBeGreaterThanOrEqual(estimate);
      expect(wider.lower!).toBeLessThanOrEqual(lower!);
      expect(wider.upper!).toBeGreaterThanOrEqual(upper!);
      expect(lower! + other.upper!).toBeCloseTo(0, 9);
      expect(upper! + other.lower!).toBeCloseTo(0, 9);
    }),
    run,
  );
});

test("BCa's bounds are ordered, widen, and negate with the arms", () => {
  fc.assert(
    fc.property(values, alpha, fc.nat(), (list, level, seed) => {
      const { estimate, drawn, leftOut } = resampled(list, seed);
      const { lower, upper } = bcaInterval(estimate, drawn, leftOut, level);
      const wider = bcaInterval(estimate, drawn, leftOut, level / 2);
      const negated = (column: Float64Array) => column.map((value) => -value);
      const other = bcaInterval(-estimate, negated(drawn), negated(leftOut), level);
      expect(lower!).toBeLessThanOrEqual(estimate);
      expect(upper!).toBeGreaterThanOrEqual(estimate);
      expect(wider.lower!).toBeLessThanOrEqual(lower! + 1e-9);
      expect(wider.upper!).toBeGreaterThanOrEqual(upper! - 1e-9);
      expect(lower! + other.upper!).toBeCloseTo(0, 6);
      expect(upper! + other.lower!).toBeCloseTo(0, 6);
    }),
    run,
  );
});

test("shifting every value shifts a percentile interval", () => {
  fc.assert(
    fc.property(values, fc.integer({ min: -99, max: 99 }), alpha, (list, by, level) => {
      const before = resampled(list, 5);
      const after = resampled(
        list.map((value) => value + by),
        5,
      );
      const one = percentileInterval(before.estimate, before.drawn, level);
      const other = percentileInterval(after.estimate, after.drawn, level);
      expect(other.lower! - one.lower!).toBeCloseTo(by, 9);
      expect(other.upper! - one.upper!).toBeCloseTo(by, 9);
    }),
    run,
  );
});
