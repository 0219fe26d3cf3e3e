/** What a policy knows of how well a route has lately served. */
export interface RouteHealth {
  /** `open`: excluded. `half_open`: it has to prove itself before traffic comes back. */
  readonly state: "closed" | "open" | "half_open";
  /** Whether this record may be the one that tries it; only of `half_open`. */
  readonly mayProbe: boolean;
  /** In the window. */
  readonly attempts: number;
  readonly errors: number;
  /** Why it is not closed, as a clause. */
  readonly because: string | undefined;
}
