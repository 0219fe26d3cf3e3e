import type { RequestChange } from "./request-change.ts";

/**
 * `escalation` is a cascade's next route: never a fallback. `reduced_scope` asks for less than the
 * record does, after everything else has failed.
 */
export type AttemptKind = "first" | "retry" | "fallback" | "escalation" | "reduced_scope";

/** What to do next for a record. */
export type Step =
  | {
      readonly kind: "call";
      readonly route: string;
      readonly attempt: AttemptKind;
      readonly because: string;
      /** Nominal wait before the call, in milliseconds: backoff, or the provider's own hint. */
      readonly waitMs: number;
      /** Whether a fallback without the approval that the policy asks for. */
      readonly isUnreviewed: boolean;
      /** What is left of a deadline; absent: the policy's own timeout. The shorter one counts. */
      readonly timeoutMs?: number;
      /** The same for the first token of a stream. */
      readonly firstTokenTimeoutMs?: number;
      /** Absent: the request is sent as it is. */
      readonly change?: RequestChange;
    }
  /** The last attempt's response is the answer. */
  | {
      readonly kind: "answer";
      /** Why a person must look, now that it is known; absent: for nothing that was not known before. */
      readonly review?: readonly string[];
    }
  /** A text of the policy is given in place of an answer: no model wrote it. */
  | { readonly kind: "static_answer"; readonly text: string; readonly because: string }
  /** The last attempt failed and nothing may follow. */
  | {
      readonly kind: "give_up";
      readonly because: string;
      /** What ends the record in place of the last failure; absent: that, or `policy_stop`. */
      readonly failure?: "budget_exceeded";
    }
  | { readonly kind: "stop"; readonly because: string }
  | {
      readonly kind: "queue";
      readonly because: string;
      /** Why a person must look; absent: for nothing that was not known before. */
      readonly review?: readonly string[];
    }
  /** Nobody knows what the policy would do: it reads a prompt that the request log does not keep. */
  | { readonly kind: "not_covered"; readonly because: "redacted" };
