import fc from "fast-check";
import { expect, test } from "vitest";
import { rateRatioInterval } from "../../../src/stats/paired-rate-ratio.ts";

const run = { seed: 20_260_202, numRuns: 300 };
const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });
const counts = fc
  .record({
    both: fc.nat({ max: 300 }),
    candidateOnly: fc.nat({ max: 60 }),
    baselineOnly: fc.nat({ max: 60 }),
  })
  .filter(({ both, baselineOnly }) => both + baselineOnly > 0);

test("a rate ratio's bounds are ordered, hold the estimate, and widen as alpha falls", () => {
  fc.assert(
    fc.property(counts, alpha, (given, level) => {
      const { estimate, lower, upper } = rateRatioInterval(given, level);
      const wider = rateRatioInterval(given, level / 2);
      expect(lower!).toBeGreaterThanOrEqual(0);
      expect(lower!).toBeLessThanOrEqual(estimate! * (1 + 1e-12));
      expect(upper!).toBeGreaterThanOrEqual(estimate! * (1 - 1e-12));
      expect(wider.lower!).toBeLessThanOrEqual(lower! * (1 + 1e-12));
      expect(wider.upper!).toBeGreaterThanOrEqual(upper! * (1 - 1e-12));
    }),
    run,
  );
});

test("swapping the arms inverts a rate ratio with its bounds", () => {
  fc.assert(
    fc.property(counts, alpha, (given, level) => {
      fc.pre(given.both + given.candidateOnly > 0);
      const swapped = {
        both: given.both,
        candidateOnly: given.baselineOnly,
        baselineOnly: given.candidateOnly,
      };
      const [one, other] = [rateRatioInterval(given, level), rateRatioInterval(swapped, level)];
      expect(one.estimate! * other.estimate!).toBeCloseTo(1, 10);
      expect(one.lower! * other.upper!).toBeCloseTo(1, 8);
      expect(one.upper! * other.lower!).toBeCloseTo(1, 8);
    }),
    run,
  );
});
