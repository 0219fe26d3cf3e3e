import { binomialCdf, binomialPmf } from "./binomial.ts";
import { normalCdf } from "./normal.ts";

/** Two-sided p-values of "both arms are equally good", from the pairs on which they differ. */
export interface McNemar {
  readonly exactP: number;
  /** Less conservative than the exact one. Source: Fagerland, Lydersen and Laake (2013). */
  readonly midP: number;
}

/** McNemar's test in its exact and its mid-p form; 1 when no pair differs. */
export function mcnemar(candidateOnly: number, baselineOnly: number): McNemar {
  const differing = candidateOnly + baselineOnly;
  if (differing === 0) return { exactP: 1, midP: 1 };
  const fewer = Math.min(candidateOnly, baselineOnly);
  const point = binomialPmf(fewer, differing, 0.5);
  if (candidateOnly === baselineOnly) return { exactP: 1, midP: 1 - point / 2 };
  const exactP = Math.min(1, 2 * binomialCdf(fewer, differing, 0.5));
  return { exactP, midP: exactP - point };
}

/** McNemar's statistic by the normal approximation, without continuity correction. */
export interface McNemarApproximation {
  /** Above 0 where the candidate wins more often. */
  readonly z: number;
  readonly p: number;
}

/** To compare with other tools: with few differing pairs its p-value is too small. */
export function approximateMcnemar(
  candidateOnly: number,
  baselineOnly: number,
): McNemarApproximation {
  const differing = candidateOnly + baselineOnly;
  if (differing === 0) return { z: 0, p: 1 };
  const z = (candidateOnly - baselineOnly) / Math.sqrt(differing);
  return { z, p: 2 * normalCdf(-Math.abs(z)) };
}
