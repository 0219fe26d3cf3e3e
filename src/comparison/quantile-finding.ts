import { clusteredQuantileInterval } from "../stats/clustered-quantile.ts";
import { normalQuantile } from "../stats/normal.ts";
import { orderStatistics } from "../stats/order-statistics.ts";
import { pairedQuantile } from "../stats/paired-quantile.ts";
import { quantileInterval } from "../stats/quantile.ts";
import { recordsNeededForMean } from "../stats/records-needed.ts";
import type { Provenance } from "./estimate.ts";
import { areEqual, POWER, type Finding } from "./finding.ts";
import { isGood } from "./mean-finding.ts";
import { proportionFinding } from "./proportion-finding.ts";
import type { SampleClusters } from "./sample.ts";

/** Shares that a quantile leaves above it, with their own digits: 1 - 0.95 is not 0.05. */
const beyond: ReadonlyMap<number, number> = new Map([
  [0.5, 0.5],
  [0.95, 0.05],
  [0.99, 0.01],
]);

/** The share that may lie beyond a quantile. */
export function shareBeyond(p: number): number {
  return beyond.get(p) ?? 1 - p;
}

/** Share of values over a limit. */
export function shareOverFinding(
  values: Float64Array,
  limit: number,
  clusters: SampleClusters,
  alpha: number,
): Finding {
  const isOver = values.map((value) => (value > limit ? 1 : 0));
  const finding = proportionFinding(isOver, clusters, alpha);
  const method = `share_over_limit_${finding.from.method}`;
  return { ...finding, from: { ...finding.from, method } };
}

/**
 * A quantile in its own unit. That it exceeds a limit, and that more than its share of the values
 * does, is one claim: the tests are those of the share.
 */
export function quantileFinding(
  values: Float64Array,
  p: number,
  clusters: SampleClusters,
  alpha: number,
): Finding {
  const { clusterOf, clusterCount } = clusters;
  const sorted = orderStatistics(values.slice());
  const n = values.length;
  const share = (isMeant: (value: number) => boolean) =>
    proportionFinding(
      values.map((value) => (isMeant(value) ? 1 : 0)),
      clusters,
      alpha,
    );
  const over = (limit: number) => share((value) => value > limit);
  const under = (limit: number) => share((value) => value < limit);
  return {
    ...(clusterOf === undefined
      ? {
          interval: quantileInterval(sorted, p, alpha),
          from: { n, method: "order_statistics" },
        }
      : {
          interval: clusteredQuantileInterval(values, sorted, clusterOf, clusterCount, p)(alpha),
          from: { n, method: "korn_graubard_quantile", clusters: clusterCount },
        }),
    pAtMost: (limit) => over(limit).pAtMost(shareBeyond(p)),
    pAtLeast: (limit) => under(limit).pAtMost(p),
    recordsNeeded: (direction, limit) =>
      direction === "max"
        ? over(limit).recordsNeeded("max", shareBeyond(p))
        : under(limit).recordsNeeded("max", p),
  };
}

/** How two arms' quantiles of the same pairs are to be compared. */
export interface QuantileComparison {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly clusters: SampleClusters;
  readonly p: number;
  readonly combine: "ratio" | "difference";
  readonly seed: number;
  readonly replicates: number;
}

/** `to`'s quantile over, or minus, `from`'s; their values may end up in another order. */
export function pairedQuantileFinding(comparison: QuantileComparison, alpha: number): Finding {
  const { from, to, clusters, p, combine, seed, replicates } = comparison;
  const { clusterOf, clusterCount } = clusters;
  const arms = { baseline: from, candidate: to };
  const isIdentical = areEqual(from, to);
  const { method, pAtMost, pAtLeast, ...interval } = pairedQuantile(
    { ...arms, clusterOf, clusterCount, p, combine, seed, replicates, mayReorder: true },
    alpha,
  );
  const n = from.length;
  const provenance: Provenance =
    clusterOf === undefined ? { n, method } : { n, method, clusters: clusterCount };
  return {
    interval,
    from: provenance,
    pAtMost,
    pAtLeast,
    isIdentical,
    recordsNeeded: (direction, threshold) => {
      const { estimate, lower, upper, reason } = interval;
      if (estimate === null || !isGood(direction, estimate, threshold)) return null;
      if (reason === "too_few_pairs") return fewestPairs(p);
      if (lower === null || upper === null) return null;
      const error = (upper - lower) / 2 / normalQuantile(1 - alpha);
      return recordsNeededForMean(estimate, threshold, error * Math.sqrt(n), alpha, POWER);
    },
  };
}

/** A bootstrap of a quantile wants a hundred pairs, and five beyond the quantile. */
function fewestPairs(p: number): number {
  return Math.max(100, Math.ceil(5 / Math.min(p, shareBeyond(p)) - 1e-9));
}
