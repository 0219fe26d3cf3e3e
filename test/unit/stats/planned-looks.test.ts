import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gaussLegendre } from "../../../src/stats/gauss-legendre.ts";
import { groupSequentialBoundaries } from "../../../src/stats/group-sequential.ts";
import { normalQuantile } from "../../../src/stats/normal.ts";
import {
  sprtDecision,
  sprtFewestTrials,
  sprtLimits,
  type SprtPlan,
} from "../../../src/stats/sprt.ts";
import { mostByChance, seededUniform } from "./seeded-uniform.ts";

describe("group sequential boundaries", () => {
  test("are those of Pocock (1977), and of O'Brien and Fleming (1979), for 5 % two-sided", () => {
    const last = (shape: "pocock" | "obrien_fleming") =>
      [2, 3, 4, 5].map((looks) =>
        Number(groupSequentialBoundaries(shape, looks, 0.025).at(-1)!.toFixed(3)),
      );
    expect(last("pocock")).toEqual([2.178, 2.289, 2.361, 2.413]);
    expect(last("obrien_fleming")).toEqual([1.977, 2.004, 2.024, 2.04]);
  });

  test("are the plain quantile for a single look", () => {
    for (const shape of ["pocock", "obrien_fleming"] as const) {
      expect(groupSequentialBoundaries(shape, 1, 0.05)).toEqual([
        expect.closeTo(normalQuantile(0.95), 12),
      ]);
    }
  });

  test("keep their shape, and rise as alpha falls", () => {
    const alpha = fc.double({ min: 0.001, max: 0.2, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), alpha, (looks, level) => {
        const pocock = groupSequentialBoundaries("pocock", looks, level);
        const fleming = groupSequentialBoundaries("obrien_fleming", looks, level);
        expect(new Set(pocock).size).toBe(1);
        for (const [index, z] of fleming.entries()) {
          expect(z * Math.sqrt((index + 1) / looks)).toBeCloseTo(fleming.at(-1)!, 12);
        }
        expect(fleming.at(-1)!).toBeGreaterThan(normalQuantile(1 - level));
        expect(pocock[0]!).toBeGreaterThan(fleming.at(-1)!);
        expect(pocock[0]!).toBeLessThan(normalQuantile(1 - level / looks));
        expect(groupSequentialBoundaries("pocock", looks, level / 2)[0]!).toBeGreaterThan(
          pocock[0]!,
        );
      }),
      { seed: 20_260_503, numRuns: 20 },
    );
  });

  test("are exceeded by accident as often as they say", () => {
    const [uniform, runs] = [seededUniform(505), 20_000];
    const bars = groupSequentialBoundaries("pocock", 4, 0.05);
    let exceeded = 0;
    for (let simulation = 0; simulation < runs; simulation += 1) {
      let sum = 0;
      const isOver = bars.some((bar, index) => {
        sum += normalQuantile(uniform() + 2 ** -33);
        return sum / Math.sqrt(index + 1) > bar;
      });
      if (isOver) exceeded += 1;
    }
    expect(exceeded / runs).toBeLessThan(mostByChance(0.05, runs));
    expect(exceeded / runs).toBeGreaterThan(2 * 0.05 - mostByChance(0.05, runs));
  });

  test("rest on a rule that is exact for polynomials", () => {
    const { points, weights } = gaussLegendre(5);
    for (let power = 0; power <= 9; power += 1) {
      const integral = points.reduce((sum, x, index) => sum + weights[index]! * x ** power, 0);
      expect(integral).toBeCloseTo(power % 2 === 0 ? 2 / (power + 1) : 0, 14);
    }
    // Abramowitz and Stegun, table 25.4.
    expect(points[4]).toBeCloseTo(0.906179845938664, 14);
    expect(weights[4]).toBeCloseTo(0.236926885056189, 14);
  });
});

describe("Wald's test", () => {
  const plan: SprtPlan = { rate0: 0.02, rate1: 0.005, alpha: 0.05, beta: 0.2 };

  test("accepts without an event from the fewest trials on, and not before", () => {
    const rates = fc.tuple(
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      fc.double({ min: 0.05, max: 0.9, noNaN: true }),
    );
    fc.assert(
      fc.property(rates, ([rate0, factor]) => {
        const asked = { ...plan, rate0, rate1: rate0 * factor };
        const fewest = sprtFewestTrials(asked)!;
        expect(sprtDecision(asked, 0, fewest)).toBe("accept_h1");
        expect(sprtDecision(asked, 0, fewest - 1)).toBe("continue");
      }),
      { seed: 20_260_504, numRuns: 200 },
    );
    expect(sprtFewestTrials({ ...plan, rate0: 0.005, rate1: 0.02 })).toBeNull();
  });

  test("swapping the hypotheses and their errors swaps the limits and the decision", () => {
    const swapped = { rate0: plan.rate1, rate1: plan.rate0, alpha: plan.beta, beta: plan.alpha };
    const [one, other] = [sprtLimits(plan), sprtLimits(swapped)];
    expect(one.acceptH1At).toBeCloseTo(-other.acceptH0At, 12);
    expect(one.acceptH0At).toBeCloseTo(-other.acceptH1At, 12);
    expect(sprtDecision(plan, 2, 400)).toBe("accept_h1");
    expect(sprtDecision(swapped, 2, 400)).toBe("accept_h0");
    expect(sprtDecision(plan, 12, 300)).toBe("accept_h0");
    expect(sprtDecision(plan, 0, 0)).toBe("continue");
  });

  test("accepts the wrong hypothesis no more often than it may", () => {
    const [uniform, runs] = [seededUniform(506), 1000];
    const acceptedAt = (rate: number) => {
      let [events, trials] = [0, 0];
      while (sprtDecision(plan, events, trials) === "continue") {
        trials += 1;
        if (uniform() < rate) events += 1;
      }
      return sprtDecision(plan, events, trials);
    };
    const shareOf = (rate: number, wrong: string) =>
      Array.from({ length: runs }, () => acceptedAt(rate)).filter((x) => x === wrong).length / runs;
    // Wald's limits hold each error to its own over one minus the other.
    expect(shareOf(0.02, "accept_h1")).toBeLessThan(mostByChance(0.05 / 0.8, runs));
    expect(shareOf(0.005, "accept_h0")).toBeLessThan(mostByChance(0.2 / 0.95, runs));
  });
});
