import fc from "fast-check";
import { expect, test } from "vitest";
import { clopperPearsonInterval } from "../../../src/stats/clopper-pearson.ts";
import { moverDifference, moverRatio } from "../../../src/stats/mover.ts";

const counts = fc
  .integer({ min: 1, max: 400 })
  .chain((n) => fc.record({ n: fc.constant(n), accepted: fc.integer({ min: 0, max: n }) }));
const alphas = fc.double({ min: 0.0005, max: 0.4, noNaN: true });
const seeded = { seed: 20_261_126, numRuns: 300 };

const interval = ({ accepted, n }: { accepted: number; n: number }, alpha: number) =>
  clopperPearsonInterval(accepted, n, alpha);

test("a difference lies between its bounds, and swapping the sides negates it", () => {
  fc.assert(
    fc.property(counts, counts, alphas, (one, other, alpha) => {
      const [a, b] = [interval(one, alpha), interval(other, alpha)];
      const found = moverDifference(a, b);
      const swapped = moverDifference(b, a);
      expect(found.lower).toBeLessThanOrEqual(found.estimate!);
      expect(found.upper).toBeGreaterThanOrEqual(found.estimate!);
      expect(swapped.estimate).toBeCloseTo(-found.estimate!, 12);
      expect(swapped.lower).toBeCloseTo(-found.upper!, 12);
      expect(swapped.upper).toBeCloseTo(-found.lower!, 12);
    }),
    seeded,
  );
});

test("a ratio lies between its bounds, and swapping the sides inverts it", () => {
  fc.assert(
    fc.property(counts, counts, alphas, (one, other, alpha) => {
      fc.pre(one.accepted > 0 && other.accepted > 0);
      const [a, b] = [interval(one, alpha), interval(other, alpha)];
      const found = moverRatio(a, b);
      const swapped = moverRatio(b, a);
      expect(found.lower).toBeLessThanOrEqual(found.estimate!);
      expect(found.upper).toBeGreaterThanOrEqual(found.estimate!);
      expect(swapped.estimate! * found.estimate!).toBeCloseTo(1, 10);
      expect(swapped.lower! * found.upper!).toBeCloseTo(1, 10);
      expect(swapped.upper! * found.lower!).toBeCloseTo(1, 10);
    }),
    seeded,
  );
});

test("more confidence never makes an interval narrower", () => {
  fc.assert(
    fc.property(counts, counts, alphas, (one, other, alpha) => {
      const at = (error: number) => moverDifference(interval(one, error), interval(other, error));
      const [wide, narrow] = [at(alpha / 2), at(alpha)];
      expect(wide.lower).toBeLessThanOrEqual(narrow.lower! + 1e-12);
      expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper! - 1e-12);
    }),
    seeded,
  );
});
