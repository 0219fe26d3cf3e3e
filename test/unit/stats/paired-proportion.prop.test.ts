import fc from "fast-check";
import { expect, test } from "vitest";
import { mcnemar } from "../../../src/stats/mcnemar.ts";
import { newcombeInterval } from "../../../src/stats/newcombe.ts";
import {
  tangoInterval,
  tangoNonInferiorityP,
  tangoStatistic,
  tangoViolatedP,
} from "../../../src/stats/tango.ts";

const run = { seed: 20_260_103, numRuns: 300 };
const pairs = fc
  .tuple(fc.nat({ max: 400 }), fc.nat({ max: 400 }), fc.nat({ max: 5000 }))
  .filter(([b, c, same]) => b + c + same > 0)
  .map(([b, c, same]) => ({ b, c, n: b + c + same }));
const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });
const margin = fc.double({ min: 0.001, max: 0.5, noNaN: true });

test("swapping the arms negates the interval and the statistic", () => {
  fc.assert(
    fc.property(pairs, alpha, margin, ({ b, c, n }, level, d) => {
      const one = tangoInterval(b, c, n, level);
      const other = tangoInterval(c, b, n, level);
      expect(one.lower! + other.upper!).toBeCloseTo(0, 10);
      expect(one.upper! + other.lower!).toBeCloseTo(0, 10);
      expect(tangoStatistic(b, c, n, d) + tangoStatistic(c, b, n, -d)).toBeCloseTo(0, 8);
      expect(mcnemar(b, c)).toEqual(mcnemar(c, b));
    }),
    run,
  );
});

test("bounds are ordered, hold the estimate, and widen as alpha falls", () => {
  fc.assert(
    fc.property(pairs, alpha, ({ b, c, n }, level) => {
      const { estimate, lower, upper } = tangoInterval(b, c, n, level);
      const wider = tangoInterval(b, c, n, level / 2);
      expect(lower!).toBeGreaterThanOrEqual(-1);
      expect(upper!).toBeLessThanOrEqual(1);
      expect(lower!).toBeLessThanOrEqual(estimate!);
      expect(upper!).toBeGreaterThanOrEqual(estimate!);
      expect(wider.lower!).toBeLessThanOrEqual(lower!);
      expect(wider.upper!).toBeGreaterThanOrEqual(upper!);
    }),
    run,
  );
});

test("Newcombe's bounds are ordered, hold the estimate, widen, and negate with the arms", () => {
  fc.assert(
    fc.property(pairs, fc.double({ min: 0, max: 1, noNaN: true }), alpha, (given, part, level) => {
      const { b, c, n } = given;
      const both = Math.floor(part * (n - b - c));
      const at = (alphaAt: number) =>
        newcombeInterval({ both, candidateOnly: b, baselineOnly: c }, n, alphaAt);
      const [{ estimate, lower, upper }, wider] = [at(level), at(level / 2)];
      const other = newcombeInterval({ both, candidateOnly: c, baselineOnly: b }, n, level);
      expect(lower!).toBeLessThanOrEqual(estimate!);
      expect(upper!).toBeGreaterThanOrEqual(estimate!);
      expect(wider.lower!).toBeLessThanOrEqual(lower! + 1e-12);
      expect(wider.upper!).toBeGreaterThanOrEqual(upper! - 1e-12);
      expect(lower! + other.upper!).toBeCloseTo(0, 12);
      expect(upper! + other.lower!).toBeCloseTo(0, 12);
    }),
    run,
  );
});

test("a bound clears the margin exactly when its p-value is at most alpha", () => {
  fc.assert(
    fc.property(pairs, margin, alpha, ({ b, c, n }, d, level) => {
      const { lower, upper } = tangoInterval(b, c, n, level);
      const clear = tangoNonInferiorityP(b, c, n, d);
      const violated = tangoViolatedP(b, c, n, d);
      fc.pre(Math.abs(clear - level) > 1e-9 && Math.abs(violated - level) > 1e-9);
      expect(lower! >= -d).toBe(clear < level);
      expect(upper! < -d).toBe(violated < level);
      expect(clear + violated).toBeCloseTo(1, 12);
    }),
    run,
  );
});
