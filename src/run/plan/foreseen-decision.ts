import type { Advice } from "../../core/advice.ts";
import type { Decision } from "../../core/decision.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { RequestView } from "../../core/request-view.ts";
import type { Signals } from "../../core/router.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";

/** A decision as it is foreseen before a run, with what it was made by; absent: none comes about. */
export interface ForeseenDecision {
  readonly decision: Decision | undefined;
  readonly signals: Signals;
}

/**
 * What a policy decides for a record with an empty past. A model that classifies is taken to be
 * right where the data say what right is, else to be unsure; a module is not run.
 */
export function foreseenDecision(
  { policy, router }: Pick<ReplayArm, "policy" | "router">,
  view: RequestView,
  nowMs: number,
): ForeseenDecision {
  const { advice: needs } = router;
  const goldenTag = policy.strategy.kind === "intent" ? policy.strategy.goldenTag : undefined;
  const advice = needs === undefined ? undefined : foreseenAdvice(needs.kind, view, goldenTag);
  const signals: Signals = advice === undefined ? { nowMs } : { nowMs, advice };
  try {
    return { decision: router.decide(view, signals), signals };
  } catch (error) {
    // A decision that fails is that record's own ending, in the run as well.
    if (error instanceof HarnessError) return { decision: undefined, signals };
    throw error;
  }
}

function foreseenAdvice(
  kind: "model" | "module",
  { tags }: RequestView,
  goldenTag: string | undefined,
): Advice {
  const label = goldenTag === undefined ? undefined : tags[goldenTag];
  if (kind === "module" || label === undefined) {
    return { kind: "failed", because: "nobody is asked in a plan" };
  }
  return {
    kind: "classified",
    classification: {
      label,
      confidence: 1,
      by: "model",
      because: "taken to be right",
      latencyMs: undefined,
      costNanoUsd: undefined,
      usage: undefined,
    },
  };
}
