import type { Attempt } from "./attempt.ts";
import { transientKinds, type FailureKind } from "./failure.ts";

/** Whether an attempt ended so. An answer can be an event too: cut short, filtered, or against its schema. */
export function endedIn({ result, schemaValid }: Attempt, kind: FailureKind): boolean {
  if (result.kind === "failure") return result.failure.kind === kind;
  if (result.kind !== "response") return false;
  switch (kind) {
    case "schema_invalid":
      return schemaValid === false;
    case "truncated":
      return result.response.finishReason.kind === "length";
    case "content_filter":
      return result.response.finishReason.kind === "content_filter";
    default:
      return false;
  }
}

/** Whether an attempt failed in a way that passes by itself. */
export function endedInTransientError({ result }: Attempt): boolean {
  return result.kind === "failure" && transientKinds.has(result.failure.kind);
}
