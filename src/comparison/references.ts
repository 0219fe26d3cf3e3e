import type { Comparison, ReferenceMetrics } from "../core/comparison.ts";
import { costPerAccepted } from "../stats/cost-per-accepted.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { Clustering } from "./clustering.ts";
import type { Collected } from "./collector.ts";
import { usdOf } from "./cost-metrics.ts";
import {
  clusteredRateEstimate,
  inUsd,
  meanEstimate,
  rateEstimate,
  SHOWN_ALPHA,
  toEstimate,
  unknownEstimate,
} from "./estimate.ts";
import type { KnownColumns } from "./known-columns.ts";
import { latencyMetrics } from "./latency-metrics.ts";
import { knownRoutes, type Oracle } from "./oracle.ts";
import { randomMix } from "./random-mix.ts";
import { clustersOf, sumsBy, unitsWhere, valuesOf } from "./sample.ts";
import { sortedObject } from "./sorted-object.ts";

/** What nobody's policy would have made of the records, read off the query × route table. */
export function references(
  collected: Collected,
  arms: readonly ArmColumns[],
  oracle: Oracle | undefined,
  clustering: Clustering | undefined,
): Comparison["references"] {
  const routes = knownRoutes(collected.records);
  if (routes.length === 0) return {};
  const all = Uint32Array.from({ length: collected.records.records }, (_, ordinal) => ordinal);
  const byRecord = recordClustering(clustering, collected.repeats);
  const single = routes
    .map((route) => [route, unitsWhere(all, (ordinal) => route.isKnown(ordinal))] as const)
    .filter(([, known]) => known.length > 0);
  const complete = unitsWhere(all, (ordinal) => routes.every((route) => route.isKnown(ordinal)));
  const mixes = arms.map((arm) => [arm.key, randomMix(arm, routes, complete)] as const);
  return {
    ...(oracle === undefined ? {} : { oracle: oracleMetrics(oracle, all, byRecord) }),
    ...(single.length === 0
      ? {}
      : {
          single_routes: sortedObject(
            single.map(([route, known]) => [
              route.route,
              tableMetrics(() => route, known, byRecord),
            ]),
          ),
        }),
    ...(complete.length === 0
      ? {}
      : { random_mix: sortedObject(mixes.flatMap(([key, mix]) => (mix ? [[key, mix]] : []))) }),
  };
}

/** Clusters by record: only groups make one, as repeats are of one record. */
function recordClustering(
  clustering: Clustering | undefined,
  repeats: number,
): Clustering | undefined {
  if (clustering === undefined) return undefined;
  const records = clustering.codes.length / repeats;
  if (clustering.count === records) return undefined;
  const codes = Int32Array.from(
    { length: records },
    (_, ordinal) => clustering.codes[ordinal * repeats] ?? 0,
  );
  return { codes, count: clustering.count };
}

function oracleMetrics(
  { routes, choices }: Oracle,
  all: Uint32Array,
  clustering: Clustering | undefined,
): ReferenceMetrics {
  const judged = unitsWhere(all, (ordinal) => (choices[ordinal] ?? -1) >= 0);
  return tableMetrics((ordinal) => routes[choices[ordinal] ?? -1], judged, clustering);
}

/** Metrics of taking, for each record, one cell of the table. */
function tableMetrics(
  cellOf: (ordinal: number) => KnownColumns | undefined,
  records: Uint32Array,
  clustering: Clustering | undefined,
): ReferenceMetrics {
  const clusters = clustersOf(records, clustering);
  const accepted = valuesOf(records, (ordinal) => (cellOf(ordinal)?.isAccepted(ordinal) ? 1 : 0));
  const count = accepted.reduce((sum, value) => sum + value, 0);
  const score = (ordinal: number) => cellOf(ordinal)?.score(ordinal) ?? Number.NaN;
  const scored = unitsWhere(records, (ordinal) => !Number.isNaN(score(ordinal)));
  const latency = (ordinal: number) => cellOf(ordinal)?.latencyMs(ordinal) ?? Number.NaN;
  const timed = unitsWhere(records, (ordinal) => !Number.isNaN(latency(ordinal)));
  return {
    records: records.length,
    accepted: count,
    acceptance_rate:
      clusters.clusterOf === undefined
        ? rateEstimate(count, records.length)
        : clusteredRateEstimate(accepted, clusters),
    accuracy: meanEstimate(valuesOf(scored, score), clustersOf(scored, clustering)),
    ...(timed.length === 0
      ? {}
      : {
          latency: latencyMetrics(
            valuesOf(timed, latency),
            records.length - timed.length,
            clustersOf(timed, clustering),
          ),
        }),
    cost: tableCost(cellOf, records, accepted, clustering),
  };
}

function tableCost(
  cellOf: (ordinal: number) => KnownColumns | undefined,
  records: Uint32Array,
  accepted: Float64Array,
  clustering: Clustering | undefined,
): ReferenceMetrics["cost"] {
  const costs = valuesOf(records, (ordinal) => cellOf(ordinal)?.costNanoUsd(ordinal) ?? Number.NaN);
  const known = costs.filter((cost) => !Number.isNaN(cost));
  const total = usdOf(known.reduce((sum, cost) => sum + cost, 0));
  const unknown = costs.length - known.length;
  const from = { n: records.length, method: "log_delta" };
  if (unknown > 0) {
    const perAccepted = unknownEstimate("unknown_cost", from);
    return {
      total_usd: total,
      per_request_usd: null,
      unknown_attempts: unknown,
      per_accepted_usd: perAccepted,
    };
  }
  const clusters = clustersOf(records, clustering);
  const interval = costPerAccepted(
    sumsBy(costs, clusters),
    sumsBy(accepted, clusters),
    SHOWN_ALPHA,
  );
  return {
    total_usd: total,
    per_request_usd: total / records.length,
    unknown_attempts: 0,
    per_accepted_usd: toEstimate(inUsd(interval), from),
  };
}
