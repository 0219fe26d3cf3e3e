import type { Attempt } from "../core/attempt.ts";
import type { Decision } from "../core/decision.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Signals } from "../core/router.ts";
import type { Step } from "../core/step.ts";
import { ceilingStep } from "./ceiling-step.ts";
import { firstStep } from "./first-step.ts";
import { escalationStep, fallbackStep, successionStep } from "./onward-step.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";
import { underRequestCap } from "./request-spend.ts";
import { retryRule, retryStep } from "./retry-step.ts";
import { reason, type Situation } from "./situation.ts";
import type { ReadRule } from "./transition-rules.ts";
import { holds } from "./trigger.ts";

const answer: Step = { kind: "answer" };

/**
 * What a policy does after the attempts so far: the first of its rules that holds and can do what
 * the transition table says of it. A cascade escalates right before the first rule that leads
 * elsewhere. Where no rule does anything the last response is the answer, and the last failure is
 * the end.
 */
export function nextStep(
  work: PolicyAtWork,
  view: RequestView,
  decision: Decision,
  soFar: readonly Attempt[],
  signals: Signals,
): Step {
  const last = soFar.at(-1);
  if (last === undefined) return firstStep(work, view, decision, signals);
  if (last.result.kind === "not_covered") {
    return { kind: "give_up", because: `nothing is known of what ${last.route} would answer` };
  }
  const mayCall = soFar.length < work.policy.fallback.maxAttempts;
  const moment = underRequestCap(work.momentOf(view, signals), view, soFar, work);
  const situation = { work, view, decision, soFar, last, signals, moment, mayCall };
  const onward = ruledStep(situation);
  if (onward !== undefined) return onward;
  if (last.result.kind === "response") return answer;
  return ceilingStep(situation, ruledStep) ?? giveUp(situation);
}

/** What the rules, the cascade and the list of routes ask for; absent: nothing more. */
function ruledStep(situation: Situation): Step | undefined {
  const { work, mayCall } = situation;
  const retry = mayCall ? retryRule(situation) : undefined;
  let mayEscalate = mayCall;
  for (const rule of work.rules) {
    if (rule.effect === "other_route" && mayEscalate) {
      const escalation = escalationStep(situation);
      if (escalation !== undefined) return escalation;
      mayEscalate = false;
    }
    const step = stepUnder(rule, retry, situation);
    if (step !== undefined) return step;
  }
  if (!mayCall) return undefined;
  return (mayEscalate ? escalationStep(situation) : undefined) ?? successionStep(situation);
}

/** `retry`: the rule by which the last route is tried again; absent: its retries are spent. */
function stepUnder(
  rule: ReadRule,
  retry: ReadRule | undefined,
  situation: Situation,
): Step | undefined {
  switch (rule.effect) {
    case "stop":
    case "queue":
      if (!holds(rule.trigger, situation, retry === undefined)) return undefined;
      return { kind: rule.effect, because: reason(rule.name, situation) };
    case "same_route":
      return rule === retry ? retryStep(rule, situation) : undefined;
    case "other_route":
      if (!situation.mayCall || !holds(rule.trigger, situation, true)) return undefined;
      return fallbackStep(rule, situation);
  }
}

function giveUp(situation: Situation): Step {
  const why = situation.mayCall
    ? "nothing may follow"
    : `max_attempts ${situation.work.policy.fallback.maxAttempts} is reached`;
  return { kind: "give_up", because: `${why}: ${reason("failed", situation)}` };
}
