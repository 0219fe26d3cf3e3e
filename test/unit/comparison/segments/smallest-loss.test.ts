import fc from "fast-check";
import { expect, test } from "vitest";
import { smallestLoss } from "../../../../src/comparison/segments/smallest-loss.ts";

test("is the published smallest detectable difference at one-sided 5 % and 80 % power", () => {
  // Percentage points at n = 200, 500, 1000, 2000, by the share of pairs that differ.
  const published: Readonly<Record<string, readonly number[]>> = {
    "0.05": [3.87, 2.47, 1.75, 1.24],
    "0.1": [5.48, 3.49, 2.48, 1.76],
    "0.2": [7.74, 4.94, 3.51, 2.48],
  };
  for (const [discordance, points] of Object.entries(published)) {
    for (const [index, records] of [200, 500, 1000, 2000].entries()) {
      const loss = smallestLoss(records, Number(discordance), 0.05) ?? Number.NaN;
      expect((100 * loss).toFixed(2)).toBe(points[index]!.toFixed(2));
    }
  }
});

test("where nothing differs it is what would be all of the discordance, and of few pairs none", () => {
  const z = 1.6448536269514722 + 0.8416212335729143;
  expect(smallestLoss(200, 0, 0.05)).toBeCloseTo((z * z) / (200 + z * z), 10);
  expect(smallestLoss(4, 1, 0.05)).toBeNull();
  expect(smallestLoss(5, 1, 0.05)).not.toBeNull();
  expect(smallestLoss(0, 0, 0.05)).toBeNull();
});

test("more pairs show a smaller loss, and more discordance a larger one", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 5_000 }), share, share, (pairs, one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      const loss = smallestLoss(pairs, less, 0.05)!;
      expect(loss).toBeGreaterThan(0);
      expect(loss).toBeLessThan(1);
      expect(smallestLoss(pairs + 1, less, 0.05)!).toBeLessThan(loss);
      expect(smallestLoss(pairs, more, 0.05)!).toBeGreaterThanOrEqual(loss - 1e-12);
    }),
    { seed: 20261126 },
  );
});
