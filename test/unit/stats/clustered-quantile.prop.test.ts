import fc from "fast-check";
import { expect, test } from "vitest";
import { clusteredQuantileInterval } from "../../../src/stats/clustered-quantile.ts";
import { quantileInterval } from "../../../src/stats/quantile.ts";

const run = { seed: 20_260_201, numRuns: 200 };
const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });
const share = fc.constantFrom(0.05, 0.25, 0.5, 0.9, 0.95);
const durations = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 400 });
const withoutBound = { lower: -Infinity, upper: Infinity };

test("a quantile's bounds are ordered, hold the estimate, and widen as alpha falls", () => {
  fc.assert(
    fc.property(durations, share, alpha, (values, p, level) => {
      const sorted = Float64Array.from(values).sort();
      const { estimate, lower, upper } = quantileInterval(sorted, p, level);
      const wider = quantileInterval(sorted, p, level / 2);
      expect(lower ?? withoutBound.lower).toBeLessThanOrEqual(estimate!);
      expect(upper ?? withoutBound.upper).toBeGreaterThanOrEqual(estimate!);
      expect(wider.lower ?? withoutBound.lower).toBeLessThanOrEqual(lower ?? withoutBound.lower);
      expect(wider.upper ?? withoutBound.upper).toBeGreaterThanOrEqual(upper ?? withoutBound.upper);
    }),
    run,
  );
});

test("a clustered quantile's bounds are ordered, hold the estimate, and widen as alpha falls", () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.nat({ max: 30 })), {
    minLength: 10,
    maxLength: 400,
  });
  fc.assert(
    fc.property(rows, share, alpha, (given, p, level) => {
      const values = Float64Array.from(given, ([value]) => value);
      const clusterOf = Int32Array.from(given, ([, cluster]) => cluster);
      const at = clusteredQuantileInterval(values, values.toSorted(), clusterOf, 31, p);
      const [{ estimate, lower, upper }, wider] = [at(level), at(level / 2)];
      expect(lower ?? withoutBound.lower).toBeLessThanOrEqual(estimate!);
      expect(upper ?? withoutBound.upper).toBeGreaterThanOrEqual(estimate!);
      expect(wider.lower ?? withoutBound.lower).toBeLessThanOrEqual(lower ?? withoutBound.lower);
      expect(wider.upper ?? withoutBound.upper).toBeGreaterThanOrEqual(upper ?? withoutBound.upper);
    }),
    run,
  );
});
