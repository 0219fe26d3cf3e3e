import type { FailureOrigin } from "./charts/failure-row.ts";
import { endedIn } from "./ended-in.ts";
import { failureOrigin } from "./failure-origin.ts";
import type { Outcome } from "./outcome.ts";

/** An answer that no grader found wrong, and that some could not judge. */
const UNSCORED = "unscored";

/**
 * The one class of an outcome that was not accepted: the kind of its failure, an ending that is no
 * answer, or what is wrong with the answer, in this order: cut short or filtered, `schema:FAULT`,
 * `wrong_answer:GRADER` of the first grader that it did not pass.
 */
export function failureClassOf({ ending, attempts, grade }: Outcome): string {
  if (ending.kind === "failed") return ending.failure.kind;
  if (ending.kind !== "answered") return ending.kind;
  const last = attempts.at(-1);
  if (last !== undefined && endedIn(last, "truncated")) return "truncated";
  if (last !== undefined && endedIn(last, "content_filter")) return "content_filter";
  const failing = grade.scores.filter(({ passed }) => passed === false);
  const fault = failing.find((score) => score.fault !== undefined)?.fault;
  if (fault !== undefined) return `schema:${fault}`;
  const [first] = failing;
  if (first !== undefined) return `wrong_answer:${first.name}`;
  return grade.scores.some(({ passed }) => passed === undefined) ? UNSCORED : "wrong_answer";
}

/** Whose matter the outcomes of a class are. */
export function originOfClass(name: string): FailureOrigin {
  switch (name) {
    case "stopped":
    case "queued":
    case "static_answer":
      return "policy";
    // What a grader lacks, such as a text to compare with, the set-up did not give it.
    case UNSCORED:
      return "ours";
    default:
      return failureOrigin(name) ?? "answer";
  }
}
