import { withoutBounds, type Interval } from "./interval.ts";

/**
 * The difference of two quantities that were measured on different records, `to` minus `from`,
 * from the interval of each: on either side the distances of the two bounds that make it extreme,
 * squared and added (MOVER). Of two Wilson intervals it is Newcombe's interval of two proportions.
 * Sources: Zou and Donner (2008), Statistics in Medicine 27:1693; Newcombe (1998), Statistics in
 * Medicine 17:873, method 10.
 */
export function moverDifference(from: Interval, to: Interval): Interval {
  if (from.estimate === null || to.estimate === null)
    return withoutBounds(null, reasonOf(from, to));
  const estimate = to.estimate - from.estimate;
  const down = apart(below(to), above(from));
  const up = apart(above(to), below(from));
  return bounded(
    estimate,
    down === null ? null : estimate - down,
    up === null ? null : estimate + up,
    [from, to],
  );
}

/**
 * The ratio of two positive quantities that were measured on different records, `to` over `from`:
 * the same on the scale of logarithms, where a bound of 0 is infinitely far away. Without an
 * estimate above 0 of either there is no such distance: `zero_in_either`.
 */
export function moverRatio(from: Interval, to: Interval): Interval {
  if (from.estimate === null || to.estimate === null)
    return withoutBounds(null, reasonOf(from, to));
  if (from.estimate <= 0 || to.estimate <= 0) return withoutBounds(null, "zero_in_either");
  const difference = moverDifference(onLogScale(from), onLogScale(to));
  const { lower, upper } = difference;
  return {
    ...difference,
    estimate: to.estimate / from.estimate,
    // A ratio of positive quantities is above 0, whatever is not known of them.
    lower: lower === null ? 0 : Math.exp(lower),
    upper: upper === null ? null : Math.exp(upper),
  };
}

function onLogScale(interval: Interval): Interval {
  const log = (value: number | null) => (value === null || value <= 0 ? null : Math.log(value));
  return {
    ...interval,
    estimate: log(interval.estimate),
    lower: log(interval.lower),
    upper: log(interval.upper),
  };
}

/** How far the lower bound lies below the estimate; null: nobody knows. */
function below({ estimate, lower }: Interval): number | null {
  return estimate === null || lower === null ? null : Math.max(0, estimate - lower);
}

function above({ estimate, upper }: Interval): number | null {
  return estimate === null || upper === null ? null : Math.max(0, upper - estimate);
}

function apart(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.hypot(one, other);
}

function bounded(
  estimate: number,
  lower: number | null,
  upper: number | null,
  sides: readonly [Interval, Interval],
): Interval {
  if (lower !== null && upper !== null) return { estimate, lower, upper };
  return { estimate, lower, upper, reason: reasonOf(...sides) };
}

function reasonOf(from: Interval, to: Interval): string {
  return from.reason ?? to.reason ?? "no_bound";
}
