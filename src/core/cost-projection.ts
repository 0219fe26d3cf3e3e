import type { Estimate } from "./estimate.ts";

/** What a policy would cost at a number of requests, on the assumption of this dataset's mix. */
export interface CostProjection {
  /** Requests a month where the reader stated them; else a plain thousand. */
  readonly requests: number;
  readonly isMonthly: boolean;
  /** In US dollars; null with a reason where the cost of a request is not known. */
  readonly cost_usd: Estimate;
  /** Candidate less baseline, paired by record; absent for the baseline and in older runs. */
  readonly change_usd?: Estimate;
}

/** Requests that a projection speaks of where nobody stated a volume. */
export const UNSTATED_REQUESTS = 1000;

/** An estimate per request as one of so many requests: bounds and all. */
export function timesRequests(perRequest: Estimate, requests: number): Estimate {
  const times = (value: number | null): number | null => (value === null ? null : value * requests);
  return {
    ...perRequest,
    value: times(perRequest.value),
    lower: times(perRequest.lower),
    upper: times(perRequest.upper),
  };
}
