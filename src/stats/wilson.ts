import { withoutBounds, type Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/** Wilson's score interval of a proportion: the one to show (gates use Clopper-Pearson). */
export function wilsonInterval(successes: number, n: number, alpha: number): Interval {
  if (n <= 0) return withoutBounds(null, "no_data");
  const z = normalQuantile(1 - alpha);
  const estimate = successes / n;
  const shrink = 1 + (z * z) / n;
  const centre = (estimate + (z * z) / (2 * n)) / shrink;
  const spread = (estimate * (1 - estimate)) / n + (z * z) / (4 * n * n);
  const half = (z * Math.sqrt(spread)) / shrink;
  return {
    estimate,
    lower: successes <= 0 ? 0 : Math.max(0, centre - half),
    upper: successes >= n ? 1 : Math.min(1, centre + half),
  };
}
