/** A change in what a policy knows, told by the outcome that brought it about. */
export interface PolicyEvent {
  /** The replay's time, in milliseconds since 1970. */
  readonly atMs: number;
  readonly kind:
    | "excluded"
    | "probing"
    | "recovered"
    /** A ceiling took a route from a record, for the first time in its period. */
    | "cap_reached"
    /** The same for a later record of the period. */
    | "capped"
    /** A period has begun since the ceiling was reached. */
    | "period_began";
  /** Absent: it is not about one route. */
  readonly route?: string;
  /** The ceiling's name; absent: it is not about one. */
  readonly ceiling?: string;
  /** Whom the ceiling counts; absent: everybody. */
  readonly key?: string;
  readonly because: string;
}
