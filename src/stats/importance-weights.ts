import { isNoise } from "./rounding.ts";

/**
 * Weights of logged records, each with the probability of the action that was taken: under the
 * candidate, over that under the policy that wrote the log. Both arrays are in record order;
 * a logged probability is above 0, or the action could not have been taken.
 */
export function importanceWeights(
  candidateProbability: Float64Array,
  loggedProbability: Float64Array,
): Float64Array {
  return candidateProbability.map((probability, index) => probability / loggedProbability[index]!);
}

/** Weights none of which exceeds a limit: less noise, at the price of a bias. */
export function clippedWeights(weights: Float64Array, limit: number): Float64Array {
  return weights.map((weight) => Math.min(weight, limit));
}

/** How much of a log speaks for the candidate. */
export interface WeightDiagnostics {
  readonly n: number;
  /** (sum w)^2 / sum w^2: so many unweighted records would say as much. 0 without weight. */
  readonly effectiveN: number;
  readonly effectiveShare: number;
  readonly largest: number;
  /** The largest weight's share of all weight. */
  readonly largestShare: number;
  /** 1 if the logged probabilities are right, but for chance. */
  readonly mean: number;
  /** (mean - 1) over its standard error; null where that is 0 or not known. */
  readonly meanZ: number | null;
}

/** What the weights say about the overlap of two policies; null without a record. */
export function weightDiagnostics(weights: Float64Array): WeightDiagnostics | null {
  const n = weights.length;
  if (n === 0) return null;
  let [total, squares, largest] = [0, 0, 0];
  for (const weight of weights) {
    total += weight;
    squares += weight * weight;
    largest = Math.max(largest, weight);
  }
  const mean = total / n;
  const deviations = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0);
  const error = Math.sqrt(deviations / (n - 1) / n);
  const effectiveN = squares > 0 ? (total * total) / squares : 0;
  return {
    n,
    effectiveN,
    effectiveShare: effectiveN / n,
    largest,
    largestShare: total > 0 ? largest / total : 0,
    mean,
    meanZ: isNoise(error, mean) || n < 2 ? null : (mean - 1) / error,
  };
}
