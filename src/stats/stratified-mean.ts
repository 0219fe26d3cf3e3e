import { withoutBounds, type Interval } from "./interval.ts";
import { meanOf, squaresAbout } from "./moments.ts";
import { studentInterval } from "./symmetric-interval.ts";

/** The values of one stratum, and its share of what the mean is to speak of. */
export interface Stratum {
  /** Share of the population, such as production traffic; scaled so that all add up to 1. */
  readonly weight: number;
  readonly values: Float64Array;
}

export interface StratifiedMean extends Interval {
  /** Null where a stratum has too few values for a variance. */
  readonly standardError: number | null;
  /** Values less strata. */
  readonly degreesOfFreedom: number;
}

/**
 * A mean over strata in the mix of a population instead of that of the sample, which may hold hard
 * cases more often: sum of W m, with the variance sum of W^2 s^2 / n and Student's t.
 * Source: Cochran (1977), Sampling Techniques, chapter 5.
 */
export function stratifiedMean(strata: readonly Stratum[], alpha: number): StratifiedMean {
  const present = strata.filter(({ weight }) => weight > 0);
  const whole = present.reduce((sum, { weight }) => sum + weight, 0);
  const records = present.reduce((sum, { values }) => sum + values.length, 0);
  const degreesOfFreedom = Math.max(0, records - present.length);
  const unknown = { standardError: null, degreesOfFreedom };
  if (records === 0) return { ...withoutBounds(null, "no_data"), ...unknown };
  if (present.some(({ values }) => values.length === 0)) {
    return { ...withoutBounds(null, "empty_stratum"), ...unknown };
  }
  let estimate = 0;
  let variance = 0;
  for (const { weight, values } of present) {
    const [share, n, mean] = [weight / whole, values.length, meanOf(values)];
    estimate += share * mean;
    // Of a single value this is 0 / 0, which is right: it says nothing of its stratum's spread.
    variance += (share * share * squaresAbout(values, mean)) / (n - 1) / n;
  }
  if (Number.isNaN(variance)) {
    return { ...withoutBounds(estimate, "fewer_than_two_in_stratum"), ...unknown };
  }
  const standardError = Math.sqrt(variance);
  const interval = studentInterval(estimate, standardError, degreesOfFreedom, alpha);
  return { ...interval, standardError, degreesOfFreedom };
}
