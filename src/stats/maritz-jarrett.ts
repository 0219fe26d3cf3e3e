import { betaCdf } from "./beta.ts";
import type { Ascending } from "./order-statistics.ts";

/**
 * Standard error of a single order statistic as the quantile p: the spread of all values about
 * each other, weighted by the chance that each is that order statistic of a resample. Null where
 * the rank leaves no value on one of its sides.
 * Source: Maritz and Jarrett (1978), JASA 73:194, with the rank of Wilcox (2005), as scipy has it.
 */
export function maritzJarrettError(sorted: Ascending, p: number): number | null {
  const n = sorted.length;
  const rank = Math.floor(n * p + 0.5);
  if (!(rank > 1 && rank < n)) return null;
  // Distances from the ranked value keep their digits where all values are large.
  const origin = sorted.at(rank - 1)!;
  let before = 0;
  let mean = 0;
  let square = 0;
  for (let index = 0; index < n; index += 1) {
    const upTo = betaCdf((index + 1) / n, rank - 1, n - rank);
    const distance = sorted.at(index)! - origin;
    mean += (upTo - before) * distance;
    square += (upTo - before) * distance * distance;
    before = upTo;
  }
  return Math.sqrt(Math.max(0, square - mean * mean));
}
