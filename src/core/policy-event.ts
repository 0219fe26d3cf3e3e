/** A change in what a policy knows, told by the outcome that brought it about. */
export interface PolicyEvent {
  /** The replay's time, in milliseconds since 1970. */
  readonly atMs: number;
  readonly kind:
    "excluded" | "probing" | "recovered" | "cap_reached" | "downgraded" | "period_began";
  /** Absent: it is not about one route. */
  readonly route?: string;
  /** The ceiling's name; absent: it is not about one. */
  readonly ceiling?: string;
  /** Whom the ceiling counts; absent: everybody. */
  readonly key?: string;
  readonly because: string;
}
