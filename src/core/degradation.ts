import type { RequestChange } from "./request-change.ts";

/** A lesser service that a policy falls back on when no route serves. */
export type Degradation =
  /** `route` absent: the route that was decided on. */
  | {
      readonly kind: "reduced_scope";
      readonly route: string | undefined;
      readonly change: RequestChange;
    }
  /** A text that no model wrote. */
  | { readonly kind: "static_answer"; readonly text: string };
