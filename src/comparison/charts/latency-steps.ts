import type { LatencyCurve } from "../../core/charts/latency-curve.ts";
import type { Ascending } from "../../stats/order-statistics.ts";
import { nearestRankIndex } from "../../stats/quantile.ts";

/** A step each half percent: p95 and p99 are among them. */
const STEPS = 200;
const MOST_CENSORED = 20;

/**
 * Steps of the empirical distribution of the values that ended among `n`, at each half percent by
 * nearest rank, with the first value and the last: `[value, share of n at or below it]`. `sorted`
 * holds the same values, in ascending order.
 */
export function stepsOf(ended: Float64Array, sorted: Ascending, n: number): LatencyCurve["points"] {
  if (ended.length === 0) return [];
  const steps: number[] = [];
  const note = (place: number) => {
    const value = sorted.at(place)!;
    if (steps.at(-1) !== value) steps.push(value);
  };
  for (let step = 0; step <= STEPS; step += 1) {
    const place = nearestRankIndex(n, step / STEPS);
    if (place >= ended.length) break;
    note(place);
  }
  note(ended.length - 1);
  const below = countUpTo(ended, steps);
  return steps.map((value, index) => [value, below[index]! / n]);
}

/** How many values do not exceed each of some ascending ones. */
function countUpTo(values: Float64Array, steps: readonly number[]): readonly number[] {
  const counts = steps.map(() => 0);
  for (let index = 0; index < values.length; index += 1) {
    // The first step that is not below the value; the last step is below none.
    let [low, high] = [0, steps.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle]! < values[index]!) low = middle + 1;
      else high = middle;
    }
    counts[low]! += 1;
  }
  let total = 0;
  return counts.map((count) => (total += count));
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
