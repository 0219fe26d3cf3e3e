import type { Attempt, NotCoveredReason } from "./attempt.ts";
import type { AttemptFailure } from "./failure.ts";
import type { PolicyTrace } from "./policy-trace.ts";
import type { Score } from "./score.ts";

/** How a record ended under a policy: exactly one of these, in every denominator but coverage's. */
export type Ending =
  | { readonly kind: "answered" }
  | { readonly kind: "failed"; readonly failure: AttemptFailure }
  | { readonly kind: "stopped"; readonly because: string }
  | { readonly kind: "queued"; readonly because: string }
  /** A text of the policy stood in for an answer: no model wrote it, and it is never accepted. */
  | {
      readonly kind: "static_answer";
      readonly because: string;
      /** Absent: it is not kept. */
      readonly text: string | undefined;
    }
  /** The reason is a log's; an outcome table has none: it lacks the cell. */
  | { readonly kind: "not_covered"; readonly because?: NotCoveredReason };

export type UnansweredEnding = Exclude<Ending, { readonly kind: "answered" }>;

/** Everything that happened to one record under one policy, one repeat. */
export interface Outcome {
  readonly recordId: string;
  /** The record's position among the selected records. */
  readonly ordinal: number;
  /** Position of the policy in the run: 0 is the baseline. */
  readonly arm: number;
  readonly repeat: number;
  /** The route the policy decided on before any call; absent: none was eligible. */
  readonly route: string | undefined;
  readonly because: string;
  /** Why a person must look; empty: nobody has to. */
  readonly review: readonly string[];
  readonly attempts: readonly Attempt[];
  readonly ending: Ending;
  readonly grade: Grade;
  /** Absent: route, reason and review say all. */
  readonly trace?: PolicyTrace;
}

/** What scoring made of an outcome. */
export interface Grade {
  readonly accepted: boolean;
  /** Mean of the graders' values, 0..1; absent: nothing could be scored. */
  readonly score: number | undefined;
  /**
   * Absent: no schema was asked for, or nothing is known of the answer. An outcome that ended
   * without an answer though a schema was asked for is not valid.
   */
  readonly schemaValid: boolean | undefined;
  readonly scores: readonly Score[];
}

/** The attempt whose response is the answer; absent where there is none. */
export function finalAttempt(outcome: Pick<Outcome, "ending" | "attempts">): Attempt | undefined {
  return outcome.ending.kind === "answered" ? outcome.attempts.at(-1) : undefined;
}
