import { intervalAt } from "./bootstrap-interval.ts";
import { withoutBounds, type Interval } from "./interval.ts";
import { meanOf } from "./moments.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { isNoise } from "./rounding.ts";

/** A bootstrap interval corrected for bias and for an error that changes with the value. */
export interface BcaInterval extends Interval {
  /** Bias correction z0: 0 where half the replicates lie below the estimate. */
  readonly biasCorrection: number;
  /** Acceleration: 0 where the leave-one-out values lie even about their mean. */
  readonly acceleration: number;
  /** Shares of the replicates that lie below each bound; null where the correction has no end. */
  readonly lowerLevel: number | null;
  readonly upperLevel: number | null;
}

/**
 * The BCa interval of an estimate, from its replicates and its values with one unit left out each.
 * Source: Efron (1987), JASA 82:171.
 */
export function bcaInterval(
  estimate: number,
  replicates: Float64Array,
  leftOneOut: Float64Array,
  alpha: number,
): BcaInterval {
  const biasCorrection = normalQuantile(shareBelow(estimate, replicates));
  const acceleration = accelerationOf(leftOneOut);
  const parts = { biasCorrection, acceleration };
  const because = uncorrectedBecause(biasCorrection, acceleration);
  if (because !== undefined) {
    return { ...withoutBounds(estimate, because), ...parts, lowerLevel: null, upperLevel: null };
  }
  const z = normalQuantile(1 - alpha);
  const lower = biasCorrection + shifted(biasCorrection - z, acceleration);
  const upper = biasCorrection + shifted(biasCorrection + z, acceleration);
  const interval = intervalAt(
    estimate,
    replicates.toSorted(),
    normalCdf(lower),
    // The share above itself: 1 minus the rest has no digits left where it is small.
    normalCdf(-upper),
  );
  return { ...interval, ...parts, lowerLevel: normalCdf(lower), upperLevel: normalCdf(upper) };
}

/** Why there is nothing to correct by; undefined where there is. */
function uncorrectedBecause(biasCorrection: number, acceleration: number): string | undefined {
  if (!Number.isFinite(biasCorrection)) return "estimate_beyond_replicates";
  return Number.isFinite(acceleration) ? undefined : "one_unit_carries_estimate";
}

/** Share of the replicates below the estimate, of those on it one half. */
function shareBelow(estimate: number, replicates: Float64Array): number {
  let below = 0;
  for (const replicate of replicates) {
    if (isNoise(replicate - estimate, estimate)) below += 0.5;
    else if (replicate < estimate) below += 1;
  }
  return below / replicates.length;
}

function accelerationOf(leftOneOut: Float64Array): number {
  const mean = meanOf(leftOneOut);
  let [squares, cubes] = [0, 0];
  for (const value of leftOneOut) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** Far out the correction turns round; the end that it came from is then all there is. */
function shifted(z: number, acceleration: number): number {
  const left = 1 - acceleration * z;
  return left > 0 ? z / left : Math.sign(z) * Infinity;
}
