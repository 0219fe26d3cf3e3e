import { betaBinomialLogMartingale } from "./beta-binomial-sequence.ts";

/** Evidence against "both arms are equally good" that may be looked at after every pair. */
export interface SequentialSign {
  /** Its expectation is 1 at most under equality, at any stopping time. */
  readonly eValue: number;
  readonly anytimeP: number;
}

/**
 * McNemar's test for any stopping time, from the pairs on which the arms differ: a uniform
 * mixture over how often the candidate is the better one, 2^m B(b+1, c+1). 1 before any pair
 * differs. The e-value is infinite where it is beyond what a double holds.
 */
export function sequentialSign(candidateOnly: number, baselineOnly: number): SequentialSign {
  const count = { trials: candidateOnly + baselineOnly, successes: candidateOnly };
  const logEvidence = betaBinomialLogMartingale(count, 0.5, { a: 1, b: 1 });
  return { eValue: Math.exp(logEvidence), anytimeP: Math.min(1, Math.exp(-logEvidence)) };
}
