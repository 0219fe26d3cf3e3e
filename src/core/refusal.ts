/** What speaks against a route. */
export type RefusalKind =
  | "list"
  | "capability"
  | "lifecycle"
  | "context"
  | "region"
  | "risk"
  | "health"
  | "budget"
  | "quota";

/** Why a route may not be called for a record. */
export interface Refusal {
  readonly kind: RefusalKind;
  /** A clause, such as `it is in blocked_routes`. */
  readonly because: string;
  /** Name of the ceiling that it would pass; absent: it is not about one. */
  readonly ceiling?: string;
}
