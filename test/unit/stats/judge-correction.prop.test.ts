import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  predictionGain,
  predictionPoweredMean,
  tunedTrust,
  type JudgedSample,
} from "../../../src/stats/prediction-powered.ts";
import {
  roganGladen,
  roganGladenInterval,
  roganGladenPoint,
  type JudgedCounts,
} from "../../../src/stats/rogan-gladen.ts";
import { mostByChance, seededUniform } from "./seeded-uniform.ts";

const run = { seed: 20_260_506, numRuns: 300 };
const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });
const goodRate = fc.double({ min: 0.51, max: 1, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });

const countOf = (most: fc.Arbitrary<number>) =>
  most.chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n })));
const judgedCounts: fc.Arbitrary<JudgedCounts> = fc
  .tuple(
    countOf(fc.integer({ min: 30, max: 5000 })),
    countOf(fc.integer({ min: 20, max: 500 })),
    countOf(fc.integer({ min: 20, max: 500 })),
  )
  .map(
    ([
      [judged, judgedPositive],
      [trulyPositive, truePositives],
      [trulyNegative, trueNegatives],
    ]) => ({
      judged,
      judgedPositive,
      trulyPositive,
      truePositives,
      trulyNegative,
      trueNegatives,
    }),
  );

describe("a rate corrected for the judge's errors", () => {
  test("is the true rate, where the apparent one is what such a judge makes of it", () => {
    fc.assert(
      fc.property(unit, goodRate, goodRate, (truth, sensitivity, specificity) => {
        const apparent = truth * sensitivity + (1 - truth) * (1 - specificity);
        expect(roganGladenPoint({ apparent, sensitivity, specificity })).toBeCloseTo(truth, 9);
      }),
      run,
    );
  });

  test("has bounds in order and within 0 to 1 that widen as alpha falls, or none and a reason", () => {
    fc.assert(
      fc.property(judgedCounts, alpha, (counts, level) => {
        const { raw } = roganGladen(counts);
        const { estimate, lower, upper, reason } = roganGladenInterval(counts, level);
        const wider = roganGladenInterval(counts, level / 2);
        if (raw === null || raw < 0 || raw > 1) {
          expect([lower, upper]).toEqual([null, null]);
          expect(reason).toBe(
            raw === null ? "judge_no_better_than_chance" : "calibration_inconsistent",
          );
          return;
        }
        expect(estimate).toBe(raw);
        expect(lower!).toBeGreaterThanOrEqual(0);
        expect(upper!).toBeLessThanOrEqual(1);
        expect(lower!).toBeLessThanOrEqual(upper!);
        expect(wider.upper! - wider.lower!).toBeGreaterThanOrEqual(upper! - lower! - 1e-12);
      }),
      run,
    );
  });

  test("with a judge worth asking and 5 % lies between its bounds", () => {
    fc.assert(
      fc.property(judgedCounts, (counts) => {
        const { youden, raw } = roganGladen(counts);
        fc.pre(raw !== null && raw >= 0 && raw <= 1 && youden > 0.3);
        const { estimate, lower, upper } = roganGladenInterval(counts, 0.025);
        expect(lower!).toBeLessThanOrEqual(estimate!);
        expect(upper!).toBeGreaterThanOrEqual(estimate!);
      }),
      run,
    );
  });

  test("is mirrored where passing and failing are swapped", () => {
    fc.assert(
      fc.property(judgedCounts, alpha, (counts, level) => {
        const mirrored: JudgedCounts = {
          judged: counts.judged,
          judgedPositive: counts.judged - counts.judgedPositive,
          trulyPositive: counts.trulyNegative,
          truePositives: counts.trueNegatives,
          trulyNegative: counts.trulyPositive,
          trueNegatives: counts.truePositives,
        };
        const [one, other] = [roganGladen(counts), roganGladen(mirrored)];
        // Where the judge is nearly chance, both are rounding divided by rounding.
        fc.pre(one.youden > 0.05);
        expect(one.raw! + other.raw!).toBeCloseTo(1, 8);
        expect(one.standardError).toBeCloseTo(other.standardError!, 8);
        const [bounds, swapped] = [
          roganGladenInterval(counts, level),
          roganGladenInterval(mirrored, level),
        ];
        expect(bounds.unclipped!.lower + swapped.unclipped!.upper).toBeCloseTo(1, 8);
      }),
      run,
    );
  });

  test("has nothing to say without a calibration, or of nothing", () => {
    const counts: JudgedCounts = {
      judged: 100,
      judgedPositive: 80,
      trulyPositive: 50,
      truePositives: 45,
      trulyNegative: 0,
      trueNegatives: 0,
    };
    expect(roganGladenInterval(counts, 0.05)).toMatchObject({ estimate: null, reason: "no_data" });
    const empty = { ...counts, judged: 0, judgedPositive: 0, trulyNegative: 9, trueNegatives: 9 };
    expect(roganGladenInterval(empty, 0.05)).toMatchObject({ estimate: null, reason: "no_data" });
  });

  test("has no bounds where the few calibrating records, adjusted for, tell nothing apart", () => {
    const few = { judged: 100, judgedPositive: 28, trulyPositive: 10, truePositives: 3 };
    const { estimate, lower, upper, reason } = roganGladenInterval(
      { ...few, trulyNegative: 4, trueNegatives: 3 },
      0.05,
    );
    expect(estimate).toBeCloseTo(0.6, 12);
    expect([lower, upper, reason]).toEqual([null, null, "judge_no_better_than_chance"]);
  });

  test("is between its 95 % bounds in about 95 % of runs", () => {
    const [uniform, runs] = [seededUniform(508), 500];
    const drawn = (n: number, rate: number) =>
      Array.from({ length: n }, uniform).filter((u) => u < rate).length;
    let missed = 0;
    for (let simulation = 0; simulation < runs; simulation += 1) {
      const interval = roganGladenInterval(
        {
          judged: 400,
          judgedPositive: drawn(400, 0.7 * 0.9 + 0.3 * 0.2),
          trulyPositive: 120,
          truePositives: drawn(120, 0.9),
          trulyNegative: 80,
          trueNegatives: drawn(80, 0.8),
        },
        0.025,
      );
      if (interval.lower! > 0.7 || interval.upper! < 0.7) missed += 1;
    }
    expect(missed / runs).toBeLessThan(mostByChance(0.055, runs));
  });
});

describe("a mean that leans on a judge", () => {
  const score = fc.double({ min: -1, max: 1, noNaN: true });
  const samples: fc.Arbitrary<JudgedSample> = fc
    .tuple(
      fc.array(fc.tuple(score, score), { minLength: 2, maxLength: 60 }),
      fc.array(score, { minLength: 2, maxLength: 200 }),
    )
    .map(([labelled, judged]) => ({
      labels: Float64Array.from(labelled, ([label]) => label),
      judgeOnLabelled: Float64Array.from(labelled, ([, judge]) => judge),
      judgeOnUnlabelled: Float64Array.from(judged),
    }));

  test("has bounds in order around it, that widen as alpha falls", () => {
    fc.assert(
      fc.property(samples, unit, alpha, (sample, trust, level) => {
        const { estimate, lower, upper } = predictionPoweredMean(sample, trust, level);
        const wider = predictionPoweredMean(sample, trust, level / 2);
        expect(lower!).toBeLessThanOrEqual(estimate!);
        expect(upper!).toBeGreaterThanOrEqual(estimate!);
        expect(wider.lower!).toBeLessThanOrEqual(lower!);
        expect(wider.upper!).toBeGreaterThanOrEqual(upper!);
      }),
      run,
    );
  });

  test("is negated where the arms of paired differences are swapped", () => {
    fc.assert(
      fc.property(samples, alpha, (sample, level) => {
        const swapped: JudgedSample = {
          labels: sample.labels.map((x) => -x),
          judgeOnLabelled: sample.judgeOnLabelled.map((x) => -x),
          judgeOnUnlabelled: sample.judgeOnUnlabelled.map((x) => -x),
        };
        const trust = tunedTrust(sample);
        expect(tunedTrust(swapped)).toBeCloseTo(trust, 12);
        const one = predictionPoweredMean(sample, trust, level);
        const other = predictionPoweredMean(swapped, trust, level);
        expect(one.estimate! + other.estimate!).toBeCloseTo(0, 12);
        expect(one.lower! + other.upper!).toBeCloseTo(0, 12);
      }),
      run,
    );
  });

  test("is that of the labels without trust, and that of the judge where it is always right", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const mean = (values: Float64Array) =>
          values.reduce((sum, value) => sum + value, 0) / values.length;
        const labelsAlone = { ...sample, judgeOnUnlabelled: new Float64Array(0) };
        const { estimate } = predictionPoweredMean(labelsAlone, 0, 0.05);
        expect(estimate).toBeCloseTo(mean(sample.labels), 12);
        const right = { ...sample, judgeOnLabelled: sample.labels };
        expect(predictionPoweredMean(right, 1, 0.05).estimate).toBeCloseTo(
          mean(sample.judgeOnUnlabelled),
          12,
        );
      }),
      run,
    );
  });

  test("does not trust a judge that always says the same, or that nobody asked", () => {
    const constant: JudgedSample = {
      labels: Float64Array.of(1, 0, 1),
      judgeOnLabelled: Float64Array.of(1, 1, 1),
      judgeOnUnlabelled: Float64Array.of(1, 1),
    };
    expect(tunedTrust(constant)).toBe(0);
    expect(tunedTrust({ ...constant, judgeOnUnlabelled: new Float64Array(0) })).toBe(0);
    expect(
      predictionPoweredMean({ ...constant, judgeOnUnlabelled: new Float64Array(0) }, 1, 0.05),
    ).toMatchObject({ estimate: null, reason: "no_data" });
    const single = { ...constant, labels: Float64Array.of(1), judgeOnLabelled: Float64Array.of(1) };
    expect(predictionPoweredMean(single, 1, 0.05)).toMatchObject({
      estimate: 1,
      lower: null,
      upper: null,
      reason: "fewer_than_two_values",
    });
  });

  test("is between its 95 % bounds in about 95 % of runs, and they are narrower than the labels'", () => {
    const [uniform, runs] = [seededUniform(509), 400];
    const aRecord = () => {
      const label = uniform() < 0.75 ? 1 : 0;
      return { label, judge: uniform() < 0.9 ? label : 1 - label };
    };
    let [missed, width, labelsWidth] = [0, 0, 0];
    for (let simulation = 0; simulation < runs; simulation += 1) {
      const labelled = Array.from({ length: 150 }, aRecord);
      const sample: JudgedSample = {
        labels: Float64Array.from(labelled, ({ label }) => label),
        judgeOnLabelled: Float64Array.from(labelled, ({ judge }) => judge),
        judgeOnUnlabelled: Float64Array.from({ length: 1500 }, () => aRecord().judge),
      };
      const tuned = predictionPoweredMean(sample, tunedTrust(sample), 0.025);
      const labels = predictionPoweredMean(sample, 0, 0.025);
      if (tuned.lower! > 0.75 || tuned.upper! < 0.75) missed += 1;
      width += tuned.upper! - tuned.lower!;
      labelsWidth += labels.upper! - labels.lower!;
    }
    // The normal approximation on 150 labels is a little optimistic.
    expect(missed / runs).toBeLessThan(mostByChance(0.06, runs));
    // Correlation of judge and label: (0.9 * 0.75 - 0.75 * 0.7) / sqrt(0.1875 * 0.21).
    const { varianceRatio } = predictionGain(0.15 / Math.sqrt(0.1875 * 0.21), 150, 1500);
    expect(width / labelsWidth).toBeCloseTo(Math.sqrt(varianceRatio), 1);
  });

  test("is worth at least its labels, and the more the better the judge", () => {
    const count = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.99, noNaN: true }), count, count, (rho, n, judged) => {
        const gain = predictionGain(rho, n, judged);
        expect(gain.equivalentLabels).toBeGreaterThanOrEqual(n);
        expect(gain.equivalentLabels).toBeLessThanOrEqual(n * gain.limitFactor! * (1 + 1e-12));
        expect(predictionGain(-rho, n, judged)).toEqual(gain);
      }),
      run,
    );
    expect(predictionGain(1, 10, 90)).toEqual({
      varianceRatio: expect.closeTo(0.1, 12),
      equivalentLabels: expect.closeTo(100, 9),
      limitFactor: null,
    });
  });
});
