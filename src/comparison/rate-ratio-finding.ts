import { pairedRatioFinding } from "./ratio-finding.ts";
import type { Finding } from "./finding.ts";
import { proportionFinding } from "./proportion-finding.ts";
import { sumsBy, type SampleClusters } from "./sample.ts";

/** Mean of `to` over mean of `from` on the same units, values 0..1. */
export function rateRatioFinding(
  from: Float64Array,
  to: Float64Array,
  clusters: SampleClusters,
  alpha: number,
): Finding {
  const n = to.length;
  const ones = sumsBy(new Float64Array(n).fill(1), clusters);
  const sums = { from: sumsBy(from, clusters), to: sumsBy(to, clusters) };
  const count = clusters.clusterOf === undefined ? undefined : clusters.clusterCount;
  const finding = pairedRatioFinding(
    { costs: sums.from, accepted: ones },
    { costs: sums.to, accepted: ones },
    n,
    count,
    alpha,
  );
  return finding.interval.estimate === 0 ? withoutAny(finding, from, to, clusters, alpha) : finding;
}

/**
 * A count of 0 has no logarithm, and its error is no 0 either. Both rates then get exact bounds at
 * half the error each; the ratio lies between their quotients, whatever the arms have in common.
 */
function withoutAny(
  finding: Finding,
  from: Float64Array,
  to: Float64Array,
  clusters: SampleClusters,
  alpha: number,
): Finding {
  const upperAt = (level: number): number => {
    const above = proportionFinding(to, clusters, level / 2).interval.upper ?? 1;
    const below = proportionFinding(from, clusters, level / 2).interval.lower ?? 0;
    return above / below;
  };
  const upper = upperAt(alpha);
  return {
    ...finding,
    interval: { estimate: 0, lower: 0, upper: Number.isFinite(upper) ? upper : null },
    from: { ...finding.from, method: "exact_bounds_of_both" },
    pAtMost: () => 1,
    pAtLeast: (threshold) => smallestError((level) => upperAt(level) < threshold),
  };
}

/** The smallest error with which a claim is refused, by halving on its logarithm; 1: none. */
function smallestError(isRefused: (level: number) => boolean): number {
  let low = -27;
  let high = 0;
  if (!isRefused(1)) return 1;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (isRefused(Math.exp(middle))) high = middle;
    else low = middle;
  }
  return Math.exp(high);
}
