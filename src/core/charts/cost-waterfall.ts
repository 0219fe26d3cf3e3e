/**
 * What moved the total cost, in the order in which the steps are taken. The first four speak of first
 * calls of accepted outcomes: other routes and another number of them (`routing_mix`; a route that
 * only the candidate calls lies wholly in it), then what they cost on the same route.
 * `fallbacks` holds calls of a reduced scope too; `rejected_work` is first calls of outcomes that
 * were not accepted.
 */
export const waterfallSteps = [
  "routing_mix",
  "price_per_token",
  "tokens_per_call",
  "cost_per_call",
  "retries",
  "fallbacks",
  "escalations",
  "rejected_work",
] as const;

/** One of them. */
export type WaterfallStep = (typeof waterfallSteps)[number];

/**
 * From the baseline's dollars to the candidate's, over all outcomes that each of them covers: the
 * `cost.total_usd` of both. Baseline and the steps add up to candidate exactly, in nano-dollars.
 */
export interface CostWaterfall {
  /**
   * `calls`: tokens are not known of every call, or some cost without any, so that price and tokens
   * are one step, `cost_per_call`.
   */
  readonly basis: "tokens" | "calls";
  readonly baseline_usd: number;
  readonly candidate_usd: number;
  /** Accepted outcomes, a record once for each repeat. */
  readonly baseline_accepted: number;
  readonly candidate_accepted: number;
  /** Empty where `reason` says why no step is known. */
  readonly steps: readonly { readonly kind: WaterfallStep; readonly change_usd: number }[];
  readonly reason?: string;
}
