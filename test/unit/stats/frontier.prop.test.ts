import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  areaUnderFrontier,
  averageQuality,
  costQualityFrontier,
  costRangeOf,
  qualityAt,
  type CostQualityPoint,
} from "../../../src/stats/cost-quality-frontier.ts";
import {
  averageGapRecovered,
  gapRecovered,
  hasDip,
  shareToRecover,
  type StrongSharePoint,
} from "../../../src/stats/strong-share-curve.ts";

const run = { seed: 20_260_507, numRuns: 300 };
const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe("a sweep between a weak and a strong model", () => {
  // Prompt length as the router on GSM8K, by RouteLLM's own algorithm.
  const byLength: readonly StrongSharePoint[] = (
    [
      [0, 63.73],
      [10.3, 68.09],
      [20, 69.85],
      [30.1, 73.07],
      [40.3, 75.75],
      [50, 77.81],
      [60.4, 80.03],
      [70.1, 82.1],
      [80.5, 83.47],
      [90.1, 84.7],
      [100, 85.77],
    ] as const
  ).map(([percent, quality]) => ({ strongShare: percent / 100, quality }));
  const gap = { weak: 63.73, strong: 85.77 };

  test("has the figures of RouteLLM's own program, as far as its rounded points tell", () => {
    expect(averageGapRecovered(byLength, gap)).toBeCloseTo(0.5987, 3);
    const percents = [0.2, 0.5, 0.8].map((target) => shareToRecover(target, byLength, gap)! * 100);
    // Shares known to 0.1 % and qualities to 0.01 leave the crossings unsure by some 0.08 %.
    for (const [index, published] of [10.51, 36.51, 66.66].entries()) {
      expect(Math.abs(percents[index]! - published)).toBeLessThan(0.08);
    }
    expect(hasDip(byLength)).toBe(false);
  });

  const curves = fc
    .array(fc.tuple(fc.double({ min: 0.01, max: 1, noNaN: true }), unit), {
      minLength: 2,
      maxLength: 12,
    })
    .map((steps) => {
      const total = steps.slice(1).reduce((sum, [width]) => sum + width, 0);
      let share = 0;
      return steps.map(([width, quality], index): StrongSharePoint => {
        share += index === 0 ? 0 : width / total;
        return { strongShare: share, quality };
      });
    });

  test("a straight line recovers half on average, and every target at its own share", () => {
    fc.assert(
      fc.property(curves, unit, (curve, target) => {
        const straight = curve.map(({ strongShare }) => ({
          strongShare,
          quality: 0.2 + 0.6 * strongShare,
        }));
        const ends = { weak: 0.2, strong: straight.at(-1)!.quality };
        expect(averageGapRecovered(straight, ends)).toBeCloseTo(0.5, 10);
        const share = shareToRecover(target, straight, ends);
        expect(share! / straight.at(-1)!.strongShare).toBeCloseTo(target, 8);
      }),
      run,
    );
  });

  test("a target is first reached where the curve says, and not before", () => {
    fc.assert(
      fc.property(curves, unit, (curve, target) => {
        const ends = { weak: 0.1, strong: 0.9 };
        const share = shareToRecover(target, curve, ends);
        const wanted = 0.1 + target * 0.8;
        const before = curve.filter(
          ({ strongShare }) => share === null || strongShare < share - 1e-12,
        );
        expect(before.every(({ quality }) => quality < wanted)).toBe(true);
        if (share === null) return;
        const more = shareToRecover(Math.min(1, target + 0.1), curve, ends);
        expect(more ?? Infinity).toBeGreaterThanOrEqual(share);
      }),
      run,
    );
  });

  test("figures do not depend on the unit of quality", () => {
    fc.assert(
      fc.property(curves, fc.double({ min: 0.1, max: 100, noNaN: true }), (curve, scale) => {
        const scaled = curve.map((x) => ({ ...x, quality: 3 + scale * x.quality }));
        const [one, other] = [
          averageGapRecovered(curve, { weak: 0.1, strong: 0.9 })!,
          averageGapRecovered(scaled, { weak: 3 + scale * 0.1, strong: 3 + scale * 0.9 })!,
        ];
        expect(other).toBeCloseTo(one, 9);
      }),
      run,
    );
  });

  test("a dip is seen, and without a gap or a span there is nothing to recover", () => {
    const dipping = [0.6, 0.7, 0.66, 0.8].map((quality, index) => ({
      strongShare: index / 3,
      quality,
    }));
    expect(hasDip(dipping)).toBe(true);
    expect(gapRecovered(0.5, { weak: 0.8, strong: 0.8 })).toBeNull();
    expect(shareToRecover(0.5, dipping, { weak: 0.9, strong: 0.8 })).toBeNull();
    expect(averageGapRecovered(dipping, { weak: 0.8, strong: 0.8 })).toBeNull();
    expect(averageGapRecovered([dipping[0]!], gap)).toBeNull();
    expect(averageGapRecovered([], gap)).toBeNull();
    expect(shareToRecover(0.1, [], gap)).toBeNull();
    expect(shareToRecover(0, byLength, gap)).toBe(0);
  });
});

describe("the frontier of cost and quality", () => {
  const points = fc.array(
    fc.record<CostQualityPoint>({
      cost: fc.double({ min: 0, max: 100, noNaN: true }),
      quality: unit,
    }),
    { minLength: 1, maxLength: 30 },
  );

  test("no setting is above it, it rises, and ever less steeply", () => {
    fc.assert(
      fc.property(points, (settings) => {
        const frontier = costQualityFrontier(settings);
        for (const { cost, quality } of settings) {
          expect(qualityAt(frontier, cost)!).toBeGreaterThanOrEqual(quality - 1e-9);
        }
        let steepest = Infinity;
        for (const [index, point] of frontier.slice(1).entries()) {
          const before = frontier[index]!;
          expect(point.cost).toBeGreaterThan(before.cost);
          expect(point.quality).toBeGreaterThan(before.quality);
          const slope = (point.quality - before.quality) / (point.cost - before.cost);
          expect(slope).toBeLessThanOrEqual(steepest * (1 + 1e-9));
          steepest = slope;
        }
      }),
      run,
    );
  });

  test("its mean is between its least and its best quality, in whatever order settings come", () => {
    fc.assert(
      fc.property(points, (settings) => {
        const range = costRangeOf(settings)!;
        fc.pre(range.to - range.from > 1e-6);
        const frontier = costQualityFrontier(settings);
        const mean = averageQuality(frontier, range)!;
        expect(mean).toBeGreaterThanOrEqual(frontier[0]!.quality - 1e-9);
        expect(mean).toBeLessThanOrEqual(frontier.at(-1)!.quality + 1e-9);
        expect(costQualityFrontier(settings.toReversed())).toEqual(frontier);
        const doubled = settings.map((x) => ({ ...x, cost: 2 * x.cost }));
        const { from, to } = range;
        expect(
          averageQuality(costQualityFrontier(doubled), { from: 2 * from, to: 2 * to }),
        ).toBeCloseTo(mean, 9);
      }),
      run,
    );
  });

  test("goes on flat beyond its dearest setting, and a range may cut it anywhere", () => {
    const frontier = costQualityFrontier([
      { cost: 1, quality: 0.5 },
      { cost: 3, quality: 0.7 },
      { cost: 9, quality: 0.6 },
    ]);
    expect(frontier.map(({ cost }) => cost)).toEqual([1, 3]);
    expect(qualityAt(frontier, 2)).toBeCloseTo(0.6, 12);
    expect(qualityAt(frontier, 50)).toBe(0.7);
    expect(qualityAt(frontier, 0.9)).toBeNull();
    expect(areaUnderFrontier(frontier, { from: 2, to: 5 })).toBeCloseTo(0.65 + 2 * 0.7, 12);
    expect(averageQuality(frontier, { from: 1, to: 9 })).toBeCloseTo((1.2 + 6 * 0.7) / 8, 12);
    expect(averageQuality(frontier, { from: 0.5, to: 9 })).toBeNull();
    expect(averageQuality(frontier, { from: 2, to: 2 })).toBeNull();
  });

  test("nothing comes of nothing, and of settings with one cost the best is kept", () => {
    expect(costQualityFrontier([])).toEqual([]);
    expect(costRangeOf([])).toBeNull();
    expect(qualityAt([], 1)).toBeNull();
    const best = { cost: 1, quality: 0.8 };
    expect(costQualityFrontier([{ cost: 1, quality: 0.5 }, best])).toEqual([best]);
  });
});
