import type { AttemptFailure } from "../../core/failure.ts";
import type { Outcome } from "../../core/outcome.ts";

const LONGEST_REASON = 200;

/** Why an outcome was not accepted, for people. */
export function failureReason({ ending, grade }: Outcome): string {
  switch (ending.kind) {
    case "failed":
      return `failed: ${ending.failure.kind}${detailOf(ending.failure)}`.slice(0, LONGEST_REASON);
    case "stopped":
    case "queued":
    case "static_answer":
      return `${ending.kind}: ${ending.because}`.slice(0, LONGEST_REASON);
    case "answered":
    case "not_covered": {
      const missed = grade.scores.find(({ passed }) => passed !== true);
      if (missed === undefined) return "not accepted";
      const because = missed.because === "" ? "not passed" : missed.because;
      return `${missed.name}: ${because}`.slice(0, LONGEST_REASON);
    }
  }
}

function detailOf({ detail }: AttemptFailure): string {
  return detail === undefined ? "" : ` (${detail})`;
}
