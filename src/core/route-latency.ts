/** How fast a route has lately been, at the percentile that the policy asks for. */
export interface RouteLatency {
  /** In the window. */
  readonly attempts: number;
  /** Absent: nothing is known of it. */
  readonly completeMs: number | undefined;
  readonly firstTokenMs: number | undefined;
}
