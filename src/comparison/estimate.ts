import type { Estimate } from "../core/estimate.ts";
import { NANO_USD } from "../core/money.ts";
import type { Interval } from "../stats/interval.ts";
import { clusteredMean } from "../stats/clustered-mean.ts";
import { ClusterRoom, tallyClusters } from "../stats/clusters.ts";
import { kornGraubardInterval } from "../stats/korn-graubard.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import type { SampleClusters } from "./sample.ts";

/** Two-sided 95 %, as an error a side. */
export const SHOWN_ALPHA = 0.025;

/** What an interval was made from. */
export interface Provenance {
  readonly n: number;
  readonly method: string;
  readonly clusters?: number;
}

/** An interval as the file holds it: nothing infinite, no NaN, no negative zero. */
export function toEstimate(interval: Interval, { n, method, clusters }: Provenance): Estimate {
  return {
    value: writable(interval.estimate),
    lower: writable(interval.lower),
    upper: writable(interval.upper),
    n,
    method,
    ...(interval.reason === undefined ? {} : { reason: interval.reason }),
    ...(clusters === undefined ? {} : { clusters }),
  };
}

function writable(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value + 0 : null;
}

/** A figure that is not known, and why. */
export function unknownEstimate(reason: string, from: Provenance): Estimate {
  return toEstimate({ estimate: null, lower: null, upper: null, reason }, from);
}

/** An interval of nano-dollars in dollars. */
export function inUsd<Kind extends Interval>(interval: Kind): Kind {
  const usd = (nano: number | null) => (nano === null ? null : nano / NANO_USD);
  return {
    ...interval,
    estimate: usd(interval.estimate),
    lower: usd(interval.lower),
    upper: usd(interval.upper),
  };
}

/** A rate of units that stand alone. */
export function rateEstimate(successes: number, n: number): Estimate {
  return toEstimate(wilsonInterval(successes, n, SHOWN_ALPHA), { n, method: "wilson" });
}

/** For what is read at once: an estimate is a few numbers, and made one after the other. */
export const estimateRoom: ClusterRoom = new ClusterRoom();

/** A rate of units in clusters, from a 0 or 1 for each. */
export function clusteredRateEstimate(values: Float64Array, clusters: SampleClusters): Estimate {
  const { clusterOf, clusterCount } = clusters;
  const tallies = tallyClusters(values, clusterOf, clusterCount, estimateRoom);
  const from = { n: values.length, method: "korn_graubard", clusters: clusterCount };
  return toEstimate(kornGraubardInterval(tallies, SHOWN_ALPHA), from);
}

/** A mean of values, alone or in clusters. */
export function meanEstimate(values: Float64Array, clusters: SampleClusters): Estimate {
  const { clusterOf, clusterCount } = clusters;
  const tallies = tallyClusters(values, clusterOf, clusterCount, estimateRoom);
  const interval = clusteredMean(tallies, SHOWN_ALPHA);
  return toEstimate(interval, {
    n: values.length,
    ...(clusterOf === undefined
      ? { method: "mean_t" }
      : { method: "cluster_robust_t", clusters: clusterCount }),
  });
}
