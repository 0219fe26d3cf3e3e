import { isAtLeast, isAtMost } from "./rounding.ts";
import { studentCdf } from "./student.ts";

/** p-values of the two claims that a threshold can be held against. */
export interface ThresholdP {
  /** p-value of "the true value is at most the threshold": small when it is above. */
  readonly atMost: number;
  /** p-value of "the true value is at least the threshold": small when it is below. */
  readonly atLeast: number;
}

/** Nothing is known: neither claim can be refused. */
export const nothingRefused: ThresholdP = { atMost: 1, atLeast: 1 };

/** Where there is no error left, a claim holds or it does not; rounding refuses none. */
export function certainP(estimate: number, threshold: number): ThresholdP {
  return {
    atMost: isAtMost(estimate, threshold) ? 1 : 0,
    atLeast: isAtLeast(estimate, threshold) ? 1 : 0,
  };
}

/** p-values of an estimate with Student's t; null or no degree of freedom refuses nothing. */
export function studentP(
  estimate: number | null,
  standardError: number | null,
  df: number,
  threshold: number,
): ThresholdP {
  if (estimate === null || standardError === null || df < 1) return nothingRefused;
  if (standardError === 0) return certainP(estimate, threshold);
  const t = (estimate - threshold) / standardError;
  return { atMost: studentCdf(-t, df), atLeast: studentCdf(t, df) };
}
