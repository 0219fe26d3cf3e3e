import fc from "fast-check";
import { expect, test } from "vitest";
import { censoredQuantile } from "../../../src/stats/censored-quantile.ts";
import { quantileInterval } from "../../../src/stats/quantile.ts";

const upTo = (n: number) => Float64Array.from({ length: n }, (_, index) => index + 1);

test("few timeouts leave the quantile known, and many only say what it is at least", () => {
  const few = censoredQuantile(upTo(192), new Float64Array(8).fill(30_000), 0.95, 0.05);
  expect(few).toMatchObject({ estimate: 190, rank: 190, isCensored: false, upper: null });
  expect(few.reason).toBe("bound_among_timeouts");
  const many = censoredQuantile(upTo(188), new Float64Array(12).fill(30_000), 0.95, 0.05);
  expect(many).toMatchObject({ estimate: 30_000, isCensored: true, upper: null });
});

test("beyond the smallest limit a value is only a lower bound, whatever finished later", () => {
  // 50 of 100 were cut off at 10, where the others took up to 1000: the median is known no more.
  const finished = upTo(50).map((value) => (value <= 40 ? 5 : 1000));
  const found = censoredQuantile(finished, new Float64Array(50).fill(10), 0.5, 0.05);
  expect(found).toMatchObject({ estimate: 10, isCensored: true });
  const known = censoredQuantile(finished, new Float64Array(50).fill(10), 0.4, 0.05);
  expect(known).toMatchObject({ estimate: 5, isCensored: false });
});

test("nothing at all has no quantile", () => {
  const none = new Float64Array(0);
  expect(censoredQuantile(none, none, 0.5, 0.05)).toMatchObject({ estimate: null, rank: null });
});

const run = { seed: 20_260_212, numRuns: 200 };
const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });
const durations = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 300 });

test("without a timeout it is the plain quantile", () => {
  fc.assert(
    fc.property(durations, alpha, (values, level) => {
      const sorted = Float64Array.from(values).sort();
      const found = censoredQuantile(Float64Array.from(values), new Float64Array(0), 0.9, level);
      expect(found).toMatchObject(quantileInterval(sorted, 0.9, level));
      expect(found.isCensored).toBe(false);
    }),
    run,
  );
});

test("cutting off late calls never moves a bound to where the truth would not have it", () => {
  fc.assert(
    fc.property(durations, fc.integer({ min: 1, max: 1000 }), alpha, (values, limit, level) => {
      const truth = Float64Array.from(values).sort();
      const cut = values.filter((value) => value > limit).length;
      const found = censoredQuantile(
        truth.filter((value) => value <= limit),
        new Float64Array(cut).fill(limit),
        0.9,
        level,
      );
      const whole = quantileInterval(truth, 0.9, level);
      if (found.isCensored) expect(found.estimate!).toBeLessThanOrEqual(whole.estimate!);
      else expect(found.estimate).toBe(whole.estimate);
      expect(found.lower ?? -Infinity).toBeLessThanOrEqual(found.estimate!);
      expect(found.lower ?? -Infinity).toBeLessThanOrEqual(whole.lower ?? -Infinity);
      if (found.upper !== null) expect(found.upper).toBe(whole.upper);
    }),
    run,
  );
});
