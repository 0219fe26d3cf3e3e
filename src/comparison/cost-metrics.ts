import type { CostMetrics, Estimate, TokenMetrics } from "../core/comparison.ts";
import { NANO_USD, NanoUsdSum, usdFromNanoUsd } from "../core/money.ts";
import { costPerAccepted } from "../stats/cost-per-accepted.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { Clustering } from "./clustering.ts";
import { inUsd, SHOWN_ALPHA, toEstimate, unknownEstimate } from "./estimate.ts";
import type { NumberColumn } from "./number-column.ts";
import { ACCEPTED } from "./outcome-flags.ts";
import { clustersOf, sumsBy, valuesOf } from "./sample.ts";

/** Sum of whole nano-dollars over some units, in dollars. */
function sumUsd(column: NumberColumn, units: Uint32Array): number {
  const sum = new NanoUsdSum();
  for (const unit of units) sum.add(column.at(unit));
  return usdFromNanoUsd(sum.total);
}

/** What covered units cost. */
export function costMetrics(
  arm: ArmColumns,
  units: Uint32Array,
  clustering: Clustering | undefined,
): CostMetrics {
  const { costs, flags } = arm;
  const notAccepted = units.filter((unit) => ((flags[unit] ?? 0) & ACCEPTED) === 0);
  const total = sumUsd(costs.total, units);
  let unknown = 0;
  for (const unit of units) unknown += costs.unknown.at(unit);
  return {
    total_usd: total,
    per_request_usd: unknown > 0 || units.length === 0 ? null : total / units.length,
    per_accepted_usd: perAccepted(arm, units, unknown, clustering),
    retries_usd: sumUsd(costs.retries, units),
    fallbacks_usd: sumUsd(costs.fallbacks, units),
    escalations_usd: sumUsd(costs.escalations, units),
    not_accepted_usd: sumUsd(costs.total, notAccepted),
    unknown_attempts: unknown,
  };
}

function perAccepted(
  arm: ArmColumns,
  units: Uint32Array,
  unknown: number,
  clustering: Clustering | undefined,
): Estimate {
  const n = units.length;
  if (unknown > 0) return unknownEstimate("unknown_cost", { n, method: "log_delta" });
  const clusters = clustersOf(units, clustering);
  const costs = sumsBy(
    valuesOf(units, (unit) => arm.costs.total.at(unit)),
    clusters,
  );
  const accepted = sumsBy(
    valuesOf(units, (unit) => (((arm.flags[unit] ?? 0) & ACCEPTED) === 0 ? 0 : 1)),
    clusters,
  );
  const largest = largestCluster(units, clusters.clusterOf, clusters.clusterCount);
  const interval = inUsd(costPerAccepted(costs, accepted, SHOWN_ALPHA, largest));
  const from = { n, method: "log_delta" };
  return toEstimate(
    interval,
    clusters.clusterOf === undefined ? from : { ...from, clusters: clusters.clusterCount },
  );
}

/** The most units that one cluster holds. */
function largestCluster(
  units: Uint32Array,
  clusterOf: Int32Array | undefined,
  clusterCount: number,
): number {
  if (clusterOf === undefined) return 1;
  const ones = new Float64Array(units.length).fill(1);
  return sumsBy(ones, { clusterOf, clusterCount }).reduce((a, b) => Math.max(a, b), 1);
}

/** Tokens of covered units by kind. */
export function tokenMetrics({ tokens }: ArmColumns, units: Uint32Array): TokenMetrics {
  const sum = (column: { at(unit: number): number }) => {
    let total = 0;
    for (const unit of units) total += column.at(unit);
    return total;
  };
  return {
    input_uncached: sum(tokens.inputUncached),
    input_cache_read: sum(tokens.inputCacheRead),
    input_cache_write: sum(tokens.inputCacheWrite),
    output: sum(tokens.output),
    output_reasoning: sum(tokens.outputReasoning),
    unknown_attempts: sum(tokens.unknown),
  };
}

/** Nano-dollars of a total that is a plain number already. */
export function usdOf(nanoUsd: number): number {
  return nanoUsd / NANO_USD;
}
