import type { Classification } from "./advice.ts";
import type { ConsideredRoute } from "./decision.ts";
import type { PolicyEvent } from "./policy-event.ts";
import type { RedactionKind } from "./redaction-kinds.ts";

/** What a policy knew and did for a record besides its route and reason. An absent field: nothing. */
export interface PolicyTrace {
  /** The replay's time of the decision, in milliseconds since 1970. */
  readonly atMs?: number;
  /** Between arrival and dispatch. */
  readonly queuedMs?: number;
  readonly classification?: Classification;
  /** Refused for this record or moment: what is refused for the whole run is not told again. */
  readonly refused?: readonly ConsideredRoute[];
  readonly estimatedNanoUsd?: number;
  /** The route that a ceiling took the record away from. */
  readonly downgradedFrom?: string;
  readonly degraded?: "reduced_scope" | "static_answer";
  /** What was found and taken out of the request. */
  readonly redacted?: readonly RedactionKind[];
  readonly events?: readonly PolicyEvent[];
}
