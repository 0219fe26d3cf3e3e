import fc from "fast-check";
import { expect, test } from "vitest";
import { clopperPearsonInterval } from "../../../src/stats/clopper-pearson.ts";
import { decideBound } from "../../../src/stats/decide-bound.ts";
import {
  recordsNeededForMean,
  recordsNeededForProportion,
} from "../../../src/stats/records-needed.ts";

test("a mean needs what the normal approximation says", () => {
  // (1.644854 + 0.841621)^2 = 6.182557; times 0.1 / 0.02^2 = 1545.64
  expect(recordsNeededForMean(0, -0.02, Math.sqrt(0.1), 0.05, 0.8)).toBe(1546);
  // Miller (2024), section 5: a two-sided test of 3 points at a variance of 1/9.
  expect(recordsNeededForMean(0.03, 0, 1 / 3, 0.025, 0.8)).toBe(969);
});

test("a mean on its threshold, or too near, has no number", () => {
  expect(recordsNeededForMean(0.5, 0.5, 0.1, 0.05, 0.8)).toBeNull();
  expect(recordsNeededForMean(0.5, 0.5, 0, 0.05, 0.8)).toBeNull();
  expect(recordsNeededForMean(0.50001, 0.5, 1, 0.05, 0.8)).toBeNull();
  expect(recordsNeededForMean(0.6, 0.5, 0, 0.05, 0.8)).toBe(1);
});

// The classical numbers of Wilks' and of Clopper and Pearson's plans without a failure.
test("all accepted needs 59 records for 0.95, and no error 299 for 0.01", () => {
  expect(recordsNeededForProportion("min", 0.95, 1, 0.05)).toBe(59);
  expect(recordsNeededForProportion("max", 0.01, 0, 0.05)).toBe(299);
});

test("a rate on the wrong side, on the threshold or too near needs more than there are", () => {
  expect(recordsNeededForProportion("min", 0.95, 0.94, 0.05)).toBeNull();
  expect(recordsNeededForProportion("min", 0.95, 0.95, 0.05)).toBeNull();
  expect(recordsNeededForProportion("max", 0.01, 0.02, 0.05)).toBeNull();
  expect(recordsNeededForProportion("min", 0.95, 0.9501, 0.05)).toBeNull();
  expect(recordsNeededForProportion("min", 1, 1, 0.05)).toBeNull();
});

test("a rate near its threshold needs very many, and they are found", () => {
  const needed = recordsNeededForProportion("min", 0.95, 0.951, 0.05)!;
  const passes = (n: number) =>
    clopperPearsonInterval(n - Math.round(n * (1 - 0.951)), n, 0.05).lower! >= 0.95;
  expect(passes(needed)).toBe(true);
  expect(passes(needed - 1)).toBe(false);
  // z^2 p (1 - p) / 0.001^2 = 128,500
  expect(needed).toBeGreaterThan(125_000);
  expect(needed).toBeLessThan(132_000);
});

test("no smaller sample passes, sawtooth and all", () => {
  const cases = fc.record({
    kind: fc.constantFrom("min", "max"),
    threshold: fc.double({ min: 0.02, max: 0.98, noNaN: true }),
    gap: fc.double({ min: 0.03, max: 0.9, noNaN: true }),
    alpha: fc.constantFrom(0.01, 0.05, 0.1, 0.3),
  });
  fc.assert(
    fc.property(cases, ({ kind, threshold, gap, alpha }) => {
      const rate = kind === "min" ? Math.min(1, threshold + gap) : Math.max(0, threshold - gap);
      const needed = recordsNeededForProportion(kind, threshold, rate, alpha);
      const decides = (n: number) => {
        const successes = kind === "min" ? n - Math.round(n * (1 - rate)) : Math.round(n * rate);
        return decideBound(kind, clopperPearsonInterval(successes, n, alpha), threshold);
      };
      let n = 1;
      while (decides(n) !== "pass") n += 1;
      expect(needed).toBe(n);
    }),
    { seed: 20_260_108, numRuns: 100 },
  );
});
