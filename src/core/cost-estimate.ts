/** What one call would cost, and what that was reckoned from. */
export interface CostEstimate {
  readonly nanoUsd: number;
  /** Four UTF-16 units a token. */
  readonly inputTokens: number;
  /** Absent: the price does not ask for it. */
  readonly outputTokens: number | undefined;
  /** `simulation`: what the registry says of an answer. `limit`: an answer at its full length. */
  readonly outputFrom: "simulation" | "limit" | undefined;
}
