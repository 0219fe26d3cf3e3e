import type { FailureKind } from "../../core/failure.ts";
import type { Recording } from "./recording.ts";

/** Failures that say nothing of what the provider would answer to this request. */
const notKeptKinds: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "connection",
  "authentication",
  "budget_exceeded",
  "policy_stop",
  "recording_missing",
  "harness_error",
]);

/** Whether whoever asks the same later may be answered with what came of a call. */
export function isKept({ reply: { result } }: Pick<Recording, "reply">): boolean {
  switch (result.kind) {
    case "response":
      return true;
    case "failure":
      return !notKeptKinds.has(result.failure.kind);
    case "not_covered":
      return false;
  }
}
