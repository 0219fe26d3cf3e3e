import {
  clopperPearsonInterval,
  proportionAboveP,
  proportionBelowP,
} from "../stats/clopper-pearson.ts";
import { tallyClusters } from "../stats/clusters.ts";
import { kornGraubardInterval } from "../stats/korn-graubard.ts";
import { recordsNeededForProportion } from "../stats/records-needed.ts";
import type { Finding } from "./finding.ts";
import { sumOf, type SampleClusters } from "./sample.ts";

/** A share of units, from a 0 or 1 for each, by the exact binomial. */
export function proportionFinding(
  values: Float64Array,
  clusters: SampleClusters,
  alpha: number,
): Finding {
  const n = values.length;
  const successes = sumOf(values);
  const { clusterOf, clusterCount } = clusters;
  if (clusterOf === undefined) {
    const interval = clopperPearsonInterval(successes, n, alpha);
    const from = { n, method: "clopper_pearson" };
    return { interval, from, ...exactTests(successes / n, n, n, alpha) };
  }
  const { effectiveN, ...interval } = kornGraubardInterval(
    tallyClusters(values, clusterOf, clusterCount),
    alpha,
  );
  const from = { n, method: "korn_graubard", clusters: clusterCount };
  return { interval, from, ...exactTests(successes / n, n, effectiveN, alpha) };
}

/** Exact tests of a rate that is worth `effectiveN` independent units. */
export function exactTests(
  rate: number,
  n: number,
  effectiveN: number,
  alpha: number,
): Pick<Finding, "pAtMost" | "pAtLeast" | "recordsNeeded"> {
  const successes = rate * effectiveN;
  return {
    pAtMost: (threshold) =>
      threshold >= 1 ? 1 : proportionAboveP(successes, effectiveN, Math.max(0, threshold)),
    pAtLeast: (threshold) =>
      threshold <= 0 ? 1 : proportionBelowP(successes, effectiveN, Math.min(1, threshold)),
    recordsNeeded: (direction, threshold) => {
      if (effectiveN <= 0) return null;
      const needed = recordsNeededForProportion(direction, threshold, rate, alpha);
      return needed === null ? null : Math.ceil((needed * n) / effectiveN - 1e-9);
    },
  };
}
