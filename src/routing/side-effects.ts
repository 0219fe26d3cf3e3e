import type { JsonObject } from "../core/json.ts";
import type { FailureKind } from "../core/failure.ts";
import type { Situation } from "./situation.ts";

/** Ends of which nobody knows how far the model had come. */
const unknownEnds: ReadonlySet<FailureKind> = new Set([
  "timeout",
  "first_token_timeout",
  "stream_interrupted",
  "connection",
]);

/**
 * Whether a tool that changes the world may have been called. `called`: the last answer calls one,
 * so that it is final. `unknown`: the last call, which offered one, broke off, and whoever asks
 * again may do twice what was to be done once.
 */
export function sideEffectOf({ work, view, last }: Situation): "called" | "unknown" | undefined {
  const { sideEffectingTools } = work.policy.fallback;
  if (sideEffectingTools.length === 0) return undefined;
  const { result } = last;
  const isMeant = ({ name }: JsonObject): boolean =>
    typeof name === "string" && sideEffectingTools.includes(name);
  if (result.kind === "response") {
    return result.response.toolCalls.some(isMeant) ? "called" : undefined;
  }
  if (result.kind !== "failure" || !unknownEnds.has(result.failure.kind)) return undefined;
  return view.request.tools.some(isMeant) && !isKnownUnsent(last) ? "unknown" : undefined;
}

/** A wire that failed before the request had left: it cost nothing, and nobody answered a status. */
function isKnownUnsent({ result, costNanoUsd, evidence }: Situation["last"]): boolean {
  return (
    result.kind === "failure" &&
    result.failure.kind === "connection" &&
    costNanoUsd === 0 &&
    evidence !== undefined &&
    evidence.httpStatus === undefined
  );
}
