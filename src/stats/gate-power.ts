import { allowedFailures } from "./acceptance-plan.ts";
import { binomialCdf } from "./binomial.ts";
import { proportionBelowP } from "./clopper-pearson.ts";
import { normalQuantile } from "./normal.ts";

/** A ceiling on the failure rate, and the rate that is true. */
export interface CeilingTruth {
  readonly limit: number;
  readonly trueRate: number;
  readonly alpha: number;
}

/** One sample size: what it allows, and the chance that the exact gate passes. */
export interface GatePlan {
  readonly records: number;
  /** The most failures that pass; -1: none does. */
  readonly failures: number;
  readonly power: number;
}

/**
 * The exact gate on failures at this sample size. With the true rate on the limit, its power is
 * the type I error that it really has.
 */
export function gatePlan({ limit, trueRate, alpha }: CeilingTruth, records: number): GatePlan {
  const failures = allowedFailures(limit, records, alpha);
  return { records, failures, power: binomialCdf(failures, records, trueRate) };
}

/** Where the power asked for is first reached, and from where on it stays. */
export interface GateSampleSize {
  /** Null: not up to the most records looked at. */
  readonly first: GatePlan | null;
  /** Power is a sawtooth in the number of records: from here on no larger one falls short. */
  readonly stable: GatePlan | null;
}

/** Looks at every sample size from 1 to `mostRecords`. */
export function gateSampleSize(
  truth: CeilingTruth,
  power: number,
  mostRecords: number,
): GateSampleSize {
  const { limit, trueRate, alpha } = truth;
  let first: GatePlan | null = null;
  let stable: GatePlan | null = null;
  let failures = -1;
  for (let records = 1; records <= mostRecords; records += 1) {
    // More records never allow fewer failures.
    while (failures < records && proportionBelowP(failures + 1, records, limit) <= alpha) {
      failures += 1;
    }
    const reached = binomialCdf(failures, records, trueRate);
    if (reached < power) {
      stable = null;
      continue;
    }
    const plan = { records, failures, power: reached };
    first ??= plan;
    stable ??= plan;
  }
  return { first, stable };
}

/** The same by the normal approximation, not rounded; infinite where the rate is on the limit. */
export function approximateGateSampleSize(truth: CeilingTruth, power: number): number {
  const { limit, trueRate, alpha } = truth;
  const spread =
    normalQuantile(1 - alpha) * Math.sqrt(limit * (1 - limit)) +
    normalQuantile(power) * Math.sqrt(trueRate * (1 - trueRate));
  return (spread / (limit - trueRate)) ** 2;
}
