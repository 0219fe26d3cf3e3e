import type { JsonValue } from "./json.ts";

/**
 * What a variable of a policy is about. `behaviour`: what becomes of a request. `proof`: what must
 * be shown before promotion. `identity`: whose it is and what it is called.
 */
export type ChangeConcern = "behaviour" | "proof" | "identity";

/** One variable that two policies have different values of. */
export interface PolicyChange {
  /** As the document names it: `latency.timeout_ms`, `route_selection.rules[2].route`. */
  readonly path: string;
  /** `set`: order says nothing. `list`: order counts. `map`: only entries that differ are held. */
  readonly kind: "value" | "set" | "list" | "map";
  readonly concern: ChangeConcern;
  /** Absent: not there. */
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}
