import { withoutBounds, type Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";
import { studentQuantile } from "./student.ts";

/**
 * The estimate give or take so many standard errors of the normal distribution (Wald): for large
 * samples, to show. An error of 0 bounds an estimate by itself and proves nothing: never to gate on.
 */
export function normalInterval(estimate: number, standardError: number, alpha: number): Interval {
  return around(estimate, normalQuantile(1 - alpha) * standardError);
}

/** The same with Student's t on `df` degrees of freedom; without any there are no bounds. */
export function studentInterval(
  estimate: number,
  standardError: number,
  df: number,
  alpha: number,
): Interval {
  if (!(df > 0)) return withoutBounds(estimate, "no_degrees_of_freedom");
  return around(estimate, studentQuantile(1 - alpha, df) * standardError);
}

function around(estimate: number, half: number): Interval {
  return { estimate, lower: estimate - half, upper: estimate + half };
}
