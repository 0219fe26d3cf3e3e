import type { ReferenceMetrics } from "../core/metrics.ts";
import { costPerAccepted } from "../stats/cost-per-accepted.ts";
import type { Clustering } from "./clustering.ts";
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
import { latencyMetrics } from "./latency-metrics.ts";
import * as cells from "./route-choices.ts";
import { clustersOf, sumOf, sumsBy, type SampleClusters } from "./sample.ts";
import type { Scratch } from "./scratch.ts";

/** Metrics of taking, for each of all records that it is chosen for, one cell of the table. */
export function tableMetrics(
  table: cells.RouteChoices,
  all: Uint32Array,
  clustering: Clustering | undefined,
  scratch: Scratch,
): ReferenceMetrics {
  const records = cells.chosenAmong(all, table);
  const n = records.length;
  const clusters = clustersOf(records, clustering);
  const accepted = cells.acceptedCells(table, records, scratch.take(0, n));
  const count = sumOf(accepted);
  const scored = keepKnown(records, cells.cellScores(table, records, scratch.take(1, n)));
  const accuracy = meanEstimate(scored.values, clustersOf(scored.records, clustering));
  const cost = tableCost(cells.cellCosts(table, records, scratch.take(1, n)), accepted, clusters);
  const timed = keepKnown(records, cells.cellLatencies(table, records, scratch.take(1, n)));
  const unknown = n - timed.records.length;
  return {
    records: n,
    accepted: count,
    acceptance_rate:
      clusters.clusterOf === undefined
        ? rateEstimate(count, n)
        : clusteredRateEstimate(accepted, clusters),
    accuracy,
    ...(timed.records.length === 0
      ? {}
      : {
          latency: latencyMetrics(timed.values, unknown, clustersOf(timed.records, clustering)),
        }),
    cost,
  };
}

interface KnownCells {
  readonly records: Uint32Array;
  readonly values: Float64Array;
}

/** Moves the values that are not NaN to the front, and their records with them. */
function keepKnown(records: Uint32Array, values: Float64Array): KnownCells {
  let known = 0;
  for (let index = 0; index < values.length; index += 1)
    if (!Number.isNaN(values[index])) known += 1;
  if (known === values.length) return { records, values };
  const kept = new Uint32Array(known);
  let place = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (Number.isNaN(value)) continue;
    kept[place] = records[index]!;
    values[place] = value;
    place += 1;
  }
  return { records: kept, values: values.subarray(0, known) };
}

function tableCost(
  costs: Float64Array,
  accepted: Float64Array,
  clusters: SampleClusters,
): ReferenceMetrics["cost"] {
  const n = costs.length;
  let nanoUsd = 0;
  let unknown = 0;
  for (let index = 0; index < n; index += 1) {
    const cost = costs[index]!;
    if (Number.isNaN(cost)) unknown += 1;
    else nanoUsd += cost;
  }
  const total = usdOf(nanoUsd);
  const from = { n, method: "log_delta" };
  if (unknown > 0) {
    const perAccepted = unknownEstimate("unknown_cost", from);
    return {
      total_usd: total,
      per_request_usd: null,
      unknown_attempts: unknown,
      per_accepted_usd: perAccepted,
    };
  }
  const interval = costPerAccepted(
    sumsBy(costs, clusters),
    sumsBy(accepted, clusters),
    SHOWN_ALPHA,
  );
  return {
    total_usd: total,
    per_request_usd: n === 0 ? null : total / n,
    unknown_attempts: 0,
    per_accepted_usd: toEstimate(inUsd(interval), from),
  };
}
