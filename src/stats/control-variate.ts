import { withoutBounds, type Interval } from "./interval.ts";
import { meanOf } from "./moments.ts";
import { studentInterval } from "./symmetric-interval.ts";

/** A mean with what a covariate took off its error. */
export interface ControlVariateMean extends Interval {
  /** How much the value changes with the covariate (theta); null where nothing is known of it. */
  readonly slope: number | null;
  readonly rawMean: number | null;
  readonly rawStandardError: number | null;
  readonly standardError: number | null;
  /** The adjusted over the raw variance: below 1, the covariate helped. */
  readonly varianceRatio: number | null;
}

/**
 * A mean adjusted for how a covariate's mean in the sample differs from its known mean in the
 * population: y - theta (x - mu). The covariate, such as a difficulty score, must be fixed before
 * the arm under test had any say in it. A covariate that does not vary adjusts nothing.
 * Source: Deng, Xu, Kohavi and Walker (2013), CUPED.
 */
export function controlVariateMean(
  values: Float64Array,
  covariates: Float64Array,
  populationMean: number,
  alpha: number,
): ControlVariateMean {
  const n = values.length;
  if (n === 0) return { ...withoutBounds(null, "no_data"), ...nothingKnown, rawMean: null };
  const mean = meanOf(values);
  if (n < 3) return { ...withoutBounds(mean, "fewer_than_three"), ...nothingKnown, rawMean: mean };
  const covariateMean = meanOf(covariates);
  let [products, covariateSquares, squares] = [0, 0, 0];
  for (let index = 0; index < n; index += 1) {
    const [dx, dy] = [covariates[index]! - covariateMean, values[index]! - mean];
    products += dx * dy;
    covariateSquares += dx * dx;
    squares += dy * dy;
  }
  const slope = covariateSquares > 0 ? products / covariateSquares : 0;
  const left = Math.max(0, squares - slope * products);
  const standardError = Math.sqrt(left / (n - 1) / n);
  const estimate = mean - slope * (covariateMean - populationMean);
  return {
    ...studentInterval(estimate, standardError, n - 2, alpha),
    slope,
    rawMean: mean,
    rawStandardError: Math.sqrt(squares / (n - 1) / n),
    standardError,
    varianceRatio: squares > 0 ? left / squares : null,
  };
}

const nothingKnown = {
  slope: null,
  rawStandardError: null,
  standardError: null,
  varianceRatio: null,
};
