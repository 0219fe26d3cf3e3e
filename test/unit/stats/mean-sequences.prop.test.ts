import fc from "fast-check";
import { expect, test } from "vitest";
import { bet, capital, isBetWon, startBetting } from "../../../src/stats/betting-martingale.ts";
import {
  empiricalBernsteinInterval,
  narrowestBernsteinInterval,
  observeBernstein,
  startEmpiricalBernstein,
  type EmpiricalBernstein,
  type ValueRange,
} from "../../../src/stats/empirical-bernstein.ts";
import { normalQuantile } from "../../../src/stats/normal.ts";
import {
  asymptoticSequence,
  normalMixtureBound,
  normalMixtureWidth,
} from "../../../src/stats/normal-mixture.ts";
import { mostByChance, seededUniform } from "./seeded-uniform.ts";

const run = { seed: 20_260_502, numRuns: 200 };
const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });
const size = fc.double({ min: 0.01, max: 1e4, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const values = fc.array(unit, { minLength: 1, maxLength: 200 });
const RATES: ValueRange = { least: 0, most: 1 };
const DIFFERENCES: ValueRange = { least: -1, most: 1 };

function bernsteinAfter(
  seen: readonly number[],
  range: ValueRange,
  level: number,
): EmpiricalBernstein {
  return seen.reduce(observeBernstein, startEmpiricalBernstein(range, level));
}

test("the normal mixture's boundary rises with the variance and as alpha falls", () => {
  fc.assert(
    fc.property(size, size, alpha, (variance, best, level) => {
      const width = normalMixtureWidth(best, level);
      const bound = normalMixtureBound(variance, level, width);
      expect(normalMixtureBound(variance * 1.1, level, width)).toBeGreaterThan(bound);
      expect(normalMixtureBound(variance, level / 2, width)).toBeGreaterThan(bound);
      // No bound for all times is narrower than the one for a single time.
      expect(bound).toBeGreaterThan(normalQuantile(1 - level / 2) * Math.sqrt(variance));
    }),
    run,
  );
});

test("no other width is much tighter at the variance that the width was made for", () => {
  fc.assert(
    fc.property(size, fc.double({ min: 0.01, max: 100, noNaN: true }), (best, factor) => {
      const width = normalMixtureWidth(best, 0.05);
      const bound = normalMixtureBound(best, 0.05, width);
      expect(normalMixtureBound(best, 0.05, width * factor)).toBeGreaterThan(bound * 0.999);
    }),
    run,
  );
});

test("the asymptotic sequence is negated with its mean, and says what it lacks", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1e5 }), unit, size, alpha, (n, mean, sd, level) => {
      const width = normalMixtureWidth(90, 0.05);
      const one = asymptoticSequence({ n, mean, standardDeviation: sd }, level, width);
      const other = asymptoticSequence({ n, mean: -mean, standardDeviation: sd }, level, width);
      expect(one.lower!).toBeLessThanOrEqual(mean);
      expect(one.upper!).toBeGreaterThanOrEqual(mean);
      expect(other.lower).toBe(-one.upper!);
      expect(other.upper).toBe(-one.lower!);
    }),
    run,
  );
  expect(asymptoticSequence({ n: 0, mean: NaN, standardDeviation: NaN }, 0.05, 1).reason).toBe(
    "no_data",
  );
  expect(asymptoticSequence({ n: 1, mean: 2, standardDeviation: 0 }, 0.05, 1)).toEqual({
    estimate: 2,
    lower: null,
    upper: null,
    reason: "fewer_than_two_values",
  });
});

test("a random walk of 1,000 steps leaves the normal mixture's boundary in 5 % at most", () => {
  const [uniform, runs] = [seededUniform(503), 400];
  const width = normalMixtureWidth(500, 0.05);
  let left = 0;
  for (let walk = 0; walk < runs; walk += 1) {
    let [sum, isOut] = [0, false];
    for (let step = 1; step <= 1000; step += 1) {
      sum += normalQuantile(uniform() + 2 ** -33);
      isOut ||= Math.abs(sum) >= normalMixtureBound(step, 0.05, width);
    }
    if (isOut) left += 1;
  }
  expect(left / runs).toBeLessThan(mostByChance(0.05, runs));
});

test("the asymptotic sequence of paired differences misses their mean in 5 % at most", () => {
  const [uniform, runs] = [seededUniform(510), 300];
  const width = normalMixtureWidth(1000 * 0.15, 0.05);
  let missed = 0;
  for (let simulation = 0; simulation < runs; simulation += 1) {
    let [sum, squares, isOut] = [0, 0, false];
    for (let n = 1; n <= 1000; n += 1) {
      // Better on 10 % of the pairs, worse on 5 %.
      const draw = uniform();
      const difference = draw < 0.1 ? 1 : draw < 0.15 ? -1 : 0;
      sum += difference;
      squares += difference ** 2;
      const mean = sum / n;
      const standardDeviation = Math.sqrt((squares - n * mean * mean) / (n - 1));
      // Asymptotic: from some hundred pairs on.
      if (n < 100) continue;
      const { lower, upper } = asymptoticSequence({ n, mean, standardDeviation }, 0.05, width);
      isOut ||= lower! > 0.05 || upper! < 0.05;
    }
    if (isOut) missed += 1;
  }
  expect(missed / runs).toBeLessThan(mostByChance(0.05, runs));
});

test("empirical Bernstein bounds are ordered and within the range, and the narrowest narrower", () => {
  fc.assert(
    fc.property(values, alpha, (seen, level) => {
      const sequence = bernsteinAfter(seen, RATES, level);
      const { lower, upper } = empiricalBernsteinInterval(sequence);
      const narrowest = narrowestBernsteinInterval(sequence);
      expect(lower!).toBeGreaterThanOrEqual(0);
      expect(upper!).toBeLessThanOrEqual(1);
      expect(lower!).toBeLessThanOrEqual(upper!);
      expect(narrowest.lower!).toBeGreaterThanOrEqual(lower!);
      expect(narrowest.upper!).toBeLessThanOrEqual(upper!);
    }),
    run,
  );
});

test("on values in random order empirical Bernstein holds the mean, and widens as alpha falls", () => {
  const zeroOrOne = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(zeroOrOne, alpha, (seen, level) => {
      const { estimate, lower, upper } = empiricalBernsteinInterval(
        bernsteinAfter(seen, RATES, level),
      );
      const wider = empiricalBernsteinInterval(bernsteinAfter(seen, RATES, level / 4));
      expect(lower!).toBeLessThanOrEqual(estimate!);
      expect(upper!).toBeGreaterThanOrEqual(estimate!);
      expect(wider.upper! - wider.lower!).toBeGreaterThanOrEqual(upper! - lower!);
    }),
    run,
  );
});

test("swapping the arms of paired differences negates the empirical Bernstein bounds", () => {
  const differences = fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(differences, alpha, (seen, level) => {
      const swapped = seen.map((difference) => -difference);
      const sequences = [seen, swapped].map((d) => bernsteinAfter(d, DIFFERENCES, level));
      for (const intervalOf of [empiricalBernsteinInterval, narrowestBernsteinInterval]) {
        const [one, other] = sequences.map(intervalOf);
        expect(one!.lower! + other!.upper!).toBeCloseTo(0, 12);
        expect(one!.upper! + other!.lower!).toBeCloseTo(0, 12);
        expect(one!.estimate! + other!.estimate!).toBeCloseTo(0, 12);
      }
    }),
    run,
  );
});

test("a sequence that saw nothing knows no more than the range", () => {
  expect(empiricalBernsteinInterval(startEmpiricalBernstein(DIFFERENCES, 0.05))).toEqual({
    estimate: null,
    lower: -1,
    upper: 1,
    reason: "no_data",
  });
});

/** Values of mean 0.3 that are neither 0 nor 1 only. */
function aValue(uniform: () => number): number {
  return uniform() ** (7 / 3);
}

test("the narrowest of 500 bounds misses the true mean in 5 % at most, and so does betting", () => {
  const [uniform, runs] = [seededUniform(504), 300];
  let [missed, won] = [0, 0];
  for (let simulation = 0; simulation < runs; simulation += 1) {
    let sequence = startEmpiricalBernstein(RATES, 0.05);
    let martingale = startBetting(0.3, 0.05);
    for (let step = 0; step < 500; step += 1) {
      const value = aValue(uniform);
      sequence = observeBernstein(sequence, value);
      martingale = bet(martingale, value);
    }
    const { lower, upper } = narrowestBernsteinInterval(sequence);
    if (lower! > 0.3 || upper! < 0.3) missed += 1;
    if (isBetWon(martingale)) won += 1;
  }
  expect(missed / runs).toBeLessThan(mostByChance(0.05, runs));
  expect(won / runs).toBeLessThan(mostByChance(0.05, runs));
});

test("each bet is fair: over all sequences of the supposed rate its expectation is 1", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), alpha, (rate, level) => {
      let [higher, lower] = [0, 0];
      for (let pattern = 0; pattern < 256; pattern += 1) {
        let [martingale, chance] = [startBetting(rate, level), 1];
        for (let bit = 0; bit < 8; bit += 1) {
          const value = (pattern >> bit) & 1;
          martingale = bet(martingale, value);
          chance *= value === 1 ? rate : 1 - rate;
        }
        higher += chance * martingale.onHigher;
        lower += chance * martingale.onLower;
      }
      expect(higher).toBeCloseTo(1, 10);
      expect(lower).toBeCloseTo(1, 10);
    }),
    { ...run, numRuns: 30 },
  );
});

test("mirrored values win the mirrored bet, capital stays above 0, and a bet won stays won", () => {
  fc.assert(
    fc.property(values, unit, alpha, (seen, mean, level) => {
      let [one, other] = [startBetting(mean, level), startBetting(1 - mean, level)];
      let wasWon = false;
      for (const value of seen) {
        one = bet(one, value);
        other = bet(other, 1 - value);
        expect(capital(one)).toBeGreaterThan(0);
        wasWon ||= capital(one) >= 1 / level;
        expect(isBetWon(one)).toBe(wasWon);
      }
      expect(other.onLower / one.onHigher).toBeCloseTo(1, 8);
      expect(other.onHigher / one.onLower).toBeCloseTo(1, 8);
    }),
    run,
  );
});
