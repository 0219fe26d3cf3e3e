import fc from "fast-check";
import { expect, test } from "vitest";
import { costPerAccepted } from "../../../src/stats/cost-per-accepted.ts";
import { mixStandardizedRatio } from "../../../src/stats/cost-segments.ts";
import { bootstrapError } from "../../../src/stats/bootstrap-interval.ts";
import { seededNumbers, seededResamples } from "../../../src/stats/resamples.ts";
import {
  standardizedCosts,
  type StandardizedUnits,
} from "../../../src/stats/standardized-ratio.ts";
import { studentQuantile } from "../../../src/stats/student.ts";

interface Row {
  readonly segment: number;
  readonly costs: readonly [number, number];
  readonly accepted: readonly [number, number];
}

function unitsOf(rows: readonly Row[], segments: number): StandardizedUnits {
  const column = (of: (row: Row) => number) => Float64Array.from(rows, of);
  return {
    baseline: { costs: column((row) => row.costs[0]), accepted: column((row) => row.accepted[0]) },
    candidate: { costs: column((row) => row.costs[1]), accepted: column((row) => row.accepted[1]) },
    segmentOf: Int32Array.from(rows, ({ segment }) => segment),
    segments,
    clusterOf: undefined,
    clusterCount: rows.length,
  };
}

const rowsArbitrary = fc.array(
  fc.record({
    segment: fc.nat(2),
    costs: fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 1_000 })),
    accepted: fc.tuple(fc.nat(1), fc.nat(1)),
  }),
  { minLength: 5, maxLength: 60 },
);
/** One accepted outcome of either arm in every segment. */
const alive: readonly Row[] = [0, 1, 2].map((segment) => ({
  segment,
  costs: [10, 20],
  accepted: [1, 1],
}));

test("the baseline at its own mix has the estimate and the interval of its plain ratio", () => {
  fc.assert(
    fc.property(rowsArbitrary, (rows) => {
      const units = unitsOf([...rows, ...alive], 3);
      const { costs, accepted } = units.baseline;
      const plain = costPerAccepted(costs, accepted, 0.025);
      const { baseline } = standardizedCosts(units, 0.025);
      expect(baseline.estimate!).toBeCloseTo(plain.estimate!, 8);
      expect(baseline.lower! / plain.lower!).toBeCloseTo(1, 8);
      // A plain ratio of few accepted has no upper bound at all.
      if (plain.upper !== null) expect(baseline.upper! / plain.upper).toBeCloseTo(1, 8);
    }),
    { seed: 20261126 },
  );
});

test("the candidate's figure is the mean of its segments by the baseline's accepted outcomes", () => {
  fc.assert(
    fc.property(rowsArbitrary, (rows) => {
      const all = [...rows, ...alive];
      const sums = [0, 1, 2].map((segment) => {
        const own = all.filter((row) => row.segment === segment);
        const sum = (of: (row: Row) => number) => own.reduce((total, row) => total + of(row), 0);
        return {
          cost: sum(({ costs }) => costs[1]),
          accepted: sum(({ accepted }) => accepted[1]),
          mix: sum(({ accepted }) => accepted[0]),
        };
      });
      const wanted = mixStandardizedRatio(
        sums,
        sums.map(({ mix }) => mix),
      );
      const { candidate } = standardizedCosts(unitsOf(all, 3), 0.025);
      expect(candidate.estimate!).toBeCloseTo(wanted!, 8);
    }),
    { seed: 20261126 },
  );
});

test("arms that do the same have the ratio 1, without an error", () => {
  fc.assert(
    fc.property(rowsArbitrary, (rows) => {
      const same = [...rows, ...alive].map(({ segment, costs: [cost], accepted: [is] }): Row => ({
        segment,
        costs: [cost, cost],
        accepted: [is, is],
      }));
      const { ratio } = standardizedCosts(unitsOf(same, 3), 0.025);
      expect(ratio).toMatchObject({ estimate: 1, lower: 1, upper: 1 });
    }),
    { seed: 20261126 },
  );
});

test("bounds hold the estimate and widen with confidence; a dearer candidate scales the ratio", () => {
  fc.assert(
    fc.property(rowsArbitrary, fc.integer({ min: 2, max: 9 }), (rows, factor) => {
      const units = unitsOf([...rows, ...alive], 3);
      const { ratio } = standardizedCosts(units, 0.025);
      const wider = standardizedCosts(units, 0.005).ratio;
      expect(ratio.lower!).toBeLessThanOrEqual(ratio.estimate!);
      expect(ratio.upper!).toBeGreaterThanOrEqual(ratio.estimate!);
      expect(wider.lower!).toBeLessThanOrEqual(ratio.lower!);
      expect(wider.upper!).toBeGreaterThanOrEqual(ratio.upper!);
      const dearer = {
        ...units,
        candidate: { ...units.candidate, costs: units.candidate.costs.map((c) => c * factor) },
      };
      const scaled = standardizedCosts(dearer, 0.025).ratio;
      expect(scaled.estimate! / ratio.estimate!).toBeCloseTo(factor, 8);
      expect(scaled.upper! / ratio.upper!).toBeCloseTo(factor, 8);
    }),
    { seed: 20261126 },
  );
});

test("the error of the ratio's logarithm is what resampling records shows", () => {
  const next = seededNumbers(7);
  const uniform = (): number => next() / 4294967296;
  const rows = Array.from({ length: 600 }, (_, index): Row => {
    const segment = index % 3;
    return {
      segment,
      costs: [100 + 50 * segment + 100 * uniform(), 60 + 80 * segment + 120 * uniform()],
      accepted: [uniform() < 0.9 - 0.2 * segment ? 1 : 0, uniform() < 0.85 - 0.1 * segment ? 1 : 0],
    };
  });
  const { ratio } = standardizedCosts(unitsOf(rows, 3), 0.025);
  const logError = Math.log(ratio.upper! / ratio.estimate!) / studentQuantile(0.975, 599);
  const replicates: number[] = [];
  for (const drawn of seededResamples(600, 2_000, 11)) {
    const sample = Array.from(drawn, (place) => rows[place]!);
    replicates.push(Math.log(standardizedCosts(unitsOf(sample, 3), 0.025).ratio.estimate!));
  }
  const resampled = bootstrapError(Float64Array.from(replicates));
  expect(logError / resampled).toBeGreaterThan(0.93);
  expect(logError / resampled).toBeLessThan(1.07);
});

test("clusters: ten copies of a record know no more than the record", () => {
  const rows: readonly Row[] = [
    ...alive,
    { segment: 0, costs: [50, 10], accepted: [1, 0] },
    { segment: 1, costs: [5, 70], accepted: [0, 1] },
  ];
  const copied = rows.flatMap((row) => Array.from({ length: 10 }, () => row));
  const alone = standardizedCosts(unitsOf(rows, 3), 0.025).ratio;
  const clustered = standardizedCosts(
    {
      ...unitsOf(copied, 3),
      clusterOf: Int32Array.from(copied, (_, index) => Math.floor(index / 10)),
      clusterCount: rows.length,
    },
    0.025,
  ).ratio;
  expect(clustered.estimate!).toBeCloseTo(alone.estimate!, 10);
  expect(clustered.lower!).toBeCloseTo(alone.lower!, 10);
});
