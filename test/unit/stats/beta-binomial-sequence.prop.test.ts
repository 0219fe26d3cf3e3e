import fc from "fast-check";
import { expect, test } from "vitest";
import {
  betaBinomialAnytimeP,
  betaBinomialLogMartingale,
  betaBinomialSequence,
} from "../../../src/stats/beta-binomial-sequence.ts";
import { binomialPmf } from "../../../src/stats/binomial.ts";
import { isRejectedEarly, watchRate } from "../../../src/stats/early-reject.ts";
import { sequentialSign } from "../../../src/stats/sequential-sign.ts";
import { mostByChance, seededUniform } from "./seeded-uniform.ts";

const run = { seed: 20_260_501, numRuns: 300 };
const counts = fc
  .integer({ min: 1, max: 5000 })
  .chain((trials) =>
    fc.record({ trials: fc.constant(trials), successes: fc.integer({ min: 0, max: trials }) }),
  );
const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });
const rate = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const shape = fc.record({
  a: fc.double({ min: 0.2, max: 20, noNaN: true }),
  b: fc.double({ min: 0.2, max: 20, noNaN: true }),
});

test("bounds are ordered, hold the estimate, and widen as alpha falls", () => {
  fc.assert(
    fc.property(counts, alpha, (count, level) => {
      const { estimate, lower, upper } = betaBinomialSequence(count, level);
      const wider = betaBinomialSequence(count, level / 2);
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

test("counting failures instead of successes mirrors the bounds", () => {
  fc.assert(
    fc.property(counts, alpha, ({ trials, successes }, level) => {
      const one = betaBinomialSequence({ trials, successes }, level);
      const other = betaBinomialSequence({ trials, successes: trials - successes }, level);
      expect(one.lower! + other.upper!).toBeCloseTo(1, 10);
      expect(one.upper! + other.lower!).toBeCloseTo(1, 10);
    }),
    run,
  );
});

test("a rate is outside the bounds exactly when its anytime p-value is at most alpha", () => {
  fc.assert(
    fc.property(counts, rate, alpha, (count, supposed, level) => {
      const p = betaBinomialAnytimeP(count, supposed);
      fc.pre(Math.abs(p / level - 1) > 1e-9);
      const { lower, upper } = betaBinomialSequence(count, level);
      expect(supposed < lower! || supposed > upper!).toBe(p < level);
    }),
    run,
  );
});

test("under the true rate the martingale's expectation is 1, at any number of trials", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 80 }), rate, shape, (trials, truth, mixture) => {
      let expectation = 0;
      for (let successes = 0; successes <= trials; successes += 1) {
        const logM = betaBinomialLogMartingale({ trials, successes }, truth, mixture);
        expectation += binomialPmf(successes, trials, truth) * Math.exp(logM);
      }
      expect(expectation).toBeCloseTo(1, 9);
    }),
    run,
  );
});

test.each([
  // By mpmath with 40 digits.
  [1_000_000, 950_321, 0.95, -6.046699416394064],
  [10_000_000, 9_990_012, 0.999, -8.277633273367147],
])("%i outcomes cost no digits", (trials, successes, supposed, expected) => {
  expect(betaBinomialLogMartingale({ trials, successes }, supposed)).toBeCloseTo(expected, 12);
});

test("an impossible rate is infinitely far, and before the first outcome nothing is excluded", () => {
  expect(betaBinomialLogMartingale({ trials: 3, successes: 3 }, 0)).toBe(Infinity);
  expect(betaBinomialLogMartingale({ trials: 3, successes: 0 }, 1)).toBe(Infinity);
  expect(betaBinomialSequence({ trials: 0, successes: 0 }, 0.05)).toEqual({
    estimate: null,
    lower: 0,
    upper: 1,
    reason: "no_data",
  });
});

test("a rate is rejected early exactly when its threshold is beyond the bound", () => {
  fc.assert(
    fc.property(counts, rate, alpha, (count, threshold, level) => {
      fc.pre(Math.abs(betaBinomialAnytimeP(count, threshold) / level - 1) > 1e-9);
      const { lower, upper } = betaBinomialSequence(count, level);
      const watched = { threshold, alpha: level };
      expect(isRejectedEarly({ ...watched, direction: "min" }, count)).toBe(upper! < threshold);
      expect(isRejectedEarly({ ...watched, direction: "max" }, count)).toBe(lower! > threshold);
    }),
    run,
  );
});

test("watching stops at the first outcome that rejects, for a ceiling as for a floor", () => {
  const outcomes = fc.array(fc.boolean(), { maxLength: 120 });
  fc.assert(
    fc.property(outcomes, rate, alpha, (sequence, threshold, level) => {
      const floor = { direction: "min", threshold, alpha: level } as const;
      const stop = watchRate(sequence, floor);
      const end = stop.stoppedAt ?? sequence.length;
      for (let trials = 1; trials <= end; trials += 1) {
        const successes = sequence.slice(0, trials).filter(Boolean).length;
        expect(isRejectedEarly(floor, { trials, successes })).toBe(trials === stop.stoppedAt);
      }
      expect(stop.trials).toBe(end);
      const ceiling = { direction: "max", threshold: 1 - threshold, alpha: level } as const;
      const mirrored = watchRate(
        sequence.map((outcome) => !outcome),
        ceiling,
      );
      fc.pre(Math.abs(stop.logMartingale + Math.log(level)) > 1e-9);
      expect(mirrored.stoppedAt).toBe(stop.stoppedAt);
    }),
    run,
  );
});

test.each([0.5, 0.95, 0.99])(
  "looking after every one of 1,000 outcomes rejects a floor of %s that is met in 5 %% at most",
  (truth) => {
    const [uniform, runs] = [seededUniform(501), 600];
    const watched = { direction: "min", threshold: truth, alpha: 0.05 } as const;
    let rejected = 0;
    for (let run = 0; run < runs; run += 1) {
      const outcomes = Array.from({ length: 1000 }, () => uniform() < truth);
      if (watchRate(outcomes, watched).stoppedAt !== null) rejected += 1;
    }
    expect(rejected / runs).toBeLessThan(mostByChance(0.05, runs));
  },
);

test("a rate far below its floor is rejected after some tens of outcomes", () => {
  const uniform = seededUniform(502);
  const watched = { direction: "min", threshold: 0.95, alpha: 0.05 } as const;
  const stops = Array.from({ length: 101 }, () => {
    const outcomes = Array.from({ length: 2000 }, () => uniform() < 0.8);
    return watchRate(outcomes, watched).stoppedAt ?? Infinity;
  }).sort((a, b) => a - b);
  // Simulated elsewhere, the median is 28.
  expect(stops[50]).toBeGreaterThan(18);
  expect(stops[50]).toBeLessThan(40);
});

test("the sequential sign test does not care which arm is which, and expects 1 under equality", () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.nat({ max: 60 }), (b, c) => {
      const [one, other] = [sequentialSign(b, c), sequentialSign(c, b)];
      expect(one.eValue / other.eValue).toBeCloseTo(1, 10);
      expect(one.anytimeP).toBeCloseTo(Math.min(1, 1 / one.eValue), 12);
    }),
    run,
  );
  for (const differing of [0, 1, 7, 40]) {
    let expectation = 0;
    for (let b = 0; b <= differing; b += 1) {
      expectation += binomialPmf(b, differing, 0.5) * sequentialSign(b, differing - b).eValue;
    }
    expect(expectation).toBeCloseTo(1, 10);
  }
});
