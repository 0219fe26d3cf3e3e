import type { CostUnits } from "./ratio-moments.ts";
import type { Resample } from "./resamples.ts";

/**
 * Total cost over total accepted of the units that were drawn. A resample that accepted nothing is
 * infinite and belongs among the others, where it sorts last: left out, the upper bound would be
 * finite and false. With a cluster's sum and size as a unit this is a mean over its records.
 */
export function resampledRatio({ costs, accepted }: CostUnits, drawn: Resample): number {
  let [cost, count] = [0, 0];
  for (let draw = 0; draw < drawn.length; draw += 1) {
    cost += costs[drawn[draw]!]!;
    count += accepted[drawn[draw]!]!;
  }
  return count === 0 ? Infinity : cost / count;
}

/**
 * The share of resamples that accept nothing, where `accepted` of n records do: ((n - a) / n)^n,
 * which nears e^-a.
 */
export function noneAcceptedShare(n: number, accepted: number): number {
  return ((n - accepted) / n) ** n;
}
