import fc from "fast-check";
import { expect, test } from "vitest";
import {
  mixStandardizedRatio,
  overallRatio,
  segmentRatio,
  simpsonReversal,
} from "../../../src/stats/cost-segments.ts";

// The reference's example: cheaper in both segments, dearer overall.
const candidate = [
  { cost: 9, accepted: 900 },
  { cost: 45, accepted: 450 },
];
const baseline = [
  { cost: 9.9, accepted: 900 },
  { cost: 11, accepted: 100 },
];
const mixOf = (segments: typeof baseline) => segments.map(({ accepted }) => accepted);

test("a candidate that accepts more dear work is dearer overall and cheaper in the same mix", () => {
  expect(overallRatio(candidate)).toBeCloseTo(0.04, 12);
  expect(overallRatio(baseline)).toBeCloseTo(0.0209, 12);
  // 0.9 * 0.01 + 0.1 * 0.1
  expect(mixStandardizedRatio(candidate, mixOf(baseline))).toBeCloseTo(0.019, 12);
  expect(simpsonReversal(candidate, baseline)).toBe("cheaper_in_every_segment");
  expect(simpsonReversal(baseline, candidate)).toBe("dearer_in_every_segment");
});

test("there is no reversal without one, or where a segment has no ratio", () => {
  expect(simpsonReversal(baseline, baseline)).toBeNull();
  const cheaper = baseline.map(({ cost, accepted }) => ({ cost: cost / 2, accepted }));
  expect(simpsonReversal(cheaper, baseline)).toBeNull();
  const dead = { cost: 1, accepted: 0 };
  expect(simpsonReversal([...candidate, dead], [...baseline, dead])).toBeNull();
});

test("a segment that accepted nothing has no ratio, but its cost counts", () => {
  const dead = { cost: 1, accepted: 0 };
  expect(segmentRatio(dead)).toBeNull();
  expect(overallRatio([dead])).toBeNull();
  expect(overallRatio([{ cost: 3, accepted: 2 }, dead])).toBe(2);
  expect(mixStandardizedRatio([...candidate, dead], [9, 1, 0])).toBeCloseTo(0.019, 12);
  expect(mixStandardizedRatio([...candidate, dead], [9, 1, 1])).toBeNull();
  expect(mixStandardizedRatio(candidate, [0, 0])).toBeNull();
});

test("in its own mix an arm costs what it costs overall", () => {
  const segment = fc.record({
    cost: fc.integer({ min: 0, max: 1e6 }),
    accepted: fc.integer({ min: 1, max: 1000 }),
  });
  const run = { seed: 20_260_211, numRuns: 200 };
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 8 }), (segments) => {
      const [overall, own] = [
        overallRatio(segments)!,
        mixStandardizedRatio(segments, mixOf(segments))!,
      ];
      expect(own / (overall || 1)).toBeCloseTo(overall === 0 ? 0 : 1, 9);
      expect(simpsonReversal(segments, segments)).toBeNull();
    }),
    run,
  );
});
