import { withoutBounds, type Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/**
 * A quantile of weighted values, by nearest rank: the smallest value at which at least the share
 * `p` of all weight is reached. The bounds are the quantiles at the ends of the interval of the
 * share itself, whose error is the linearised one of a ratio, and no less than a binomial one;
 * null: the values end before.
 * Source: Woodruff (1952).
 */
export function weightedQuantile(
  values: Float64Array,
  weights: Float64Array,
  p: number,
  alpha: number,
): Interval {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return withoutBounds(null, "no_data");
  const at = (share: number): number | null => {
    if (!(share > 0) || share > 1) return null;
    let sum = 0;
    let reached: number | null = null;
    for (const place of order) {
      if (weights[place]! === 0) continue;
      sum += weights[place]!;
      reached = values[place]!;
      if (sum >= share * total * (1 - 1e-12)) return reached;
    }
    return reached;
  };
  const estimate = at(p);
  if (estimate === null) return withoutBounds(null, "no_data");
  let [seen, expected] = [0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const isBelow = values[index]! <= estimate ? 1 : 0;
    seen += (weights[index]! * (isBelow - p)) ** 2;
    expected += weights[index]! ** 2 * p * (1 - p);
  }
  // Of few values hardly any lies above the quantile: what was seen of its error says little.
  const error = Math.sqrt(Math.max(seen, expected)) / total;
  const spread = normalQuantile(1 - alpha) * error;
  return { estimate, lower: at(p - spread), upper: at(p + spread) };
}
