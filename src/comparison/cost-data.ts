import type { CostUnits } from "../stats/ratio-moments.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { Clustering } from "./clustering.ts";
import type { Collected } from "./collector.ts";
import { ACCEPTED } from "./outcome-flags.ts";
import { clustersOf, sumsBy, unitsWhere, valuesOf } from "./sample.ts";
import { workflowCosts } from "./workflow-costs.ts";

/** What a cost is counted by: accepted outcomes, requests or workflows. */
export type CostKind = "accepted" | "request" | "workflow";

/** Nano-dollars, and what they are divided by, of each independent unit of one arm. */
export interface CostData extends CostUnits {
  readonly n: number;
  readonly clusters: number | undefined;
  /** Accepted outcomes behind the figures. */
  readonly accepts: number;
  readonly unknownAttempts: number;
  /** The most that one unit could be divided by. */
  readonly largestUnit: number;
}

/** Costs of covered units of one arm. */
export function costData(
  arm: ArmColumns,
  units: Uint32Array,
  kind: CostKind,
  collected: Collected,
  clustering: Clustering | undefined,
): CostData {
  const isAccepted = (unit: number) => ((arm.flags[unit] ?? 0) & ACCEPTED) !== 0;
  const accepts = unitsWhere(units, isAccepted).length;
  if (kind === "workflow") return { ...byWorkflow(arm, units, collected), accepts };
  const clusters = clustersOf(units, clustering);
  const sums = (read: (unit: number) => number) => sumsBy(valuesOf(units, read), clusters);
  const sizes = sums(() => 1);
  let unknownAttempts = 0;
  for (const unit of units) unknownAttempts += arm.costs.unknown.at(unit);
  return {
    costs: sums((unit) => arm.costs.total.at(unit)),
    accepted: kind === "accepted" ? sums((unit) => (isAccepted(unit) ? 1 : 0)) : sizes,
    n: units.length,
    clusters: clusters.clusterOf === undefined ? undefined : clusters.clusterCount,
    accepts,
    unknownAttempts,
    largestUnit: sizes.reduce((a, b) => Math.max(a, b), 1),
  };
}

/** Workflows are the units; the repeats of one are no others, so they are taken together. */
function byWorkflow(
  arm: ArmColumns,
  units: Uint32Array,
  collected: Collected,
): Omit<CostData, "accepts"> {
  const found = workflowCosts(arm, units, collected);
  const { repeats } = collected;
  const costs = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const [index, place] of (found?.places ?? []).entries()) {
    const code = Math.floor(place / repeats);
    costs.set(code, (costs.get(code) ?? 0) + (found?.knownParts[index] ?? 0));
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return {
    costs: Float64Array.from(costs.values()),
    accepted: Float64Array.from(counts.values()),
    n: found?.places.length ?? 0,
    clusters: repeats === 1 ? undefined : costs.size,
    unknownAttempts: found?.unknownAttempts ?? 0,
    largestUnit: repeats,
  };
}
