import type { Estimate } from "../core/estimate.ts";
import type { LatencyMetrics } from "../core/metrics.ts";
import { clusteredQuantileInterval } from "../stats/clustered-quantile.ts";
import { orderStatistics, type Ascending } from "../stats/order-statistics.ts";
import { quantileInterval } from "../stats/quantile.ts";
import { estimateRoom, SHOWN_ALPHA, toEstimate } from "./estimate.ts";
import type { SampleClusters } from "./sample.ts";

/**
 * Quantiles of latencies by nearest rank, between order statistics. Values that stand alone are
 * moved about where they are: the caller made them for this.
 */
export function latencyMetrics(
  values: Float64Array,
  unknown: number,
  clusters: SampleClusters | undefined,
): LatencyMetrics {
  const isAlone = clusters?.clusterOf === undefined;
  const sorted = orderStatistics(isAlone ? values : values.slice());
  const quantile = (p: number) => quantileEstimate(values, sorted, p, clusters);
  return { p50_ms: quantile(0.5), p95_ms: quantile(0.95), p99_ms: quantile(0.99), unknown };
}

function quantileEstimate(
  values: Float64Array,
  sorted: Ascending,
  p: number,
  clusters: SampleClusters | undefined,
): Estimate {
  const n = values.length;
  if (clusters?.clusterOf === undefined) {
    const from = { n, method: "order_statistics" };
    return toEstimate(quantileInterval(sorted, p, SHOWN_ALPHA), from);
  }
  const { clusterOf, clusterCount } = clusters;
  const at = clusteredQuantileInterval(values, sorted, clusterOf, clusterCount, p, estimateRoom);
  const from = { n, method: "korn_graubard_quantile", clusters: clusterCount };
  return toEstimate(at(SHOWN_ALPHA), from);
}
