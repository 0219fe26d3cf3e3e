import { expect, test } from "vitest";
import { approximateMcnemar, mcnemar } from "../../../src/stats/mcnemar.ts";
import { normalQuantile } from "../../../src/stats/normal.ts";
import {
  tangoInterval,
  tangoNonInferiorityP,
  tangoStatistic,
  tangoViolatedP,
} from "../../../src/stats/tango.ts";

// Bentur (2009) and Cavo (2012), as analysed by Fagerland, Lydersen and Laake (2013, 2014).
test("McNemar's p-values are the published ones", () => {
  expect(mcnemar(1, 7).exactP).toBeCloseTo(0.0703125, 12);
  expect(mcnemar(1, 7).midP).toBeCloseTo(0.0390625, 12);
  expect(mcnemar(6, 16).exactP).toBeCloseTo(0.052479, 6);
  expect(mcnemar(16, 6).midP).toBeCloseTo(0.03469, 6);
});

test("McNemar's approximate statistic is the published one, and 0 without a differing pair", () => {
  expect(approximateMcnemar(6, 16).z).toBeCloseTo(-2.132007, 6);
  expect(approximateMcnemar(6, 16).p).toBeCloseTo(0.033006, 6);
  expect(approximateMcnemar(16, 6).p).toBe(approximateMcnemar(6, 16).p);
  expect(approximateMcnemar(0, 0)).toEqual({ z: 0, p: 1 });
});

test("pairs that differ equally often, or never, show no difference", () => {
  expect(mcnemar(5, 5)).toEqual({ exactP: 1, midP: expect.closeTo(1 - 252 / 1024 / 2, 14) });
  expect(mcnemar(0, 0)).toEqual({ exactP: 1, midP: 1 });
  expect(mcnemar(0, 1).exactP).toBe(1);
});

test("Tango's intervals are the published ones", () => {
  const bentur = tangoInterval(1, 7, 21, 0.025);
  expect(bentur.estimate).toBeCloseTo(-6 / 21, 15);
  expect(bentur.lower).toBeCloseTo(-0.5172, 4);
  expect(bentur.upper).toBeCloseTo(-0.026, 4);
  const cavo = tangoInterval(6, 16, 161, 0.025);
  expect(cavo.lower).toBeCloseTo(-0.124, 4);
  expect(cavo.upper).toBeCloseTo(-0.0054, 4);
});

test("arms that never differ still leave room for a difference", () => {
  const z = normalQuantile(0.975);
  const { lower, upper } = tangoInterval(0, 0, 100, 0.025);
  expect(upper).toBeCloseTo((z * z) / (100 + z * z), 12);
  expect(lower).toBeCloseTo(-upper!, 12);
});

test("without a differing pair, a margin of 0.02 takes 133 pairs", () => {
  // z^2 (1 - D) / D = 2.7055 * 49 = 132.57
  expect(tangoNonInferiorityP(0, 0, 132, 0.02)).toBeGreaterThan(0.05);
  expect(tangoNonInferiorityP(0, 0, 133, 0.02)).toBeLessThanOrEqual(0.05);
});

test("at the difference seen the statistic is 0, and both claims stand alike", () => {
  expect(tangoStatistic(10, 30, 1000, -0.02)).toBeCloseTo(0, 12);
  expect(tangoNonInferiorityP(10, 30, 1000, 0.02)).toBeCloseTo(0.5, 12);
  expect(tangoViolatedP(10, 30, 1000, 0.02)).toBeCloseTo(0.5, 12);
});

test("an arm that wins every pair is bounded by 1", () => {
  expect(tangoInterval(4, 0, 4, 0.05)).toMatchObject({ estimate: 1, upper: 1 });
  expect(tangoInterval(0, 4, 4, 0.05)).toMatchObject({ estimate: -1, lower: -1 });
  expect(tangoStatistic(4, 0, 4, 1)).toBe(0);
  expect(tangoStatistic(4, 0, 4, -1)).toBe(Infinity);
});

test("without pairs nothing is claimed and nothing refused", () => {
  expect(tangoInterval(0, 0, 0, 0.05).reason).toBe("no_data");
  expect(tangoNonInferiorityP(0, 0, 0, 0.02)).toBe(1);
  expect(tangoViolatedP(0, 0, 0, 0.02)).toBe(1);
});
