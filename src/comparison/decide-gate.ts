import type { GateStatus } from "../core/comparison.ts";
import { decideBound } from "../stats/decide-bound.ts";
import { isAtLeast, isAtMost } from "../stats/rounding.ts";
import type { Direction, Finding } from "./finding.ts";

/** How a gate is to be decided. */
export interface GateRule {
  readonly direction: Direction;
  readonly threshold: number;
  readonly alpha: number;
  readonly decideOn: "bound" | "point";
  /** A count of exceptions, of which none may be: what was seen decides. */
  readonly isCount: boolean;
}

/** What the gate says, and the p-value of "the gate is met". */
export interface GateDecision {
  readonly status: GateStatus;
  readonly pViolated: number;
}

/**
 * Bounds decide, or the estimate alone where the policy says so. A weak finding passes nothing;
 * arms that show the very same figures violate nothing.
 */
export function decideGate(finding: Finding, rule: GateRule): GateDecision {
  const { estimate } = finding.interval;
  const status = withoutUnfounded(rawStatus(finding, rule), finding);
  const hasData = finding.from.n > 0 && !(finding.isIdentical === true);
  const p = rule.direction === "max" ? finding.pAtMost : finding.pAtLeast;
  const pViolated = hasData ? p(rule.threshold) : 1;
  if (estimate === null && finding.from.n === 0) return { status: "inconclusive", pViolated: 1 };
  return { status, pViolated: Number.isFinite(pViolated) ? pViolated : 1 };
}

function rawStatus(finding: Finding, rule: GateRule): GateStatus {
  const { direction, threshold } = rule;
  const { estimate } = finding.interval;
  if (estimate === null) {
    // Without an estimate only the tests can tell, and only against the gate.
    const p = direction === "max" ? finding.pAtMost(threshold) : finding.pAtLeast(threshold);
    return p <= rule.alpha ? "fail" : "inconclusive";
  }
  const isGood =
    direction === "min" ? isAtLeast(estimate, threshold) : isAtMost(estimate, threshold);
  if (rule.decideOn === "point" || rule.isCount) return isGood ? "pass" : "fail";
  return decideBound(direction, finding.interval, threshold);
}

function withoutUnfounded(status: GateStatus, finding: Finding): GateStatus {
  if (status === "pass" && finding.weakness !== undefined) return "inconclusive";
  if (status === "fail" && finding.isIdentical === true) return "inconclusive";
  return status;
}
