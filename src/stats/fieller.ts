import { withoutBounds, type Interval } from "./interval.ts";
import { ratioMoments, type CostUnits, type RatioMoments } from "./ratio-moments.ts";
import { isNoise } from "./rounding.ts";
import { studentQuantile } from "./student.ts";

/**
 * A ratio's exact confidence set for normal means. Bounded; from a bound upwards, where the mean of
 * accepted outcomes is within its error of 0; or unbounded, where that of the costs is as well.
 */
export interface FiellerSet extends Interval {
  readonly kind: "bounded" | "unbounded_above" | "unbounded";
}

/**
 * Fieller's set of total cost over total accepted: every ratio for which the mean of
 * cost - ratio * accepted is within its error of 0. Costs are not below 0.
 * Source: Fieller (1954), JRSS B 16:175.
 */
export function fiellerSet(units: CostUnits, alpha: number): FiellerSet {
  const moments = ratioMoments(units);
  if (moments.units === 0) return { ...withoutBounds(null, "no_data"), kind: "unbounded" };
  if (moments.meanAccepted === 0) {
    return { ...withoutBounds(null, "no_accepted_outcomes"), kind: "unbounded" };
  }
  const estimate = moments.ratio;
  if (moments.units < 2) {
    return { ...withoutBounds(estimate, "fewer_than_two_units"), kind: "unbounded" };
  }
  const [a, b, c] = quadratic(units, moments, alpha);
  const [near, far] = roots(a, b, c);
  if (a > 0 && !isNoise(a, moments.meanAccepted ** 2)) {
    return { estimate, lower: Math.min(near, far), upper: Math.max(near, far), kind: "bounded" };
  }
  const reason = "too_few_accepted_for_bound";
  if (c > 0) {
    // One root is above 0 and the other below, or, where only rounding keeps a from 0, far off.
    const lower = b <= 0 ? near : far;
    return { estimate, lower, upper: null, reason, kind: "unbounded_above" };
  }
  return { ...withoutBounds(estimate, reason), kind: "unbounded" };
}

/** The ratios r with a r^2 + b r + c <= 0 are the set. */
function quadratic(
  { costs, accepted }: CostUnits,
  { units, meanCost, meanAccepted }: RatioMoments,
  alpha: number,
): readonly [number, number, number] {
  let [ofAccepted, ofBoth, ofCosts] = [0, 0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const [cost, count] = [costs[unit]! - meanCost, accepted[unit]! - meanAccepted];
    ofAccepted += count * count;
    ofBoth += count * cost;
    ofCosts += cost * cost;
  }
  const scale = studentQuantile(1 - alpha, units - 1) ** 2 / units / (units - 1);
  return [
    meanAccepted ** 2 - scale * ofAccepted,
    -2 * (meanCost * meanAccepted - scale * ofBoth),
    meanCost ** 2 - scale * ofCosts,
  ];
}

/** Both real roots without cancellation: the first is that of b r + c where a is 0. */
function roots(a: number, b: number, c: number): readonly [number, number] {
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const q = -(b + (b < 0 ? -root : root)) / 2;
  return q === 0 ? [0, 0] : [c / q, q / a];
}
