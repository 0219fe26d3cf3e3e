import type { Step } from "../core/step.ts";
import { escalationStep, fallbackStep, successionStep } from "./onward-step.ts";
import { retryRule, retryStep } from "./retry-step.ts";
import { sideEffectOf } from "./side-effects.ts";
import { reason, type Situation } from "./situation.ts";
import { endsRecord, type ReadRule } from "./transition-rules.ts";
import { holds } from "./trigger.ts";

/**
 * What the rules, a cascade and a list of routes ask for after an attempt: the first rule that
 * holds and can do what the transition table says of it. A cascade escalates right before the first
 * rule that leads elsewhere. Absent: nothing more.
 *
 * Between the rules that end a record and those that call again stands what may not be asked for
 * twice: an answer that calls a tool with side effects, or a call that may have.
 */
export function ruledStep(situation: Situation): Step | undefined {
  const { work, mayCall } = situation;
  const sideEffect = sideEffectOf(situation);
  // A degraded service is the last thing that is tried.
  const isOver = sideEffect !== undefined || situation.last.kind === "reduced_scope";
  const retry = mayCall && !isOver ? retryRule(situation) : undefined;
  let mayEscalate = mayCall && !isOver;
  for (const rule of work.rules) {
    if (isOver && !endsRecord(rule)) continue;
    if (rule.effect === "other_route" && mayEscalate) {
      const escalation = escalationStep(situation);
      if (escalation !== undefined) return escalation;
      mayEscalate = false;
    }
    const step = stepUnder(rule, retry, situation);
    if (step !== undefined) return step;
  }
  if (sideEffect === "unknown") return queueForUnknownEffect(situation);
  if (!mayCall || isOver) return undefined;
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

function queueForUnknownEffect(situation: Situation): Step {
  const tools = situation.work.policy.fallback.sideEffectingTools.join(", ");
  const why = `nobody knows whether it had called ${tools}`;
  return { kind: "queue", because: `${reason("failed", situation)}: ${why}` };
}
