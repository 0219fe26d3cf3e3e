import { usdFromNanoUsd } from "../core/money.ts";
import { countFinding } from "./count-finding.ts";
import { coveredUnits } from "./covered-units.ts";
import { unseenWeakness } from "./logs/gate-reading.ts";
import type { ReadingContext } from "./metric-reading.ts";
import type { PreparedGate } from "./prepared-gate.ts";
import { unpricedCalls, type ArmPair } from "./promotion-gates.ts";
import { shortNumber } from "./short-number.ts";
import { workflowCosts } from "./workflow-costs.ts";

/** The gates of `cost.max_*`: no request, and no workflow, of the candidate may cost more. */
export function costGates(arms: ArmPair, context: ReadingContext): readonly PreparedGate[] {
  const { candidate } = arms;
  const { maxPerRequestNanoUsd, maxPerWorkflowNanoUsd } = candidate.policy.cost;
  const present = candidate.present;
  const covered = coveredUnits([candidate], present);
  const unpriced = unpricedCalls([candidate], covered);
  const unseen = unseenWeakness([candidate], present, context).weakness;
  const gates: PreparedGate[] = [];
  if (maxPerRequestNanoUsd !== undefined) {
    const costs = candidate.costs.total.valuesOf(covered, context.scratch.take(0, covered.length));
    gates.push(prepare("request", costs, maxPerRequestNanoUsd, unpriced, unseen));
  }
  if (maxPerWorkflowNanoUsd !== undefined) {
    const costs = workflowCosts(candidate, present, context.collected)?.knownParts;
    const known = costs ?? new Float64Array(0);
    gates.push(prepare("workflow", known, maxPerWorkflowNanoUsd, unpriced, unseen));
  }
  return gates;
}

function prepare(
  what: "request" | "workflow",
  costs: Float64Array,
  limitNanoUsd: number,
  unpriced: number,
  unseen: string | undefined,
): PreparedGate {
  const over = costs.reduce((count, cost) => count + (cost > limitNanoUsd ? 1 : 0), 0);
  const dearest = costs.reduce((most, cost) => Math.max(most, cost), 0);
  const limitUsd = usdFromNanoUsd(limitNanoUsd);
  const unknown = unpriced > 0 ? `the cost of ${unpriced} attempts is not known` : unseen;
  const plain =
    over === 0
      ? `none of ${costs.length} ${what}s cost`
      : `${over} of ${costs.length} ${what}s cost`;
  const most = `the dearest $${shortNumber(usdFromNanoUsd(dearest))}`;
  const because = `${plain} more than $${shortNumber(limitUsd)} (${most})`;
  return {
    id: `cost.max_cost_per_${what} ${limitUsd}`,
    metric: `max_cost_per_${what}`,
    askedBy: "cost",
    scope: "overall",
    bound: "max",
    threshold: limitUsd,
    baseline: null,
    candidate: costs.length === 0 ? null : usdFromNanoUsd(dearest),
    finding: countFinding(over, costs.length, unknown),
    direction: "max",
    limit: 0,
    isCount: true,
    unpricedCalls: unpriced,
    sentence: () => {
      if (costs.length === 0)
        return `there is no ${what} to hold against $${shortNumber(limitUsd)}`;
      return unknown === undefined ? because : `${because}; ${unknown}`;
    },
  };
}
