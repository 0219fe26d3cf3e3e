import { describe, expect, test } from "vitest";
import { clusteredMean } from "../../../src/stats/clustered-mean.ts";
import { costPerAccepted } from "../../../src/stats/cost-per-accepted.ts";
import { costAndRate, type JointUnits } from "../../../src/stats/joint-region.ts";
import { seededUniform } from "./seeded-uniform.ts";

const ALPHA = 0.025;

/** Clusters of 1 to 5 outcomes; what was accepted cost more, and a cluster's members are alike. */
function someClusters(count: number, seed: number): JointUnits {
  const next = seededUniform(seed);
  const units = {
    costs: new Float64Array(count),
    accepted: new Float64Array(count),
    sizes: new Float64Array(count),
  };
  for (let cluster = 0; cluster < count; cluster += 1) {
    const share = 0.4 + 0.5 * next();
    units.sizes[cluster] = 1 + Math.floor(5 * next());
    for (let member = 0; member < units.sizes[cluster]!; member += 1) {
      const accepted = next() < share ? 1 : 0;
      units.accepted[cluster]! += accepted;
      units.costs[cluster]! += Math.round(2_000 * (0.2 + next()) * (1 + 2 * accepted));
    }
  }
  return units;
}

/** Variance, covariance and variance of both figures over draws of whole clusters. */
function bootstrapped({ costs, accepted, sizes }: JointUnits, draws: number): readonly number[] {
  const next = seededUniform(7);
  const count = costs.length;
  const logs: number[] = [];
  const rates: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    let [cost, wins, outcomes] = [0, 0, 0];
    for (let place = 0; place < count; place += 1) {
      const cluster = Math.floor(next() * count);
      cost += costs[cluster]!;
      wins += accepted[cluster]!;
      outcomes += sizes?.[cluster] ?? 1;
    }
    logs.push(Math.log(cost / wins));
    rates.push(wins / outcomes);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / draws;
  const [log, rate] = [mean(logs), mean(rates)];
  const moment = (of: (draw: number) => number) =>
    logs.reduce((sum, _, draw) => sum + of(draw), 0) / (draws - 1);
  return [
    moment((draw) => (logs[draw]! - log) ** 2),
    moment((draw) => (logs[draw]! - log) * (rates[draw]! - rate)),
    moment((draw) => (rates[draw]! - rate) ** 2),
  ];
}

const fiveTimes = (...values: readonly number[]): Float64Array =>
  Float64Array.from(Array.from({ length: 5 }, () => values).flat());

describe("cost per accepted outcome and acceptance rate together", () => {
  test("vary as 20,000 bootstrap draws of whole clusters do, within 5 %", () => {
    const units = someClusters(300, 11);
    const { covariance } = costAndRate(units, ALPHA);
    for (const [index, drawn] of bootstrapped(units, 20_000).entries()) {
      expect(Math.abs(covariance![index]! / drawn - 1)).toBeLessThan(0.05);
    }
  });

  test("have the errors that each of the two figures has alone", () => {
    const units = someClusters(80, 3);
    const { ratio, rate, covariance } = costAndRate(units, ALPHA);
    const cost = costPerAccepted(units.costs, units.accepted, ALPHA);
    const accepted = clusteredMean({ sums: units.accepted, sizes: units.sizes }, ALPHA);
    expect(ratio).toBe(cost.estimate);
    expect(rate).toBeCloseTo(accepted.estimate!, 14);
    expect(Math.sqrt(covariance![0])).toBeCloseTo(cost.logStandardError!, 12);
    expect(Math.sqrt(covariance![2])).toBeCloseTo(accepted.standardError!, 12);
  });

  test("of twenty outcomes are as by hand", () => {
    // Mean cost 2, rate 3/4. Residuals of the logarithm: 1/2 - 4/3, 1 - 4/3, 3/2 - 4/3, 1 - 0;
    // of the rate: 1/4, 1/4, 1/4, -3/4. Five times over, divided by 20 · 19.
    const { ratio, rate, covariance } = costAndRate(
      {
        costs: fiveTimes(1, 2, 3, 2),
        accepted: fiveTimes(1, 1, 1, 0),
        sizes: undefined,
      },
      ALPHA,
    );
    expect(ratio).toBeCloseTo(8 / 3, 14);
    expect(rate).toBe(0.75);
    expect(covariance![0]).toBeCloseTo((5 * (25 / 36 + 1 / 9 + 1 / 36 + 1)) / 380, 14);
    expect(covariance![1]).toBeCloseTo(-5 / 380, 14);
    expect(covariance![2]).toBeCloseTo((5 * 0.75) / 380, 14);
  });

  test.each([
    ["no_data", [], [], null, null],
    ["no_accepted_outcomes", [1, 2], [0, 0], null, 0],
    ["fewer_than_two_units", [1], [1], 1, 1],
    ["zero_cost", [0, 0, 0, 0], [1, 1, 1, 0], 0, 0.75],
    ["no_variation", [1, 2, 3], [1, 1, 1], 2, 1],
    ["too_few_accepted_for_bound", [1, 2, 3, 4], [1, 0, 0, 0], 10, 0.25],
  ])("have no region where %s", (reason, costs, accepted, ratio, rate) => {
    const units = { costs: Float64Array.from(costs), accepted: Float64Array.from(accepted) };
    const found = costAndRate({ ...units, sizes: undefined }, ALPHA);
    expect(found).toEqual({ ratio, rate, covariance: null, reason });
  });

  test("are a line where a cost stands for each acceptance", () => {
    const accepted = Float64Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? 0 : 1));
    const costs = accepted.map((one) => one * 5);
    const { covariance } = costAndRate({ costs, accepted, sizes: undefined }, ALPHA);
    expect(covariance![0]).toBe(0);
    expect(covariance![1]).toBe(0);
    expect(covariance![2]).toBeGreaterThan(0);
  });
});
