import { clusteredQuantileInterval } from "../stats/clustered-quantile.ts";
import { normalQuantile } from "../stats/normal.ts";
import { orderStatistics } from "../stats/order-statistics.ts";
import { explained, finiteOrNull, type Interval } from "../stats/interval.ts";
import { combiner, pairedQuantile, type PairedQuantile } from "../stats/paired-quantile.ts";
import { nearestRank, quantileInterval } from "../stats/quantile.ts";
import { recordsNeededForMean } from "../stats/records-needed.ts";
import type { Provenance } from "./estimate.ts";
import { isAtMost } from "../stats/rounding.ts";
import { timeoutWeakness, type LatencySample } from "./latency-sample.ts";
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

/** Share of latencies over a limit; what was cut off never came to its end, and is over any. */
export function shareOverFinding(
  { values, endless }: LatencySample,
  limit: number,
  clusters: SampleClusters,
  alpha: number,
): Finding {
  const isOver = (endless ?? values).map((value) => (isAtMost(value, limit) ? 0 : 1));
  const finding = proportionFinding(isOver, clusters, alpha);
  const method = `share_over_limit_${finding.from.method}`;
  return { ...finding, from: { ...finding.from, method } };
}

/**
 * A quantile in its own unit. That it exceeds a limit, and that more than its share of the values
 * does, is one claim: the tests are those of the share. Latencies that were cut off speak for a
 * long quantile with what they lasted, and never for a short one.
 */
export function quantileFinding(
  sample: LatencySample,
  p: number,
  clusters: SampleClusters,
  alpha: number,
): Finding {
  const { values, endless = values } = sample;
  const { clusterOf, clusterCount } = clusters;
  const n = values.length;
  const intervalOf = (latencies: Float64Array): Interval => {
    const sorted = orderStatistics(latencies.slice());
    return clusterOf === undefined
      ? quantileInterval(sorted, p, alpha)
      : clusteredQuantileInterval(latencies, sorted, clusterOf, clusterCount, p)(alpha);
  };
  const share = (latencies: Float64Array, isMeant: (value: number) => boolean) =>
    proportionFinding(
      latencies.map((value) => (isMeant(value) ? 1 : 0)),
      clusters,
      alpha,
    );
  const over = (limit: number) => share(values, (value) => value > limit);
  const under = (limit: number) => share(endless, (value) => value < limit);
  const interval = intervalOf(values);
  return {
    interval: endless === values ? interval : withUpperOf(interval, intervalOf(endless)),
    from:
      clusterOf === undefined
        ? { n, method: "order_statistics" }
        : { n, method: "korn_graubard_quantile", clusters: clusterCount },
    pAtMost: (limit) => over(limit).pAtMost(shareBeyond(p)),
    pAtLeast: (limit) => under(limit).pAtMost(p),
    recordsNeeded: (direction, limit) =>
      direction === "max"
        ? share(endless, (value) => value > limit).recordsNeeded("max", shareBeyond(p))
        : share(values, (value) => value < limit).recordsNeeded("max", p),
    ...timeoutWeakness(sample, p),
  };
}

/** The estimate and lower bound of the one, and the upper bound of the other, where it has an end. */
function withUpperOf(interval: Interval, other: Interval): Interval {
  const upper = finiteOrNull(other.upper);
  const isAmong = upper === null && other.upper !== null;
  const reason = isAmong ? "upper_bound_among_timeouts" : other.reason;
  return { ...interval, upper, ...(reason === undefined ? {} : { reason }) };
}

/** How two arms' quantiles of the same pairs are to be compared. */
export interface QuantileComparison {
  readonly from: LatencySample;
  readonly to: LatencySample;
  readonly clusters: SampleClusters;
  readonly p: number;
  readonly combine: "ratio" | "difference";
  readonly seed: number;
  readonly replicates: number;
}

/** `to`'s quantile over, or minus, `from`'s; their values may end up in another order. */
export function pairedQuantileFinding(comparison: QuantileComparison, alpha: number): Finding {
  const { from, to, clusters, p } = comparison;
  const { clusterOf, clusterCount } = clusters;
  const n = from.values.length;
  const isIdentical =
    areEqual(from.values, to.values) &&
    areEqual(from.endless ?? from.values, to.endless ?? to.values);
  const weakness = timeoutWeakness(to, p);
  const { method, pAtMost, pAtLeast, ...interval } = comparedQuantiles(comparison, alpha);
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
      if (reason === "too_few_pairs") return Math.ceil((fewestPairs(p) * n) / clusterCount);
      if (lower === null || upper === null) return null;
      const error = (upper - lower) / 2 / normalQuantile(1 - alpha);
      return recordsNeededForMean(estimate, threshold, error * Math.sqrt(n), alpha, POWER);
    },
    ...weakness,
  };
}

/**
 * The comparison at the cuts. Where an arm has some, each side is bounded by the case that is the
 * worst for it: the one arm's latencies as they were cut, the other's without an end.
 */
function comparedQuantiles(
  { from, to, clusters, ...rest }: QuantileComparison,
  alpha: number,
): PairedQuantile {
  const compare = (baseline: Float64Array, candidate: Float64Array): PairedQuantile =>
    pairedQuantile({ baseline, candidate, ...clusters, ...rest, mayReorder: true }, alpha);
  const hasCuts = from.endless !== undefined || to.endless !== undefined;
  if (!hasCuts) return compare(from.values, to.values);
  const before = nearestRank(orderStatistics(from.values.slice()), rest.p);
  const after = nearestRank(orderStatistics(to.values.slice()), rest.p);
  const short = compare(from.endless ?? from.values, to.values);
  const long = compare(from.values, to.endless ?? to.values);
  if (before === null || after === null || long.estimate === null) return long;
  const bounds = { lower: short.lower, upper: long.upper };
  const estimate = combiner(rest.combine)(after, before);
  const { reason } = long.upper === null ? long : short;
  return {
    ...explained({ estimate, ...bounds }, reason ?? "bound_among_timeouts"),
    method: long.method,
    pAtMost: short.pAtMost,
    pAtLeast: long.pAtLeast,
  };
}

/** A bootstrap of a quantile wants a hundred pairs, and five beyond the quantile. */
export function fewestPairs(p: number): number {
  return Math.max(100, Math.ceil(5 / Math.min(p, shareBeyond(p)) - 1e-9));
}
