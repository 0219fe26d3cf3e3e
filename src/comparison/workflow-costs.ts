import type { WorkflowMetrics } from "../core/metrics.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { usdOf } from "./cost-metrics.ts";
import type { Collected } from "./collected.ts";
import { COVERED } from "./outcome-flags.ts";

/** Costs by workflow and repeat, in nano-dollars. */
export interface WorkflowCosts {
  readonly costs: Float64Array;
  /** NaN cost: some attempt's is not known, and the known part stands here. */
  readonly knownParts: Float64Array;
  /** By place: workflow code times repeats, plus repeat. */
  readonly places: Int32Array;
  readonly unknownAttempts: number;
}

/**
 * Sums the outcomes of each workflow. A workflow with an outcome that is not covered is left out,
 * as it would look cheaper than it is. Absent: no record names a workflow.
 */
export function workflowCosts(
  arm: ArmColumns,
  units: Uint32Array,
  { records, repeats }: Collected,
): WorkflowCosts | undefined {
  const workflows = records.workflows.identities();
  if (workflows === undefined) return undefined;
  const size = workflows.count * repeats;
  const parts = new Float64Array(size).fill(Number.NaN);
  const unknown = new Float64Array(size);
  for (const unit of units) {
    const code = workflows.codes[Math.floor(unit / repeats)] ?? -1;
    if (code < 0) continue;
    const place = code * repeats + (unit % repeats);
    const isCovered = ((arm.flags[unit] ?? 0) & COVERED) !== 0;
    const before = parts[place] ?? Number.NaN;
    const cost = isCovered ? arm.costs.total.at(unit) : -Infinity;
    parts[place] = (Number.isNaN(before) ? 0 : before) + cost;
    unknown[place] = (unknown[place] ?? 0) + (isCovered ? arm.costs.unknown.at(unit) : 0);
  }
  const places: number[] = [];
  for (let place = 0; place < size; place += 1) {
    if (Number.isFinite(parts[place])) places.push(place);
  }
  const known = (place: number) => ((unknown[place] ?? 0) > 0 ? Number.NaN : (parts[place] ?? 0));
  return {
    costs: Float64Array.from(places, known),
    knownParts: Float64Array.from(places, (place) => parts[place] ?? 0),
    places: Int32Array.from(places),
    unknownAttempts: places.reduce((sum, place) => sum + (unknown[place] ?? 0), 0),
  };
}

/** Workflows as they are shown; null where nothing names a workflow or a cost is not known. */
export function workflowMetrics(
  arm: ArmColumns,
  units: Uint32Array,
  collected: Collected,
): WorkflowMetrics {
  const found = workflowCosts(arm, units, collected);
  const count = found?.costs.length ?? 0;
  if (found === undefined || count === 0 || found.unknownAttempts > 0) {
    return { count, cost_per_workflow_usd: null, max_cost_usd: null };
  }
  const total = found.costs.reduce((sum, cost) => sum + cost, 0);
  const largest = found.costs.reduce((most, cost) => Math.max(most, cost), 0);
  return {
    count,
    cost_per_workflow_usd: usdOf(total) / count,
    max_cost_usd: usdOf(largest),
  };
}
