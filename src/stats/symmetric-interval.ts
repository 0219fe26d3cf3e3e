import { withoutBounds, type Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";
import { isNoise } from "./rounding.ts";
import { studentQuantile } from "./student.ts";

/**
 * The estimate give or take so many standard errors of the normal distribution (Wald): for large
 * samples, to show. An error of 0 bounds an estimate by itself and proves nothing: never to gate on.
 */
export function normalInterval(estimate: number, standardError: number, alpha: number): Interval {
  return around(estimate, standardError, normalQuantile(1 - alpha));
}

/** The same with Student's t on `df` degrees of freedom; without any there are no bounds. */
export function studentInterval(
  estimate: number,
  standardError: number,
  df: number,
  alpha: number,
): Interval {
  if (!(df > 0)) return withoutBounds(estimate, "no_degrees_of_freedom");
  return around(estimate, standardError, studentQuantile(1 - alpha, df));
}

/** An error that only rounding made is none, and the interval says so. */
function around(estimate: number, standardError: number, errors: number): Interval {
  if (isNoise(standardError, estimate)) {
    return { estimate, lower: estimate, upper: estimate, reason: "no_variation" };
  }
  const half = errors * standardError;
  return { estimate, lower: estimate - half, upper: estimate + half };
}
