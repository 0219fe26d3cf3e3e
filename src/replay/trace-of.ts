import type { Attempt } from "../core/attempt.ts";
import type { Decision } from "../core/decision.ts";
import type { Ending } from "../core/outcome.ts";
import type { PolicyTrace } from "../core/policy-trace.ts";
import type { TrialPast } from "./trial-past.ts";

/** What an outcome has to tell besides route, reason and review; absent: nothing. */
export function traceOf(
  decision: Decision | undefined,
  attempts: readonly Attempt[],
  ending: Ending,
  past: TrialPast | undefined,
): PolicyTrace | undefined {
  const degraded = degradationIn(attempts, ending);
  if (past === undefined && degraded === undefined && (decision === undefined || isPlain(decision)))
    return undefined;
  const { classification, refused, estimatedNanoUsd, downgradedFrom, redacted } = decision ?? {};
  return {
    ...(past && { atMs: past.atMs }),
    ...(past?.queuedMs !== undefined && { queuedMs: past.queuedMs }),
    ...(classification && { classification }),
    ...(refused && { refused }),
    ...(estimatedNanoUsd !== undefined && { estimatedNanoUsd }),
    ...(downgradedFrom !== undefined && { downgradedFrom }),
    ...(degraded && { degraded }),
    ...(redacted && { redacted }),
    ...(past && past.events.length > 0 && { events: past.events }),
  };
}

function degradationIn(attempts: readonly Attempt[], ending: Ending): PolicyTrace["degraded"] {
  if (ending.kind === "static_answer") return "static_answer";
  return attempts.at(-1)?.kind === "reduced_scope" ? "reduced_scope" : undefined;
}

function isPlain(decision: Decision): boolean {
  return (
    decision.classification === undefined &&
    decision.refused === undefined &&
    decision.estimatedNanoUsd === undefined &&
    decision.downgradedFrom === undefined &&
    decision.redacted === undefined
  );
}
