/**
 * Cost per accepted outcome and acceptance rate together: they move with each other, so that two
 * intervals crossed would say too much.
 */
export interface JointRegion {
  readonly cost_per_accepted_usd: number | null;
  readonly acceptance_rate: number | null;
  readonly n: number;
  readonly clusters?: number;
  /**
   * Of ln(cost per accepted) and the acceptance rate: variance, covariance, variance. Null: `reason`
   * says why.
   */
  readonly covariance: readonly [number, number, number] | null;
  readonly reason?: string;
}
