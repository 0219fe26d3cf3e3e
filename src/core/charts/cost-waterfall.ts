/** What moved the total cost, in the order in which the steps are taken. */
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

export type WaterfallStep = (typeof waterfallSteps)[number];

/**
 * From the baseline's dollars to the candidate's. Baseline, the steps and candidate add up exactly,
 * in whole nano-dollars.
 */
export interface CostWaterfall {
  /** `calls`: tokens are not known of every call, so price and tokens are one step, `cost_per_call`. */
  readonly basis: "tokens" | "calls";
  readonly baseline_usd: number;
  readonly candidate_usd: number;
  readonly baseline_accepted: number;
  readonly candidate_accepted: number;
  /** Empty where `reason` says why no step is known. */
  readonly steps: readonly { readonly kind: WaterfallStep; readonly change_usd: number }[];
  readonly reason?: string;
}
