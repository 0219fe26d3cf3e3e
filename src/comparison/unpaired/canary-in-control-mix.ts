import type { Estimate } from "../../core/estimate.ts";
import type { CanaryInControlMix, LogDifferences } from "../../core/log-comparison.ts";
import type { Interval } from "../../stats/interval.ts";
import { moverDifference, moverRatio } from "../../stats/mover.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { coveredUnits } from "../covered-units.ts";
import { toEstimate } from "../estimate.ts";
import type { MixFeature } from "../mix/mix-feature.ts";
import { strataOf } from "../mix/strata.ts";
import {
  acceptedOf,
  costsOf,
  weightedMean,
  weightedShare,
  type WeightedUnits,
} from "../mix/weighted-figures.ts";
import type { TwoLogs } from "./two-logs.ts";

/**
 * What the canary would show if each value of a feature were as frequent as in the control: where
 * that is another figure than the plain one, the mix has a part in it.
 */
export function canaryInControlMix(
  { control, canary, clustering }: TwoLogs,
  { name, column }: MixFeature,
  plain: LogDifferences,
  alpha: number,
): CanaryInControlMix {
  const before = coveredUnits([control], control.present);
  const after = coveredUnits([canary], canary.present);
  const strata = strataOf(column, before, [before, after], (unit) => unit);
  // Both are held to the values that the canary has: else the control would keep what it lacks.
  const weighted = (units: Uint32Array) => ({ units, strata, clustering, alpha });
  const compared = (
    figureOf: (arm: ArmColumns, weighted: WeightedUnits) => Estimate,
    combine: (from: Interval, to: Interval) => Interval,
  ): Estimate =>
    combined(figureOf(control, weighted(before)), figureOf(canary, weighted(after)), combine);
  return {
    by: name,
    control_share_covered: strata.shareCovered,
    acceptance_rate_difference: {
      plain: plain.acceptance_rate_difference,
      weighted: compared(
        (arm, of) => weightedShare(acceptedOf(arm, of.units), of),
        moverDifference,
      ),
    },
    cost_per_request_ratio: {
      plain: plain.cost_per_request_ratio,
      weighted: compared((arm, of) => weightedMean(costsOf(arm, of.units), of), moverRatio),
    },
  };
}

function combined(
  from: Estimate,
  to: Estimate,
  combine: (from: Interval, to: Interval) => Interval,
): Estimate {
  const provenance = { n: from.n + to.n, method: `unpaired_${from.method}` };
  const interval = combine(intervalOf(from), intervalOf(to));
  // Both come from one set of columns: either both are in clusters, or none is.
  if (from.clusters === undefined || to.clusters === undefined) {
    return toEstimate(interval, provenance);
  }
  return toEstimate(interval, { ...provenance, clusters: from.clusters + to.clusters });
}

function intervalOf({ value, lower, upper, reason }: Estimate): Interval {
  return { estimate: value, lower, upper, ...(reason !== undefined && { reason }) };
}
