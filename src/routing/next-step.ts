import type { Attempt } from "../core/attempt.ts";
import type { Decision } from "../core/decision.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Signals } from "../core/router.ts";
import type { Step } from "../core/step.ts";
import { holdsOnRequest } from "./named-condition.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";
import { retryWaitMs } from "./retry-wait.ts";
import type { ReadRule } from "./transition-rules.ts";
import { endedInTransientError, holds } from "./trigger.ts";

const answer: Step = { kind: "answer" };

/**
 * What a policy does after the attempts so far. First match wins: stop or queue, retry, escalate,
 * fall back; then the last response is the answer, and the last failure is the end.
 *
 * A stop or queue rule for a condition that the request itself fulfils (`compliance_flag: true`)
 * holds before the first call: such a request must not reach a provider at all.
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
  const retry = mayCall ? retryRule(work, view, last, soFar) : undefined;
  const isSpent = retry === undefined;
  for (const { name, kind, trigger } of work.rules.stops) {
    if (holds(trigger, view, last, isSpent)) return { kind, because: reason(name, last) };
  }
  if (retry !== undefined) return retryStep(retry, last, soFar);
  const onward = mayCall
    ? (escalationStep(work, view, last, soFar) ?? fallbackStep(work, view, last, soFar, signals))
    : undefined;
  if (onward !== undefined) return onward;
  return last.result.kind === "response" ? answer : giveUp(work, last, mayCall);
}

function firstStep(
  work: PolicyAtWork,
  view: RequestView,
  decision: Decision,
  signals: Signals,
): Step {
  for (const { name, kind, trigger } of work.rules.stops) {
    if (trigger.kind === "condition" && holdsOnRequest(trigger.name, view)) {
      return { kind, because: `${name} before any call` };
    }
  }
  const { route, because, standsInFor } = decision;
  if (route === undefined) return { kind: "give_up", because };
  if (work.policy.fallback.maxAttempts < 1)
    return { kind: "give_up", because: "max_attempts is 0" };
  return {
    kind: "call",
    route,
    attempt: standsInFor === undefined ? "first" : "fallback",
    because,
    waitMs: 0,
    isUnreviewed:
      standsInFor !== undefined && work.routes.isUnreviewed(standsInFor, route, signals.nowMs),
  };
}

/** The rule that asks for a retry, as long as the route has not been retried for this record. */
function retryRule(
  { rules }: PolicyAtWork,
  view: RequestView,
  last: Attempt,
  soFar: readonly Attempt[],
): ReadRule | undefined {
  if (rules.retries.length === 0) return undefined;
  if (soFar.some(({ kind, route }) => kind === "retry" && route === last.route)) return undefined;
  return rules.retries.find(({ trigger }) => holds(trigger, view, last, false));
}

function retryStep(rule: ReadRule, last: Attempt, soFar: readonly Attempt[]): Step {
  const retriesSoFar = soFar.filter(({ kind }) => kind === "retry").length;
  const { result } = last;
  return {
    kind: "call",
    route: last.route,
    attempt: "retry",
    because: reason(rule.name, last),
    waitMs: result.kind === "failure" ? retryWaitMs(result.failure, retriesSoFar) : 0,
    isUnreviewed: false,
  };
}

function escalationStep(
  { strategy }: PolicyAtWork,
  view: RequestView,
  last: Attempt,
  soFar: readonly Attempt[],
): Step | undefined {
  const route = strategy.escalation?.nextRoute(view, soFar);
  if (route === undefined) return undefined;
  const because = reason("escalate_when", last);
  return { kind: "call", route, attempt: "escalation", because, waitMs: 0, isUnreviewed: false };
}

function fallbackStep(
  work: PolicyAtWork,
  view: RequestView,
  last: Attempt,
  soFar: readonly Attempt[],
  signals: Signals,
): Step | undefined {
  const { rules, routes, strategy } = work;
  const isUntried = (name: string): boolean => !soFar.some(({ route }) => route === name);
  const goTo = (route: string, name: string): Step => ({
    kind: "call",
    route,
    attempt: "fallback",
    because: reason(name, last),
    waitMs: 0,
    isUnreviewed: routes.isUnreviewed(last.route, route, signals.nowMs),
  });
  for (const { name, trigger, route } of rules.fallbacks) {
    if (!holds(trigger, view, last, true)) continue;
    const target =
      route === undefined
        ? routes.backups.find(isUntried)
        : routes.mayFollow(route) && isUntried(route)
          ? route
          : undefined;
    if (target !== undefined) return goTo(target, name);
  }
  if (!endedInTransientError(last)) return undefined;
  const successor = strategy.succession.find((name) => routes.mayFollow(name) && isUntried(name));
  return successor === undefined ? undefined : goTo(successor, "transient_error");
}

function giveUp({ policy }: PolicyAtWork, last: Attempt, mayCall: boolean): Step {
  const why = mayCall
    ? "nothing may follow"
    : `max_attempts ${policy.fallback.maxAttempts} is reached`;
  return { kind: "give_up", because: `${why}: ${reason("failed", last)}` };
}

/** `rate_limit on a`, or `transient_error (rate_limit) on a` where the trigger is wider. */
function reason(trigger: string, { result, route }: Attempt): string {
  const kind = result.kind === "failure" ? result.failure.kind : undefined;
  if (kind === undefined || kind === trigger) return `${trigger} on ${route}`;
  return `${trigger} (${kind}) on ${route}`;
}
