/** `escalation` is a cascade's next route: never a fallback. */
export type AttemptKind = "first" | "retry" | "fallback" | "escalation";

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
    }
  /** The last attempt's response is the answer. */
  | { readonly kind: "answer" }
  /** The last attempt failed and nothing may follow. */
  | { readonly kind: "give_up"; readonly because: string }
  | { readonly kind: "stop"; readonly because: string }
  | { readonly kind: "queue"; readonly because: string };
