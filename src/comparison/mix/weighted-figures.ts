import type { Estimate } from "../../core/estimate.ts";
import { postStratifiedMean } from "../../stats/post-stratified-mean.ts";
import type { StratifiedMean } from "../../stats/stratified-mean.ts";
import { logDeltaBounds } from "../../stats/ratio-delta.ts";
import type { ArmColumns } from "../arm-columns.ts";
import type { Clustering } from "../clustering.ts";
import { usdOf } from "../cost-metrics.ts";
import { toEstimate, unknownEstimate, type Provenance } from "../estimate.ts";
import { indicatorsOf } from "../flagged-units.ts";
import { ACCEPTED } from "../outcome-flags.ts";
import { clustersOf } from "../sample.ts";
import { stratumOf, type Strata } from "./strata.ts";

/** Units of an arm that are weighted as another population is mixed. */
export interface WeightedUnits {
  readonly units: Uint32Array;
  readonly strata: Strata;
  readonly clustering: Clustering | undefined;
  /** Error of each bound. */
  readonly alpha: number;
}

export function acceptedOf(arm: ArmColumns, units: Uint32Array): Float64Array {
  return indicatorsOf(units, arm.flags, ACCEPTED);
}

/** In dollars; absent: of some attempt it is not known. */
export function costsOf(arm: ArmColumns, units: Uint32Array): Float64Array | undefined {
  if (arm.costs.unknown.sumOf(units) > 0) return undefined;
  return arm.costs.total.valuesOf(units).map(usdOf);
}

/** The mean of a number for each unit. */
export function weightedMean(values: Float64Array | undefined, weighted: WeightedUnits): Estimate {
  const from = provenance(weighted);
  if (values === undefined) return unknownEstimate("unknown_cost", from);
  return toEstimate(meanOf(values, weighted), from);
}

/** Where no share, and no difference of two, can lie beyond. */
const SHARE = { least: 0, most: 1 };
const SHARE_DIFFERENCE = { least: -1, most: 1 };

/** The mean of a yes or no for each unit. */
export function weightedShare(values: Float64Array, weighted: WeightedUnits): Estimate {
  return within(SHARE, meanOf(values, weighted), provenance(weighted));
}

/** The mean of what each unit has more of a yes or no in one arm than in another. */
export function weightedShareDifference(values: Float64Array, weighted: WeightedUnits): Estimate {
  return within(SHARE_DIFFERENCE, meanOf(values, weighted), provenance(weighted));
}

/** Where all units of each stratum are alike there is no error to see, which is not to have none. */
function within(
  { least, most }: typeof SHARE,
  { estimate, lower, upper, standardError, reason }: StratifiedMean,
  from: Provenance,
): Estimate {
  if (standardError === 0) {
    return toEstimate({ estimate, lower: null, upper: null, reason: "no_variation" }, from);
  }
  const bounds = {
    lower: lower === null ? null : Math.max(least, lower),
    upper: upper === null ? null : Math.min(most, upper),
  };
  return toEstimate({ estimate, ...bounds, ...(reason !== undefined && { reason }) }, from);
}

/** Total cost over accepted outcomes, of one arm. */
export function weightedCostPerAccepted(arm: ArmColumns, weighted: WeightedUnits): Estimate {
  const from = provenance(weighted);
  const ratio = linearised(arm, weighted);
  if (typeof ratio === "string") return unknownEstimate(ratio, from);
  return ratioEstimate(ratio.ratio, meanOf(ratio.residuals, weighted), weighted);
}

/** Cost per accepted of one arm over that of another, on the same units. */
export function weightedCostRatio(
  before: ArmColumns,
  after: ArmColumns,
  weighted: WeightedUnits,
): Estimate {
  const from = provenance(weighted);
  const [one, other] = [linearised(before, weighted), linearised(after, weighted)];
  if (typeof one === "string") return unknownEstimate(one, from);
  if (typeof other === "string") return unknownEstimate(other, from);
  if (one.ratio === 0) return unknownEstimate("zero_in_baseline", from);
  const residuals = other.residuals.map((value, index) => value - one.residuals[index]!);
  return ratioEstimate(other.ratio / one.ratio, meanOf(residuals, weighted), weighted);
}

interface Linearised {
  readonly ratio: number;
  /** By unit what it adds to the logarithm of the ratio, 0 on the weighted average. */
  readonly residuals: Float64Array;
}

/** A ratio of two weighted means as a mean; a text: why there is none. */
function linearised(arm: ArmColumns, weighted: WeightedUnits): Linearised | string {
  const { units } = weighted;
  const costs = costsOf(arm, units);
  if (costs === undefined) return "unknown_cost";
  const accepted = acceptedOf(arm, units);
  const meanCost = meanOf(costs, weighted).estimate;
  const meanAccepted = meanOf(accepted, weighted).estimate;
  if (meanCost === null || meanAccepted === null) return "no_data";
  if (meanAccepted === 0) return "no_accepted_outcomes";
  const residuals = costs.map((cost, index) =>
    meanCost === 0 ? 0 : cost / meanCost - accepted[index]! / meanAccepted,
  );
  return { ratio: meanCost / meanAccepted, residuals };
}

/** Log-delta bounds of a ratio; without an error it has none. */
function ratioEstimate(
  ratio: number,
  { standardError, degreesOfFreedom: df, reason }: StratifiedMean,
  weighted: WeightedUnits,
): Estimate {
  const from = provenance(weighted);
  if (standardError === null || df <= 0) {
    const because = reason ?? "no_degrees_of_freedom";
    return toEstimate({ estimate: ratio, lower: null, upper: null, reason: because }, from);
  }
  const bounds = logDeltaBounds(ratio, standardError, df, weighted.alpha);
  return toEstimate({ estimate: ratio, ...bounds }, from);
}

function meanOf(
  values: Float64Array,
  { units, strata, clustering, alpha }: WeightedUnits,
): StratifiedMean {
  const clusters = clustersOf(units, clustering);
  const { weights } = strata;
  return postStratifiedMean(
    { values, stratumOf: stratumOf(strata, units), weights, ...clusters },
    alpha,
  );
}

/** Only units of values that the other population has count: the others weigh nothing. */
function provenance({ units, strata, clustering }: WeightedUnits): Provenance {
  const strataOfUnits = stratumOf(strata, units);
  const used = units.filter((_, index) => strata.weights[strataOfUnits[index]!]! > 0);
  const from = { n: used.length, method: "post_stratified_t" };
  if (clustering === undefined) return from;
  return { ...from, clusters: clustersOf(used, clustering).clusterCount };
}
