import fc from "fast-check";
import { expect, test } from "vitest";
import {
  clopperPearsonInterval,
  proportionAboveP,
  proportionBelowP,
} from "../../../src/stats/clopper-pearson.ts";
import { decideBound } from "../../../src/stats/decide-bound.ts";
import { wilsonInterval } from "../../../src/stats/wilson.ts";

const run = { seed: 20_260_102, numRuns: 300 };
const counts = fc
  .integer({ min: 1, max: 5000 })
  .chain((n) => fc.record({ n: fc.constant(n), successes: fc.integer({ min: 0, max: n }) }));
const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });
const threshold = fc.double({ min: 0.001, max: 0.999, noNaN: true });

test.each([
  ["Wilson", wilsonInterval],
  ["Clopper-Pearson", clopperPearsonInterval],
])("%s: bounds are ordered, hold the estimate, and widen as alpha falls", (_, interval) => {
  fc.assert(
    fc.property(counts, alpha, ({ n, successes }, level) => {
      const { estimate, lower, upper } = interval(successes, n, level);
      const wider = interval(successes, n, level / 2);
      expect(lower!).toBeGreaterThanOrEqual(0);
      expect(upper!).toBeLessThanOrEqual(1);
      expect(lower!).toBeLessThanOrEqual(estimate!);
      expect(upper!).toBeGreaterThanOrEqual(estimate!);
      expect(wider.lower!).toBeLessThanOrEqual(lower!);
      expect(wider.upper!).toBeGreaterThanOrEqual(upper!);
    }),
    run,
  );
});

test.each([
  ["Wilson", wilsonInterval],
  ["Clopper-Pearson", clopperPearsonInterval],
])("%s: counting failures instead of successes mirrors the interval", (_, interval) => {
  fc.assert(
    fc.property(counts, alpha, ({ n, successes }, level) => {
      const one = interval(successes, n, level);
      const other = interval(n - successes, n, level);
      expect(one.lower! + other.upper!).toBeCloseTo(1, 11);
      expect(one.upper! + other.lower!).toBeCloseTo(1, 11);
    }),
    run,
  );
});

test("a gate passes or fails exactly when the opposite claim has a p-value of at most alpha", () => {
  fc.assert(
    fc.property(counts, threshold, alpha, ({ n, successes }, limit, level) => {
      const interval = clopperPearsonInterval(successes, n, level);
      const above = proportionAboveP(successes, n, limit);
      const below = proportionBelowP(successes, n, limit);
      fc.pre(Math.abs(above / level - 1) > 1e-9 && Math.abs(below / level - 1) > 1e-9);
      expect(decideBound("min", interval, limit) === "pass").toBe(above < level);
      expect(decideBound("min", interval, limit) === "fail").toBe(below < level);
      expect(decideBound("max", interval, limit) === "pass").toBe(below < level);
      expect(decideBound("max", interval, limit) === "fail").toBe(above < level);
    }),
    run,
  );
});
