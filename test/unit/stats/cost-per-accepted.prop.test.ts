import fc from "fast-check";
import { expect, test } from "vitest";
import {
  costPerAccepted,
  pairedCostDifference,
  pairedCostRatio,
} from "../../../src/stats/cost-per-accepted.ts";

const run = { seed: 20_260_106, numRuns: 200 };
const alpha = fc.double({ min: 0.005, max: 0.4, noNaN: true });
const unit = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0, 1, 1));
const records = fc
  .array(fc.tuple(unit, unit), { minLength: 30, maxLength: 100 })
  .filter((rows) => [0, 1].every((side) => rows.filter((row) => row[side]![1] === 1).length > 9));

const arm = (rows: readonly (readonly [readonly number[], readonly number[]])[], side: 0 | 1) => ({
  costs: Float64Array.from(rows, (row) => row[side][0]!),
  accepted: Float64Array.from(rows, (row) => row[side][1]!),
});

test("bounds are ordered, hold the estimate, and widen as alpha falls", () => {
  fc.assert(
    fc.property(records, alpha, (rows, level) => {
      const { costs, accepted } = arm(rows, 0);
      const { estimate, lower, upper } = costPerAccepted(costs, accepted, level);
      const wider = costPerAccepted(costs, accepted, level / 2);
      expect(lower!).toBeLessThanOrEqual(estimate!);
      expect(upper ?? Infinity).toBeGreaterThanOrEqual(estimate!);
      expect(wider.lower!).toBeLessThanOrEqual(lower!);
      expect(wider.upper ?? Infinity).toBeGreaterThanOrEqual(upper ?? Infinity);
    }),
    run,
  );
});

test("a comparison's bounds are ordered, hold the estimate, and widen as alpha falls", () => {
  fc.assert(
    fc.property(records, alpha, (rows, level) => {
      for (const compare of [pairedCostRatio, pairedCostDifference]) {
        const { estimate, lower, upper } = compare(arm(rows, 0), arm(rows, 1), level);
        const wider = compare(arm(rows, 0), arm(rows, 1), level / 2);
        expect(lower ?? -Infinity).toBeLessThanOrEqual(estimate!);
        expect(upper ?? Infinity).toBeGreaterThanOrEqual(estimate!);
        expect(wider.lower ?? -Infinity).toBeLessThanOrEqual(lower ?? -Infinity);
        expect(wider.upper ?? Infinity).toBeGreaterThanOrEqual(upper ?? Infinity);
      }
    }),
    run,
  );
});

test("swapping the arms inverts the ratio and negates the difference", () => {
  fc.assert(
    fc.property(records, (rows) => {
      const [a, b] = [arm(rows, 0), arm(rows, 1)];
      const [ratio, inverse] = [pairedCostRatio(a, b, 0.05), pairedCostRatio(b, a, 0.05)];
      expect(ratio.estimate! * inverse.estimate!).toBeCloseTo(1, 10);
      expect(ratio.logStandardError).toBeCloseTo(inverse.logStandardError!, 10);
      expect(ratio.lower! * inverse.upper!).toBeCloseTo(1, 10);
      const difference = pairedCostDifference(a, b, 0.05);
      const negated = pairedCostDifference(b, a, 0.05);
      expect(difference.estimate! + negated.estimate!).toBeCloseTo(0, 6);
      expect((difference.lower! + negated.upper!) / difference.standardError!).toBeCloseTo(0, 6);
    }),
    run,
  );
});

test("another currency scales costs with their bounds and leaves ratios alone", () => {
  fc.assert(
    fc.property(records, (rows) => {
      const scale = ({ costs, accepted }: ReturnType<typeof arm>) => ({
        costs: costs.map((cost) => cost * 1024),
        accepted,
      });
      const [a, b] = [arm(rows, 0), arm(rows, 1)];
      const before = costPerAccepted(a.costs, a.accepted, 0.05);
      const after = costPerAccepted(scale(a).costs, a.accepted, 0.05);
      expect(after.lower! / before.lower!).toBeCloseTo(1024, 9);
      expect(pairedCostRatio(scale(a), scale(b), 0.05)).toEqual(pairedCostRatio(a, b, 0.05));
    }),
    run,
  );
});
