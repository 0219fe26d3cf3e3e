import type { SimpsonFinding, StandardisedCost } from "../../core/segment-report.ts";
import { simpsonReversal, type SegmentCost } from "../../stats/cost-segments.ts";
import { standardizedCosts } from "../../stats/standardized-ratio.ts";
import type { ArmColumns } from "../arm-columns.ts";
import type { CodeColumn } from "../code-column.ts";
import { coveredUnits } from "../covered-units.ts";
import { inUsd, toEstimate } from "../estimate.ts";
import { indicatorsOf } from "../flagged-units.ts";
import type { ReadingContext } from "../metric-reading.ts";
import { ACCEPTED } from "../outcome-flags.ts";
import type { ArmPair } from "../promotion-gates.ts";
import { clustersOf } from "../sample.ts";

/** A tag that has more values than this names records, not kinds of work. */
const MOST_SEGMENTS = 100;

/** What both arms cost and accept in each value of one tag; records without one are a part too. */
export interface SegmentCosts {
  readonly simpson: readonly SimpsonFinding[];
  readonly standardised: readonly StandardisedCost[];
}

/** Costs by the values of one tag; nothing where a cost is unknown or the tag parts nothing. */
export function segmentCosts(tag: string, arms: ArmPair, context: ReadingContext): SegmentCosts {
  const { baseline, candidate } = arms;
  const { records, repeats } = context.collected;
  const column = records.tags.get(tag);
  const pairs = coveredUnits([baseline, candidate], candidate.present);
  const nothing = { simpson: [], standardised: [] };
  if (column === undefined || column.texts.size > MOST_SEGMENTS) return nothing;
  if (isUnpriced(baseline, pairs) || isUnpriced(candidate, pairs)) return nothing;
  const { codes, segments } = numbered(pairs, column, repeats);
  if (segments < 2) return nothing;
  const before = sample(baseline, pairs, [0, 1], context);
  const after = sample(candidate, pairs, [2, 3], context);
  const reversal = simpsonReversal(totals(after, codes, segments), totals(before, codes, segments));
  const { clusterOf, clusterCount } = clustersOf(pairs, context.clustering);
  const costs = standardizedCosts(
    { baseline: before, candidate: after, segmentOf: codes, segments, clusterOf, clusterCount },
    context.alpha,
  );
  const from = {
    n: pairs.length,
    method: "standardised_log_delta",
    ...(clusterOf === undefined ? {} : { clusters: clusterCount }),
  };
  return {
    simpson: reversal === null ? [] : [simpsonFinding(tag, segments, reversal)],
    standardised: [
      {
        by: tag,
        mix: "baseline_accepted",
        baseline: toEstimate(inUsd(costs.baseline), from),
        candidate: toEstimate(inUsd(costs.candidate), from),
        ratio: toEstimate(costs.ratio, from),
      },
    ],
  };
}

function isUnpriced(arm: ArmColumns, units: Uint32Array): boolean {
  return arm.costs.unknown.sumOf(units) > 0;
}

interface CostSample {
  readonly costs: Float64Array;
  readonly accepted: Float64Array;
}

/** Written into two places of the scratch. */
function sample(
  arm: ArmColumns,
  units: Uint32Array,
  [costs, accepted]: readonly [number, number],
  { scratch }: ReadingContext,
): CostSample {
  return {
    costs: arm.costs.total.valuesOf(units, scratch.take(costs, units.length)),
    accepted: indicatorsOf(units, arm.flags, ACCEPTED, scratch.take(accepted, units.length)),
  };
}

/** The part of each unit, from 0 without gaps; units without the tag are one of them. */
function numbered(
  units: Uint32Array,
  column: CodeColumn,
  repeats: number,
): { readonly codes: Int32Array; readonly segments: number } {
  const codes = new Int32Array(units.length);
  /** By code of the column, from 1. */
  const numbers = new Int32Array(column.texts.size + 1);
  let segments = 0;
  for (let index = 0; index < units.length; index += 1) {
    const code = column.at(Math.floor(units[index]! / repeats));
    if (numbers[code] === 0) numbers[code] = ++segments;
    codes[index] = numbers[code]! - 1;
  }
  return { codes, segments };
}

function totals(
  { costs, accepted }: CostSample,
  codes: Int32Array,
  segments: number,
): readonly SegmentCost[] {
  const sums = Array.from({ length: segments }, () => ({ cost: 0, accepted: 0 }));
  for (let index = 0; index < codes.length; index += 1) {
    const sum = sums[codes[index]!]!;
    sum.cost += costs[index]!;
    sum.accepted += accepted[index]!;
  }
  return sums;
}

function simpsonFinding(
  tag: string,
  segments: number,
  reversal: NonNullable<ReturnType<typeof simpsonReversal>>,
): SimpsonFinding {
  const [part, whole] =
    reversal === "cheaper_in_every_segment" ? ["cheaper", "dearer"] : ["dearer", "cheaper"];
  const says =
    `per accepted outcome the candidate is ${part} in every value of ${tag} (${segments} of ${segments}) ` +
    `and ${whole} overall: it accepts another mix of work than the baseline`;
  return { tag, metric: "cost_per_accepted_usd", segments, says };
}
