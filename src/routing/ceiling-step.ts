import type { Step } from "../core/step.ts";
import { isCapped, overBudget, reactionTo, withoutCeilings } from "./ceiling-reaction.ts";
import { degradedStep } from "./degradation.ts";
import { fallbackStep } from "./onward-step.ts";
import { endOnRefusal, holdsOnRefusal } from "./refusal-triggers.ts";
import { ruledStep } from "./ruled-step.ts";
import type { Situation } from "./situation.ts";

/**
 * What a policy does after a failed attempt where only money, or a share, keeps it from the call
 * that its rules ask for: a rule written for `budget_exceeded`, else a lesser service, else the
 * end. Absent: nothing would have followed anyhow.
 */
export function ceilingStep(situation: Situation): Step | undefined {
  const { work, view, moment, mayCall } = situation;
  if (!mayCall || moment.isCalm) return undefined;
  const wanted = ruledStep({ ...situation, moment: withoutCeilings(moment) });
  if (wanted?.kind !== "call") return undefined;
  const refusal = moment.refusalOf(wanted.route);
  if (!isCapped(refusal)) return undefined;
  const because = `${wanted.because}, and "${wanted.route}" is refused: ${refusal.because}`;
  const end = endOnRefusal(work.rules, refusal.kind, view);
  if (end !== undefined) return { kind: end.effect, because: `${end.name}: ${because}` };
  for (const rule of work.rules) {
    if (rule.effect !== "other_route") continue;
    if (!holdsOnRefusal(rule.trigger, refusal.kind, view)) continue;
    const fallback = fallbackStep(rule, situation);
    if (fallback !== undefined) return fallback;
  }
  const reaction = reactionTo(refusal.ceiling ?? "", work.policy);
  if (reaction.kind === "queue") return { kind: "queue", because: `budget_exceeded: ${because}` };
  return degradedStep(situation, because) ?? overBudget(because);
}
