import type { Policy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import type { Router } from "../core/router.ts";
import { ceilingKeys } from "./ceiling-keys.ts";
import { createDecisionMaker } from "./decision-maker.ts";
import { nextStep } from "./next-step.ts";
import { putToWork } from "./policy-at-work.ts";
import { policyForRedacted, redactingDecision } from "./redaction.ts";
import type { RouterOptions } from "./router-options.ts";

/**
 * A policy as a pure state machine. Expressions are compiled and routes judged here, once; an
 * expression that cannot be compiled throws.
 */
export function createRouter(policy: Policy, registry: Registry, options: RouterOptions): Router {
  const work = putToWork(policy, registry, options);
  const known = {
    memory: work.memory,
    advice: work.advice,
    ceilingKeys: ceilingKeys(policy),
  };
  const decide = createDecisionMaker(work);
  const forRedacted = policyForRedacted(policy);
  if (forRedacted === undefined) {
    return {
      ...known,
      decide,
      next: (view, decision, soFar, signals) => nextStep(work, view, decision, soFar, signals),
    };
  }
  const redacted = putToWork(forRedacted, registry, options);
  return {
    ...known,
    decide: redactingDecision(work, decide, createDecisionMaker(redacted)),
    next: (view, decision, soFar, signals) =>
      nextStep(decision.redacted === undefined ? work : redacted, view, decision, soFar, signals),
  };
}
