import { expect, test } from "vitest";
import { binomialCdf } from "../../../../src/stats/binomial.ts";
import { logEffect } from "../../../../src/run/plan/ratio-effect.ts";
import { changedShare, limitedShare } from "../../../../src/run/plan/share-effect.ts";

const sample = (n: number, designEffect = 1) => ({
  n,
  designEffect,
  recordsPerGroup: 1,
  alpha: 0.05,
  about: "figures",
  clusters: "",
});

test("a floor's numbers are those of the exact binomial", () => {
  const { smallestEffect, recordsNeeded, fewestRecords } = limitedShare(0.01, sample(473));
  // Published for a ceiling of 0.01: 299 clean records, and 1,941 (2,185 to be safe) at a true 0.005.
  expect(fewestRecords).toBe(299);
  expect(recordsNeeded).toMatchObject({ n: 1941, n_stable: 2185 });
  // 473 records allow one failure; at the rate told that happens in 80 of 100 runs.
  const passesFrom = smallestEffect?.passes_from ?? 0;
  expect(binomialCdf(1, 473, passesFrom)).toBeCloseTo(0.8, 9);
  expect(smallestEffect?.value).toBeCloseTo(0.01 - passesFrom, 12);
});

test("too few records have no true figure that passes", () => {
  expect(limitedShare(0.05, sample(58)).smallestEffect?.passes_from).toBeNull();
  expect(limitedShare(0.05, sample(59)).smallestEffect?.passes_from).toBeGreaterThan(0);
});

test.each([
  // Discordance, margin and records as planned in closed form, (1.6449 + 0.8416)^2 pd / D^2.
  [0.02, 0.05, 50, 200, 0.0245],
  [0.05, 0.02, 773, 500, 0.0247],
  [0.1, 0.02, 1546, 1000, 0.0248],
  [0.2, 0.05, 495, 2000, 0.0248],
])("a drop at %d discordance and a margin of %d needs %d records", (pd, margin, n, at, effect) => {
  const found = changedShare(margin, pd, sample(at));
  // Pairs that all agree still need z^2 (1 - D) / D of them.
  const agreeing = Math.ceil((1.6448536 ** 2 * (1 - margin)) / margin);
  expect(found.recordsNeeded?.n).toBe(Math.max(n, agreeing));
  expect(found.fewestRecords).toBe(agreeing);
  expect(found.smallestEffect?.value).toBeCloseTo(effect, 4);
});

test("groups make every number of records larger, and what is shown coarser", () => {
  const alone = changedShare(0.02, 0.1, sample(1000));
  const grouped = changedShare(0.02, 0.1, sample(1000, 1.5));
  expect(grouped.recordsNeeded?.n).toBe(Math.ceil(1.5 * (alone.recordsNeeded?.n ?? 0)));
  expect(grouped.smallestEffect?.value).toBeGreaterThan(alone.smallestEffect?.value ?? 1);
});

test("a ratio's effect is reckoned on the scale of its logarithm", () => {
  const { smallestEffect, recordsNeeded } = logEffect(
    { expected: 0.8, deviation: 0.5 },
    "max",
    0.9,
    sample(400),
  );
  const z = 1.6448536269514722 + 0.8416212335729143;
  expect(smallestEffect?.value).toBeCloseTo(Math.exp((-z * 0.5) / 20), 9);
  expect(smallestEffect?.passes_from).toBeCloseTo(0.9 * Math.exp((-z * 0.5) / 20), 9);
  expect(recordsNeeded?.n).toBe(Math.ceil(((z * 0.5) / Math.log(0.9 / 0.8)) ** 2));
  const wrongSide = logEffect({ expected: 0.95, deviation: 0.5 }, "max", 0.9, sample(400));
  expect(wrongSide.recordsNeeded?.n).toBeNull();
});

test("records that all agree count once for each group", () => {
  const inPairs = { ...sample(100, 1.1), recordsPerGroup: 2 };
  expect(limitedShare(0.05, inPairs).fewestRecords).toBe(118);
  expect(changedShare(0.05, 0.1, inPairs).fewestRecords).toBe(104);
});

test("a ratio that does not vary needs as many records as the gate wants of units that are alike", () => {
  const alike = logEffect({ expected: 0.1, deviation: 0 }, "max", 0.9, sample(300));
  expect(alike.recordsNeeded?.n).toBe(10);
  // One record has no error to make a bound from, however far the figure lies from its limit.
  const far = logEffect({ expected: 1e-6, deviation: 0.1 }, "max", 0.9, sample(300));
  expect(far.recordsNeeded?.n).toBe(2);
});
