/** One route that a policy looked at, and why it was kept or refused. */
export interface ConsideredRoute {
  readonly route: string;
  readonly kept: boolean;
  readonly because: string;
}

/** What a policy chose for one record before any call. */
export interface Decision {
  /** Absent: no eligible route is left; `because` says why. */
  readonly route: string | undefined;
  /** The refused route that `route` is a fallback for, before any call; absent: chosen as such. */
  readonly standsInFor?: string;
  readonly because: string;
  /** Routes that may follow, in the order in which they would be tried. */
  readonly chain: readonly string[];
  readonly considered: readonly ConsideredRoute[];
  /** Why a person must look at the answer; empty: nobody has to. */
  readonly review: readonly string[];
}
