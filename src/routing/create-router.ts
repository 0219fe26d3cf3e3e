import type { Policy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import type { Router } from "../core/router.ts";
import { createDecisionMaker } from "./decision-maker.ts";
import { nextStep } from "./next-step.ts";
import { putToWork } from "./policy-at-work.ts";

const noKeys: readonly undefined[] = [];

/**
 * A policy as a pure state machine. Expressions are compiled and routes judged here, once; an
 * expression that cannot be compiled throws. `seed` decides what a weighted policy draws.
 */
export function createRouter(policy: Policy, registry: Registry, seed: number): Router {
  const work = putToWork(policy, registry, seed);
  const decide = createDecisionMaker(work);
  return {
    memory: undefined,
    advice: undefined,
    ceilingKeys: () => noKeys,
    decide: (view) => decide(view),
    next: (view, decision, soFar, signals) => nextStep(work, view, decision, soFar, signals),
  };
}
