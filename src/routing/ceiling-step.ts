import type { Step } from "../core/step.ts";
import { budgetExceeded, isCapped, reactionTo, withoutCeilings } from "./ceiling-reaction.ts";
import { fallbackStep } from "./onward-step.ts";
import type { Situation } from "./situation.ts";

/**
 * What a policy does after a failed attempt where only money, or a share, keeps it from the call
 * that would follow: a fallback written for `budget_exceeded`, else its end. Absent: nothing would
 * have followed anyhow. `onward`: what the policy's rules ask for in a situation.
 */
export function ceilingStep(
  situation: Situation,
  onward: (situation: Situation) => Step | undefined,
): Step | undefined {
  const { work, moment, mayCall } = situation;
  if (!mayCall || moment.isCalm) return undefined;
  const step = onward({ ...situation, moment: withoutCeilings(moment) });
  if (step?.kind !== "call") return undefined;
  const refusal = moment.refusalOf(step.route);
  if (!isCapped(refusal)) return undefined;
  for (const rule of work.rules) {
    const { effect, trigger } = rule;
    if (effect !== "other_route" || trigger.kind !== "ended_in") continue;
    if (trigger.failure !== "budget_exceeded") continue;
    const fallback = fallbackStep(rule, situation);
    if (fallback !== undefined) return fallback;
  }
  const because = `${step.because}, and "${step.route}" is refused: ${refusal.because}`;
  return budgetExceeded(because, work, reactionTo(refusal.ceiling ?? "", work.policy));
}
