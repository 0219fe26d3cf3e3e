import { chiSquaredAbove } from "./chi-squared.ts";

/** How often each of the same values occurs in two samples; the places of both agree. */
export interface TwoMixes {
  readonly before: ArrayLike<number>;
  readonly after: ArrayLike<number>;
}

/** Half the sum of the differences of shares: what part would have to move. Null: one is empty. */
export function totalVariation({ before, after }: TwoMixes): number | null {
  const [ofBefore, ofAfter] = [sumOf(before), sumOf(after)];
  if (ofBefore === 0 || ofAfter === 0) return null;
  let sum = 0;
  for (let place = 0; place < before.length; place += 1) {
    sum += Math.abs(after[place]! / ofAfter - before[place]! / ofBefore);
  }
  return sum / 2;
}

/**
 * The population stability index, sum of (q - p) log(q / p). Half a record is added to each value
 * on either side, so that one that is missing there makes it large and not infinite.
 */
export function stabilityIndex({ before, after }: TwoMixes): number | null {
  const [ofBefore, ofAfter] = [sumOf(before), sumOf(after)];
  if (ofBefore === 0 || ofAfter === 0) return null;
  const half = before.length / 2;
  let sum = 0;
  for (let place = 0; place < before.length; place += 1) {
    const p = (before[place]! + 0.5) / (ofBefore + half);
    const q = (after[place]! + 0.5) / (ofAfter + half);
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}

/** Fewer expected records than these in a cell, and the approximation is no good. */
const FEWEST_EXPECTED = 5;

/**
 * How likely two samples of one mix differ as much: Pearson's test of homogeneity, with the rare
 * values taken together. `designEffect` is by how much clusters inflate the variance of shares:
 * the statistic is divided by it. Null: nothing is left to compare.
 * Source: Rao and Scott (1981), JASA 76:221, for the division.
 */
export function homogeneityP(mixes: TwoMixes, designEffect = 1): number | null {
  const { before, after } = withRareTogether(mixes);
  const [ofBefore, ofAfter] = [sumOf(before), sumOf(after)];
  if (ofBefore === 0 || ofAfter === 0 || before.length < 2) return null;
  let statistic = 0;
  for (let place = 0; place < before.length; place += 1) {
    const both = before[place]! + after[place]!;
    for (const [count, size] of [
      [before[place]!, ofBefore],
      [after[place]!, ofAfter],
    ] as const) {
      const expected = (both * size) / (ofBefore + ofAfter);
      statistic += (count - expected) ** 2 / expected;
    }
  }
  return chiSquaredAbove(statistic / Math.max(1, designEffect), before.length - 1);
}

/** Values that either sample would hold too few of, as one; the last of them all if need be. */
function withRareTogether({ before, after }: TwoMixes): TwoMixes {
  const [ofBefore, ofAfter] = [sumOf(before), sumOf(after)];
  const smaller = Math.min(ofBefore, ofAfter) / (ofBefore + ofAfter);
  const kept: [number, number][] = [];
  let rare: [number, number] = [0, 0];
  for (let place = 0; place < before.length; place += 1) {
    const [one, other] = [before[place]!, after[place]!];
    if ((one + other) * smaller >= FEWEST_EXPECTED) kept.push([one, other]);
    else rare = [rare[0] + one, rare[1] + other];
  }
  if (rare[0] + rare[1] > 0) {
    // Too few even together: they join the least of the others.
    if ((rare[0] + rare[1]) * smaller < FEWEST_EXPECTED && kept.length > 0) {
      kept.sort(([a, b], [c, d]) => c + d - a - b);
      const [one, other] = kept.pop()!;
      rare = [rare[0] + one, rare[1] + other];
    }
    kept.push(rare);
  }
  return { before: kept.map(([one]) => one), after: kept.map(([, other]) => other) };
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let place = 0; place < counts.length; place += 1) sum += counts[place]!;
  return sum;
}
