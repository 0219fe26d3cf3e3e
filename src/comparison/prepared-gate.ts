import type { GateResult, GateStatus } from "../core/comparison.ts";
import { decideGate } from "./decide-gate.ts";
import { toEstimate } from "./estimate.ts";
import type { Direction, Finding } from "./finding.ts";

/** A gate with all that was found out for it, not decided yet. */
export interface PreparedGate {
  readonly id: string;
  readonly metric: string;
  readonly askedBy: string;
  readonly scope: string;
  readonly bound: GateResult["bound"];
  /** As written in the policy. */
  readonly threshold: number;
  readonly baseline: number | null;
  readonly candidate: number | null;
  readonly finding: Finding;
  /** What the finding is held against: not what is written where a limit becomes a share. */
  readonly direction: Direction;
  readonly limit: number;
  readonly isCount: boolean;
  /** Calls without a known cost that this gate would have to price. */
  readonly unpricedCalls: number;
  readonly sentence: (status: GateStatus) => string;
}

/** The sides of a threshold by the way a gate is written. */
export function directionOf(bound: GateResult["bound"]): Direction {
  return bound === "min" || bound === "min_ratio" ? "min" : "max";
}

/** Decides one gate. Holm's correction needs them all, so it is left at the plain p-value. */
export function decidePrepared(
  gate: PreparedGate,
  rule: { readonly alpha: number; readonly decideOn: "bound" | "point" },
): GateResult {
  const { finding, direction, limit, isCount } = gate;
  const { status, pViolated } = decideGate(finding, {
    direction,
    threshold: limit,
    isCount,
    ...rule,
  });
  const byPoint = rule.decideOn === "point" ? " (decided on the estimate alone)" : "";
  return {
    id: gate.id,
    metric: gate.metric,
    asked_by: gate.askedBy,
    scope: gate.scope,
    bound: gate.bound,
    threshold: gate.threshold,
    baseline: gate.baseline,
    candidate: gate.candidate,
    observed: toEstimate(finding.interval, finding.from),
    status,
    p_violated: pViolated,
    p_violated_holm: pViolated,
    records_needed: status === "inconclusive" ? needed(gate) : null,
    because: gate.sentence(status) + byPoint,
  };
}

/** More than there are now: the plan aims at a chance of passing, which a bound may just miss. */
function needed({ finding, direction, limit, isCount }: PreparedGate): number | null {
  if (isCount) return null;
  const records = finding.recordsNeeded(direction, limit);
  return records === null ? null : Math.max(records, finding.from.n + 1);
}
