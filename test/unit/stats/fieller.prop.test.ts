import fc from "fast-check";
import { expect, test } from "vitest";
import { fiellerSet } from "../../../src/stats/fieller.ts";
import { logDeltaBounds, ratioDelta } from "../../../src/stats/ratio-delta.ts";
import { fiellerG, ratioMoments } from "../../../src/stats/ratio-moments.ts";

const run = { seed: 20_260_203, numRuns: 300 };
const alpha = fc.double({ min: 0.005, max: 0.4, noNaN: true });
const units = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.constantFrom(0, 1, 1, 2)), {
    minLength: 3,
    maxLength: 60,
  })
  .filter((rows) => rows.some(([cost]) => cost > 0) && rows.some(([, count]) => count > 0))
  .map((rows) => ({
    costs: Float64Array.from(rows, ([cost]) => cost),
    accepted: Float64Array.from(rows, ([, count]) => count),
  }));
const near = (value: number) => 1e-9 * Math.max(1, Math.abs(value));

test("Fieller's bounds are ordered, hold the estimate, and widen as alpha falls", () => {
  fc.assert(
    fc.property(units, alpha, (given, level) => {
      const { estimate, lower, upper } = fiellerSet(given, level);
      const wider = fiellerSet(given, level / 2);
      const slack = near(estimate!);
      expect(lower ?? -Infinity).toBeLessThanOrEqual(estimate! + slack);
      expect(upper ?? Infinity).toBeGreaterThanOrEqual(estimate! - slack);
      expect(wider.lower ?? -Infinity).toBeLessThanOrEqual((lower ?? -Infinity) + slack);
      expect(wider.upper ?? Infinity).toBeGreaterThanOrEqual(
        (upper ?? Infinity) - near(upper ?? 0),
      );
    }),
    run,
  );
});

test("Fieller's set is bounded exactly where its g is below 1", () => {
  fc.assert(
    fc.property(units, alpha, (given, level) => {
      const g = fiellerG(given, ratioMoments(given), level);
      fc.pre(Math.abs(g - 1) > 1e-9);
      expect(fiellerSet(given, level).kind === "bounded").toBe(g < 1);
    }),
    run,
  );
});

test("delta and log-delta bounds are ordered, hold the ratio, and widen as alpha falls", () => {
  fc.assert(
    fc.property(units, alpha, (given, level) => {
      const { estimate, standardError, lower, upper } = ratioDelta(given, level);
      const wider = ratioDelta(given, level / 2);
      expect(lower!).toBeLessThanOrEqual(estimate!);
      expect(upper!).toBeGreaterThanOrEqual(estimate!);
      expect(wider.lower!).toBeLessThanOrEqual(lower!);
      expect(wider.upper!).toBeGreaterThanOrEqual(upper!);
      const log = logDeltaBounds(estimate!, standardError! / estimate!, 5, level);
      const widerLog = logDeltaBounds(estimate!, standardError! / estimate!, 5, level / 2);
      expect(log.lower).toBeLessThanOrEqual(estimate!);
      expect(log.upper).toBeGreaterThanOrEqual(estimate!);
      expect(widerLog.lower).toBeLessThanOrEqual(log.lower);
      expect(widerLog.upper).toBeGreaterThanOrEqual(log.upper);
    }),
    run,
  );
});
