import fc from "fast-check";
import { expect, test } from "vitest";
import { betaCdf, betaQuantile } from "../../../src/stats/beta.ts";
import { binomialCdf, binomialPmf } from "../../../src/stats/binomial.ts";
import { normalCdf, normalQuantile } from "../../../src/stats/normal.ts";
import { studentCdf, studentQuantile } from "../../../src/stats/student.ts";

const run = { seed: 20_260_101, numRuns: 300 };
const share = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const shape = fc.double({ min: 1, max: 5000, noNaN: true });

test("the normal quantile undoes the distribution function", () => {
  fc.assert(
    fc.property(share, (p) => {
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-13);
    }),
    run,
  );
});

test("the beta quantile undoes the distribution function", () => {
  fc.assert(
    fc.property(share, shape, shape, (p, a, b) => {
      expect(Math.abs(betaCdf(betaQuantile(p, a, b), a, b) - p)).toBeLessThan(1e-11);
    }),
    run,
  );
});

test("Student's quantile undoes the distribution function", () => {
  fc.assert(
    fc.property(share, fc.double({ min: 1, max: 1e6, noNaN: true }), (p, df) => {
      expect(Math.abs(studentCdf(studentQuantile(p, df), df) / p - 1)).toBeLessThan(1e-10);
    }),
    run,
  );
});

test("both sides of a beta distribution add up to 1", () => {
  fc.assert(
    fc.property(share, shape, shape, (x, a, b) => {
      expect(Math.abs(betaCdf(x, a, b) + betaCdf(1 - x, b, a) - 1)).toBeLessThan(1e-11);
    }),
    run,
  );
});

test("the binomial distribution function is the sum of its probabilities", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), share, fc.nat(), (n, p, any) => {
      const k = any % (n + 1);
      let sum = 0;
      for (let value = 0; value <= k; value += 1) sum += binomialPmf(value, n, p);
      expect(Math.abs(binomialCdf(k, n, p) - sum)).toBeLessThan(1e-12);
    }),
    run,
  );
});
