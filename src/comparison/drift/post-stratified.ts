import type { Comparison } from "../../core/comparison.ts";
import type { Estimate } from "../../core/estimate.ts";
import type { PostStratified, WeightedComparison, WeightedFigures } from "../../core/drift.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { clusteringOf, type Clustering } from "../clustering.ts";
import type { Collected } from "../collected.ts";
import { coveredUnits } from "../covered-units.ts";
import { meanEstimate, SHOWN_ALPHA, unknownEstimate } from "../estimate.ts";
import type { MixFeature } from "../mix/mix-feature.ts";
import { strataOf, type Strata } from "../mix/strata.ts";
import {
  acceptedOf,
  costsOf,
  weightedCostPerAccepted,
  weightedCostRatio,
  weightedMean,
  weightedShare,
  weightedShareDifference,
} from "../mix/weighted-figures.ts";
import { oneSided } from "../one-sided.ts";
import { clustersOf } from "../sample.ts";
import { sortedObject } from "../sorted-object.ts";

/** What a run made of the golden set. */
export interface GoldenOutcomes {
  readonly collected: Collected;
  readonly comparison: Comparison;
}

/** The run's figures with every value of a feature as frequent as among `logRows`. */
export function postStratified(
  { name, column }: MixFeature,
  logRows: Uint32Array,
  { collected, comparison }: GoldenOutcomes,
): PostStratified {
  const { arms, repeats } = collected;
  const clustering = clusteringOf(collected);
  const all = arms[0] === undefined ? new Uint32Array(0) : coveredUnits(arms, arms[0].present);
  const rowOf = (unit: number): number => Math.floor(unit / repeats);
  const strata = strataOf(column, logRows, [all], rowOf);
  const [baseline, ...candidates] = arms;
  return {
    by: name,
    log_share_covered: strata.shareCovered,
    policies: sortedObject(
      arms.map((arm) => [arm.key, figuresOf(arm, strata, clustering, comparison)]),
    ),
    comparisons:
      baseline === undefined
        ? []
        : candidates.map((candidate) =>
            comparisonOf(baseline, candidate, strata, clustering, comparison),
          ),
  };
}

function figuresOf(
  arm: ArmColumns,
  strata: Strata,
  clustering: Clustering | undefined,
  { policies }: Comparison,
): WeightedFigures {
  const plain = policies[arm.key]?.overall;
  if (plain === undefined) throw new HarnessError("bug", `no figures of "${arm.key}"`);
  const units = coveredUnits([arm], arm.present);
  const weighted = { units, strata, clustering, alpha: SHOWN_ALPHA };
  const costs = costsOf(arm, units);
  return {
    acceptance_rate: {
      plain: plain.acceptance_rate,
      weighted: weightedShare(acceptedOf(arm, units), weighted),
    },
    cost_per_request_usd: {
      plain: plainMean(costs, units, clustering),
      weighted: weightedMean(costs, weighted),
    },
    cost_per_accepted_usd: {
      plain: plain.cost.per_accepted_usd,
      weighted: weightedCostPerAccepted(arm, weighted),
    },
  };
}

function plainMean(
  costs: Float64Array | undefined,
  units: Uint32Array,
  clustering: Clustering | undefined,
): Estimate {
  if (costs === undefined) {
    return unknownEstimate("unknown_cost", { n: units.length, method: "mean_t" });
  }
  return meanEstimate(costs, clustersOf(units, clustering));
}

function comparisonOf(
  baseline: ArmColumns,
  candidate: ArmColumns,
  strata: Strata,
  clustering: Clustering | undefined,
  { comparisons }: Comparison,
): WeightedComparison {
  const plain = comparisons.find((one) => one.candidate === candidate.key);
  if (plain === undefined) throw new HarnessError("bug", `"${candidate.key}" was not compared`);
  const units = coveredUnits([baseline, candidate], candidate.present);
  const alpha = oneSided(candidate.policy.promotion.confidence) / 2;
  const weighted = { units, strata, clustering, alpha };
  const before = acceptedOf(baseline, units);
  const gained = acceptedOf(candidate, units).map((value, index) => value - before[index]!);
  return {
    candidate: candidate.key,
    acceptance_rate_difference: {
      plain: plain.acceptance_rate_difference,
      weighted: weightedShareDifference(gained, weighted),
    },
    cost_per_accepted_ratio: {
      plain: plain.cost_per_accepted_ratio,
      weighted: weightedCostRatio(baseline, candidate, weighted),
    },
  };
}
