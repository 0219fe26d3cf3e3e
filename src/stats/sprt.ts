/** Wald's sequential test of a rate of events between two stated values. */
export interface SprtPlan {
  /** The rate under H0, such as one that must not be. */
  readonly rate0: number;
  /** The rate under H1, such as one that is hoped for. */
  readonly rate1: number;
  /** Chance of accepting H1 when H0 holds. */
  readonly alpha: number;
  /** Chance of accepting H0 when H1 holds. */
  readonly beta: number;
}

/** `continue`: neither is proven yet. */
export type SprtDecision = "accept_h0" | "accept_h1" | "continue";

/** Log likelihood ratios at which the test ends. */
export function sprtLimits({ alpha, beta }: SprtPlan): {
  readonly acceptH1At: number;
  readonly acceptH0At: number;
} {
  return { acceptH1At: Math.log((1 - beta) / alpha), acceptH0At: Math.log(beta / (1 - alpha)) };
}

/** Log likelihood ratio of H1 to H0 after so many events in so many trials. */
export function sprtLogRatio({ rate0, rate1 }: SprtPlan, events: number, trials: number): number {
  const perEvent = Math.log(rate1 / rate0);
  const perOther = Math.log1p(-rate1) - Math.log1p(-rate0);
  return events * perEvent + (trials - events) * perOther;
}

/** What the test says after so many events; meant to be asked after every trial. */
export function sprtDecision(plan: SprtPlan, events: number, trials: number): SprtDecision {
  const ratio = sprtLogRatio(plan, events, trials);
  const { acceptH1At, acceptH0At } = sprtLimits(plan);
  if (ratio >= acceptH1At) return "accept_h1";
  return ratio <= acceptH0At ? "accept_h0" : "continue";
}

/** Fewest trials without any event that accept H1; null where events are what speaks for it. */
export function sprtFewestTrials(plan: SprtPlan): number | null {
  const perTrial = sprtLogRatio(plan, 0, 1);
  if (!(perTrial > 0)) return null;
  return Math.ceil(sprtLimits(plan).acceptH1At / perTrial - 1e-9);
}
