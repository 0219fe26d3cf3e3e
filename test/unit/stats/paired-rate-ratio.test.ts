import { expect, test } from "vitest";
import { rateRatioInterval, rateRatioStatistic } from "../../../src/stats/paired-rate-ratio.ts";

const Z = 1.6448536269514722;

test("without a discordant pair the lower bound is n / (n + z^2), and the upper its inverse", () => {
  for (const n of [2, 52, 2000]) {
    const found = rateRatioInterval({ both: n, candidateOnly: 0, baselineOnly: 0 }, 0.05);
    expect(found.estimate).toBe(1);
    expect(found.lower).toBeCloseTo(n / (n + Z * Z), 9);
    expect(found.upper).toBeCloseTo((n + Z * Z) / n, 9);
  }
});

/** The largest likelihood under a ratio, by looking at every hundred-thousandth. */
function searched(both: number, up: number, down: number, ratio: number): number {
  const m = both + up + down;
  let [best, place] = [-Infinity, 0];
  for (let step = 1; step < 100_000; step += 1) {
    const c = step / 100_000;
    const d = ratio * c - (ratio - 1);
    const b = 1 - c - d;
    if (d <= 0 || b <= 0) continue;
    const likelihood = both * Math.log(b) + up * Math.log(c) + down * Math.log(d);
    if (likelihood > best) [best, place] = [likelihood, c];
  }
  const d = ratio * place - (ratio - 1);
  return (both + up - ratio * (both + down)) / Math.sqrt(m * ratio * (place + d));
}

test.each([
  [40, 5, 9, 0.9],
  [40, 5, 9, 1.2],
  [8, 1, 7, 0.5],
  [12, 3, 1, 2],
])("the statistic of %d, %d and %d at %d is that of the likeliest shares", (both, up, down, at) => {
  const counts = { both, candidateOnly: up, baselineOnly: down };
  expect(rateRatioStatistic(counts, at)).toBeCloseTo(searched(both, up, down, at), 3);
});

test("at a ratio of 1 it is McNemar's statistic", () => {
  const counts = { both: 30, candidateOnly: 6, baselineOnly: 16 };
  expect(rateRatioStatistic(counts, 1)).toBeCloseTo(-10 / Math.sqrt(22), 12);
});

test("bounds are where the statistic meets the quantile, and swapped arms invert them", () => {
  const counts = { both: 40, candidateOnly: 5, baselineOnly: 9 };
  const { lower, upper } = rateRatioInterval(counts, 0.05);
  expect(rateRatioStatistic(counts, lower ?? 0)).toBeCloseTo(Z, 6);
  expect(rateRatioStatistic(counts, upper ?? 0)).toBeCloseTo(-Z, 6);
  const swapped = rateRatioInterval({ both: 40, candidateOnly: 9, baselineOnly: 5 }, 0.05);
  expect((swapped.lower ?? 0) * (upper ?? 0)).toBeCloseTo(1, 8);
});

test("a baseline without any has no ratio, and a candidate without any no lower bound", () => {
  expect(rateRatioInterval({ both: 0, candidateOnly: 3, baselineOnly: 0 }, 0.05)).toMatchObject({
    estimate: null,
    reason: "zero_in_baseline",
  });
  const none = rateRatioInterval({ both: 0, candidateOnly: 0, baselineOnly: 4 }, 0.05);
  expect(none).toMatchObject({ estimate: 0, lower: 0 });
  expect(none.upper).toBeCloseTo((Z * Z) / 4, 9);
});
