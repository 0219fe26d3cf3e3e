import type { LatencyCurve } from "../../core/charts/latency-curve.ts";
import type { Ascending } from "../../stats/order-statistics.ts";
import { nearestRankIndex } from "../../stats/quantile.ts";

/** A step each half percent: p95 and p99 are among them. */
const STEPS = 200;
const MOST_CENSORED = 20;

/**
 * Steps of the empirical distribution of those of `n` values that came to their end, at each half
 * percent by nearest rank, with the first and the last: `[value, share of n at or below it]`.
 */
export function stepsOf(ended: Ascending, n: number): LatencyCurve["points"] {
  if (ended.length === 0) return [];
  const points: (readonly [number, number])[] = [];
  const note = (place: number) => {
    const value = ended.at(place)!;
    if (points.at(-1)?.[0] !== value) points.push([value, countUpTo(ended, place) / n]);
  };
  for (let step = 0; step <= STEPS; step += 1) {
    const place = nearestRankIndex(n, step / STEPS);
    if (place >= ended.length) break;
    note(place);
  }
  note(ended.length - 1);
  return points;
}

/** How many values do not exceed the one at a place: few equal it, so the next ones are looked at first. */
function countUpTo(sorted: Ascending, place: number): number {
  const value = sorted.at(place);
  let equal = place;
  let stride = 1;
  while (sorted.at(equal + stride) === value) {
    equal += stride;
    stride *= 2;
  }
  let larger = Math.min(equal + stride, sorted.length);
  while (larger - equal > 1) {
    const middle = (equal + larger) >> 1;
    if (sorted.at(middle) === value) equal = middle;
    else larger = middle;
  }
  return equal + 1;
}

/**
 * Where calls were cut, and how many: at most 20 rows. Of more than 20 different cuts, neighbours
 * are one row at the earliest of them: each of its calls took at least so long.
 */
export function censoredRows(cuts: Float64Array): LatencyCurve["censored"] {
  const sorted = cuts.sort();
  const rows: [number, number][] = [];
  for (const cut of sorted) {
    const last = rows.at(-1);
    if (last?.[0] === cut) last[1] += 1;
    else rows.push([cut, 1]);
  }
  const joined = Math.ceil(rows.length / MOST_CENSORED);
  if (joined <= 1) return rows;
  const groups = Array.from({ length: Math.ceil(rows.length / joined) }, (_, group) =>
    rows.slice(group * joined, (group + 1) * joined),
  );
  return groups.map((group) => [group[0]![0], group.reduce((sum, [, count]) => sum + count, 0)]);
}
