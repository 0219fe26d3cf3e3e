import type { CostUnits } from "../stats/ratio-moments.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { Collected } from "./collected.ts";
import { indicatorsOf } from "./flagged-units.ts";
import type { ReadingContext } from "./metric-reading.ts";
import { ACCEPTED } from "./outcome-flags.ts";
import { clustersOf, largestCluster, sumOf, sumsBy } from "./sample.ts";
import { groupsOfWorkflows } from "./workflow-groups.ts";
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

/** Costs of covered units of one arm; `room` is where they are written, a number a unit. */
export function costData(
  arm: ArmColumns,
  units: Uint32Array,
  kind: CostKind,
  { collected, clustering }: Pick<ReadingContext, "collected" | "clustering">,
  room: CostUnits,
): CostData {
  const isAccepted = indicatorsOf(units, arm.flags, ACCEPTED, room.accepted);
  const accepts = sumOf(isAccepted);
  if (kind === "workflow") return { ...byWorkflow(arm, units, collected), accepts };
  const clusters = clustersOf(units, clustering);
  const costs = sumsBy(arm.costs.total.valuesOf(units, room.costs), clusters);
  const accepted = sumsBy(kind === "accepted" ? isAccepted : isAccepted.fill(1), clusters);
  return {
    costs,
    accepted,
    n: units.length,
    clusters: clusters.clusterOf === undefined ? undefined : clusters.clusterCount,
    accepts,
    unknownAttempts: arm.costs.unknown.sumOf(units),
    largestUnit: largestCluster(clusters),
  };
}

/**
 * Workflows are the units; the repeats of one are no others, so they are taken together, and so
 * are the workflows of one group.
 */
function byWorkflow(
  arm: ArmColumns,
  units: Uint32Array,
  collected: Collected,
): Omit<CostData, "accepts"> {
  const found = workflowCosts(arm, units, collected);
  const { repeats } = collected;
  const groupOf = groupsOfWorkflows(collected.records);
  const costs = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const [index, place] of (found?.places ?? []).entries()) {
    const workflow = Math.floor(place / repeats);
    const code = groupOf?.[workflow] ?? workflow;
    costs.set(code, (costs.get(code) ?? 0) + (found?.knownParts[index] ?? 0));
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return {
    costs: Float64Array.from(costs.values()),
    accepted: Float64Array.from(counts.values()),
    n: found?.places.length ?? 0,
    clusters: repeats === 1 && groupOf === undefined ? undefined : costs.size,
    unknownAttempts: found?.unknownAttempts ?? 0,
    largestUnit: counts.values().reduce((most, count) => Math.max(most, count), 1),
  };
}
