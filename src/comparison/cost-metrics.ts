import type { CostMetrics, TokenMetrics } from "../core/metrics.ts";
import type { Estimate } from "../core/estimate.ts";
import { NANO_USD, NanoUsdSum, usdFromNanoUsd } from "../core/money.ts";
import { costPerAccepted } from "../stats/cost-per-accepted.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { ClassificationColumns } from "./classification-columns.ts";
import type { Clustering } from "./clustering.ts";
import type { CostColumns } from "./cost-columns.ts";
import { estimateRoom, inUsd, SHOWN_ALPHA, toEstimate, unknownEstimate } from "./estimate.ts";
import { indicatorsOf } from "./flagged-units.ts";
import type { NumberColumn } from "./number-column.ts";
import { ACCEPTED } from "./outcome-flags.ts";
import { clustersOf, largestCluster, sumsBy } from "./sample.ts";
import type { Scratch } from "./scratch.ts";

interface Sampling {
  readonly clustering: Clustering | undefined;
  readonly scratch: Scratch;
}

/** Known costs in nano-dollars and a 0 or 1 for each unit. */
interface CostSample {
  readonly costs: Float64Array;
  readonly accepted: Float64Array;
}

/** Sum of whole nano-dollars over some units, in dollars. */
function sumUsd(column: NumberColumn, units: Uint32Array): number {
  if (column.isUniform) return 0;
  const sum = new NanoUsdSum();
  for (let index = 0; index < units.length; index += 1) sum.add(column.at(units[index]!));
  return usdFromNanoUsd(sum.total);
}

/** The dollars of all units, and of those among them that were not accepted. */
function totalUsd({ costs, accepted }: CostSample): {
  readonly all: number;
  readonly notAccepted: number;
} {
  const [all, notAccepted] = [new NanoUsdSum(), new NanoUsdSum()];
  for (let index = 0; index < costs.length; index += 1) {
    all.add(costs[index]!);
    if (accepted[index] === 0) notAccepted.add(costs[index]!);
  }
  return { all: usdFromNanoUsd(all.total), notAccepted: usdFromNanoUsd(notAccepted.total) };
}

/** What covered units cost. */
export function costMetrics(
  arm: ArmColumns,
  units: Uint32Array,
  { clustering, scratch }: Sampling,
): CostMetrics {
  const { costs, flags } = arm;
  const sample = {
    costs: costs.total.valuesOf(units, scratch.take(0, units.length)),
    accepted: indicatorsOf(units, flags, ACCEPTED, scratch.take(1, units.length)),
  };
  const total = totalUsd(sample);
  const unknown = costs.unknown.sumOf(units);
  const cost: CostMetrics = {
    total_usd: total.all,
    per_request_usd: unknown > 0 || units.length === 0 ? null : total.all / units.length,
    per_accepted_usd: perAccepted(sample, units, unknown, clustering),
    retries_usd: sumUsd(costs.retries, units),
    fallbacks_usd: sumUsd(costs.fallbacks, units),
    escalations_usd: sumUsd(costs.escalations, units),
    not_accepted_usd: total.notAccepted,
    unknown_attempts: unknown,
    ...reportedCosts(costs, units),
  };
  return arm.classification === undefined
    ? cost
    : { ...cost, ...classifierCosts(sample, units, arm.classification, unknown, clustering) };
}

/**
 * What classifying cost beside all else, and an accepted outcome with it. The sample is used up:
 * its costs have the classifier's in them after.
 */
function classifierCosts(
  sample: CostSample,
  units: Uint32Array,
  said: ClassificationColumns,
  unknownAttempts: number,
  clustering: Clustering | undefined,
): Partial<CostMetrics> {
  const sum = new NanoUsdSum();
  let unknown = 0;
  for (let index = 0; index < units.length; index += 1) {
    const unit = units[index]!;
    if (!said.isClassified(unit)) continue;
    const nanoUsd = said.costs.at(unit);
    if (Number.isNaN(nanoUsd)) {
      unknown += 1;
      continue;
    }
    sum.add(nanoUsd);
    sample.costs[index]! += nanoUsd;
  }
  return {
    classifier_usd: usdFromNanoUsd(sum.total),
    classifier_unknown: unknown,
    per_accepted_with_classifier_usd: perAccepted(
      sample,
      units,
      unknownAttempts + unknown,
      clustering,
    ),
  };
}

/** What gateways say, where any said it: beside our figures, never in them. */
function reportedCosts(costs: CostColumns, units: Uint32Array): Partial<CostMetrics> {
  const attempts = costs.reportedAttempts.sumOf(units);
  if (attempts === 0) return {};
  const isKnown = !Number.isNaN(costs.ownOfReported.sumOf(units));
  return {
    reported_cost_usd: sumUsd(costs.reported, units),
    reported_attempts: attempts,
    own_cost_of_reported_usd: isKnown ? sumUsd(costs.ownOfReported, units) : null,
  };
}

/** Dollars per request of covered units, with the interval that a projection needs. */
export function perRequest(
  arm: ArmColumns,
  units: Uint32Array,
  { clustering, scratch }: Sampling,
): Estimate {
  const costs = arm.costs.total.valuesOf(units, scratch.take(0, units.length));
  const requests = scratch.take(1, units.length).fill(1);
  return perAccepted(
    { costs, accepted: requests },
    units,
    arm.costs.unknown.sumOf(units),
    clustering,
  );
}

function perAccepted(
  sample: CostSample,
  units: Uint32Array,
  unknown: number,
  clustering: Clustering | undefined,
): Estimate {
  const n = units.length;
  if (unknown > 0) return unknownEstimate("unknown_cost", { n, method: "log_delta" });
  const clusters = clustersOf(units, clustering);
  const costs = sumsBy(sample.costs, clusters, (length) => estimateRoom.take(0, length));
  const accepted = sumsBy(sample.accepted, clusters, (length) => estimateRoom.take(1, length));
  const largest = largestCluster(clusters);
  const interval = inUsd(costPerAccepted(costs, accepted, SHOWN_ALPHA, largest));
  const from = { n, method: "log_delta" };
  return toEstimate(
    interval,
    clusters.clusterOf === undefined ? from : { ...from, clusters: clusters.clusterCount },
  );
}

/** Tokens of covered units by kind. */
export function tokenMetrics({ tokens }: ArmColumns, units: Uint32Array): TokenMetrics {
  return {
    input_uncached: tokens.inputUncached.sumOf(units),
    input_cache_read: tokens.inputCacheRead.sumOf(units),
    input_cache_write: tokens.inputCacheWrite.sumOf(units),
    output: tokens.output.sumOf(units),
    output_reasoning: tokens.outputReasoning.sumOf(units),
    unknown_attempts: tokens.unknown.sumOf(units),
  };
}

/** Nano-dollars of a total that is a plain number already. */
export function usdOf(nanoUsd: number): number {
  return nanoUsd / NANO_USD;
}
