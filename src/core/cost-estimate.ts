/** What one call would cost, and what that was reckoned from. */
export interface CostEstimate {
  readonly nanoUsd: number;
  /** Four UTF-16 units a token. */
  readonly inputTokens: number;
  /** Absent: the price does not ask for it. */
  readonly outputTokens: number | undefined;
  /**
   * `quality_table`: as answers were measured. `simulation`: as the registry says. `limit`: as long
   * as an answer may be.
   */
  readonly outputFrom: "quality_table" | "simulation" | "limit" | undefined;
}
