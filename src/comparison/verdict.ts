import type { GateResult, Verdict } from "../core/comparison.ts";
import type { EarlyRejection } from "../core/early-rejection.ts";
import { uncoveredBecause, type Comparability } from "./comparability.ts";
import { errorLeft } from "./early-reject.ts";
import { shortNumber } from "./short-number.ts";

/** What a rule of the verdict needs to know of the policy. */
export interface VerdictRule {
  readonly confidence: number;
  readonly decideOn: "bound" | "point";
  /** What was shown while records were still replayed; absent: nobody looked before the end. */
  readonly early?: { readonly rejection: EarlyRejection | undefined } | undefined;
}

/**
 * The verdict over all gates; the first rule that matches decides. `guards` says what segments that
 * may not get worse did so: that rejects, and nothing of them ever promotes.
 */
export function decideVerdict(
  gates: readonly GateResult[],
  comparability: Comparability,
  rule: VerdictRule,
  guards: readonly string[] = [],
): Verdict {
  const incomparable = incomparableBecause(comparability);
  if (incomparable.length > 0) return { decision: "inconclusive", reasons: incomparable };
  const violated = [
    ...(rule.early?.rejection ? [rule.early.rejection.because] : []),
    ...violatedGates(gates, rule).map(({ because }) => because),
    ...guards,
  ];
  if (violated.length > 0) return { decision: "reject", reasons: violated };
  if (gates.length === 0) {
    const reason = "nothing was asked: the policy has no gate";
    return { decision: "inconclusive", reasons: [reason] };
  }
  if (gates.every(({ status }) => status === "pass")) {
    const percent = shortNumber(rule.confidence * 100);
    const how =
      rule.decideOn === "point" ? "by their estimates alone" : `with ${percent} % confidence`;
    const reason = `${countOf(gates.length, "gate")} asked, all pass ${how}`;
    return { decision: "promote", reasons: [reason, ...gates.map(({ because }) => because)] };
  }
  return { decision: "inconclusive", reasons: undecided(gates) };
}

function incomparableBecause(pair: Comparability): readonly string[] {
  const reasons = pair.units === 0 ? ["no record was replayed"] : [];
  const uncovered = uncoveredBecause(pair);
  if (uncovered.length > 0 && pair.unlogged !== undefined) reasons.push(pair.unlogged);
  reasons.push(...uncovered);
  if (pair.unpricedCalls > 0) {
    const calls = countOf(pair.unpricedCalls, "call");
    reasons.push(`${calls} without a known cost under a cost gate`);
  }
  return reasons;
}

const ROUNDING = 1e-12;

/** Gates whose violation is no accident of having asked many; the surest first. */
function violatedGates(gates: readonly GateResult[], rule: VerdictRule): readonly GateResult[] {
  const whole = 1 - rule.confidence;
  // A run that was looked at all the time has spent a part of the error on its looks.
  const alpha = (rule.early === undefined ? whole : errorLeft(whole)) + ROUNDING;
  return gates
    .filter(({ status }) => status === "fail")
    .filter(({ p_violated_holm: p }) => rule.decideOn === "point" || p <= alpha)
    .toSorted((a, b) => a.p_violated_holm - b.p_violated_holm);
}

function undecided(gates: readonly GateResult[]): readonly string[] {
  const open = gates.filter(({ status }) => status !== "pass");
  const needed = open.map(({ records_needed: records }) => records);
  const settled = needed.every((records) => records !== null);
  const passing = gates.length - open.length;
  const most = Math.max(0, ...needed.map((records) => records ?? 0));
  const headline = settled
    ? `${passing} of ${countOf(gates.length, "gate")} pass; about ${most} records in all would settle the rest`
    : `${passing} of ${countOf(gates.length, "gate")} pass; more records alone would not settle the rest`;
  return [headline, ...open.map(undecidedGate)];
}

function undecidedGate({ because, status, records_needed: records, observed }: GateResult): string {
  if (status === "fail") {
    return `${because}; among so many gates this may be chance (Holm's correction)`;
  }
  if (records === null) return because;
  return `${because}; about ${records} records would settle it, ${records - observed.n} more`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
