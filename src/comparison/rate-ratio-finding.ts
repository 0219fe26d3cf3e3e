import { normalCdf, normalQuantile } from "../stats/normal.ts";
import {
  rateRatioInterval,
  rateRatioStatistic,
  type PairCounts,
} from "../stats/paired-rate-ratio.ts";
import { certainP } from "../stats/student-p.ts";
import { differenceFinding } from "./difference-finding.ts";
import { areEqual, POWER, unknownFinding, type Finding } from "./finding.ts";
import { isGood } from "./mean-finding.ts";
import { pairedRatioFinding, variesBetween } from "./ratio-finding.ts";
import { proportionFinding } from "./proportion-finding.ts";
import { sumsBy, type SampleClusters } from "./sample.ts";
import { smallestError } from "./smallest-error.ts";

/**
 * Mean of `to` over mean of `from` on the same units, values 0..1. The score method for yes and
 * no without clusters, and wherever nothing varies; else the paired log-delta error.
 */
export function rateRatioFinding(
  from: Float64Array,
  to: Float64Array,
  clusters: SampleClusters,
  alpha: number,
): Finding {
  const n = to.length;
  const { clusterOf, clusterCount } = clusters;
  const { counts, isYesNo } = countPairs(from, to);
  const isIdentical = areEqual(from, to);
  const count = clusterOf === undefined ? undefined : clusterCount;
  const provenance = count === undefined ? { n } : { n, clusters: count };
  if (n > 0 && counts.both + counts.baselineOnly === 0) {
    const unknown = unknownFinding("zero_in_baseline", { ...provenance, method: "score_ratio" });
    // Over nothing there is no ratio; but more than nothing is more than any multiple of it.
    const { pAtMost } = differenceFinding(from, to, clusters, alpha);
    return { ...unknown, pAtMost: () => pAtMost(0), isIdentical };
  }
  if (n > 0 && counts.both + counts.candidateOnly === 0) {
    return { ...withoutAny(from, to, clusters, alpha), isIdentical };
  }
  const ones = sumsBy(new Float64Array(n).fill(1), clusters);
  const [before, after] = [
    { costs: sumsBy(from, clusters), accepted: ones },
    { costs: sumsBy(to, clusters), accepted: ones },
  ];
  if ((isYesNo && clusterOf === undefined) || !variesBetween(before, after)) {
    // Without variation each cluster counts as one pair.
    const finding = scoreFinding(counts, n, n === 0 ? 1 : clusterCount / n, alpha);
    return { ...finding, from: { ...provenance, method: "score_ratio" }, isIdentical };
  }
  return pairedRatioFinding(before, after, n, count, alpha);
}

interface CountedPairs {
  readonly counts: PairCounts;
  readonly isYesNo: boolean;
}

/** A graded score counts in parts: what both arms have of it, and what only one has. */
function countPairs(from: Float64Array, to: Float64Array): CountedPairs {
  let [both, candidateOnly, baselineOnly] = [0, 0, 0];
  let isYesNo = true;
  for (let index = 0; index < to.length; index += 1) {
    const [before, after] = [from[index]!, to[index]!];
    both += Math.min(before, after);
    if (after > before) candidateOnly += after - before;
    else baselineOnly += before - after;
    if (!Number.isInteger(before) || !Number.isInteger(after)) isYesNo = false;
  }
  return { counts: { both, candidateOnly, baselineOnly }, isYesNo };
}

/** Score interval and tests, with every pair worth a share of an independent one. */
function scoreFinding(counts: PairCounts, n: number, worth: number, alpha: number): Finding {
  const worthCounts = {
    both: counts.both * worth,
    candidateOnly: counts.candidateOnly * worth,
    baselineOnly: counts.baselineOnly * worth,
  };
  const interval = rateRatioInterval(worthCounts, alpha);
  const test = (ratio: number) => rateRatioStatistic(worthCounts, ratio);
  const certain = (ratio: number) => certainP(interval.estimate ?? 0, ratio);
  return {
    interval,
    from: { n, method: "score_ratio" },
    pAtMost: (ratio) => (n === 0 ? 1 : ratio > 0 ? normalCdf(-test(ratio)) : certain(ratio).atMost),
    pAtLeast: (ratio) =>
      n === 0 ? 1 : ratio > 0 ? normalCdf(test(ratio)) : certain(ratio).atLeast,
    recordsNeeded: (direction, ratio) => {
      const { estimate } = interval;
      if (estimate === null || ratio <= 0 || !isGood(direction, estimate, ratio)) return null;
      // The statistic grows with the root of the records. Pairs that all agree leave no chance to it.
      const isAgreed = counts.candidateOnly + counts.baselineOnly === 0;
      const z = normalQuantile(1 - alpha) + (isAgreed ? 0 : normalQuantile(POWER));
      const needed = n * (z / test(ratio)) ** 2;
      return Number.isFinite(needed) && needed <= 10_000_000 ? Math.ceil(needed - 1e-9) : null;
    },
  };
}

/**
 * A count of 0 has no logarithm, and its error is no 0 either. Both rates then get exact bounds at
 * half the error each; the ratio lies between their quotients, whatever the arms have in common.
 */
function withoutAny(
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
  const { clusterOf, clusterCount } = clusters;
  const provenance = { n: to.length, method: "exact_bounds_of_both" };
  return {
    interval: { estimate: 0, lower: 0, upper: Number.isFinite(upper) ? upper : null },
    from: clusterOf === undefined ? provenance : { ...provenance, clusters: clusterCount },
    pAtMost: () => 1,
    pAtLeast: (threshold) => smallestError((level) => upperAt(level) < threshold),
    recordsNeeded: () => null,
  };
}
