/** An off-policy value with its standard error, in the reward's units. */
export interface OffPolicyValue {
  /** Null without a record, without any weight, or where a weight is no number. */
  readonly estimate: number | null;
  /** Null below two records. */
  readonly standardError: number | null;
}

/** What a model of the reward expects, in record order. */
export interface RewardModel {
  /** Of the action that was taken. */
  readonly ofTaken: Float64Array;
  /** Of the candidate: its probabilities times the model's reward of each action. */
  readonly ofCandidate: Float64Array;
}

const UNKNOWN: OffPolicyValue = { estimate: null, standardError: null };

/** A mean with the standard error of n - 1. */
function meanWithError(values: Float64Array): OffPolicyValue {
  const n = values.length;
  const estimate = sum(values) / n;
  if (!Number.isFinite(estimate)) return UNKNOWN;
  if (n < 2) return { estimate, standardError: null };
  const squares = values.reduce((total, value) => total + (value - estimate) ** 2, 0);
  return { estimate, standardError: Math.sqrt(squares / (n - 1) / n) };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * Inverse propensity score: the mean of weight times reward. Unbiased, and noisy enough to leave
 * the rewards' range; for reading beside the self-normalised one.
 */
export function inversePropensity(weights: Float64Array, rewards: Float64Array): OffPolicyValue {
  return meanWithError(weights.map((weight, index) => weight * rewards[index]!));
}

/**
 * Self-normalised inverse propensity score (SNIPS), the headline: always within the rewards'
 * range. Its error is the linearised one of a ratio.
 * Source: Swaminathan and Joachims (2015).
 */
export function selfNormalized(weights: Float64Array, rewards: Float64Array): OffPolicyValue {
  const total = sum(weights);
  if (!(total > 0 && Number.isFinite(total))) return UNKNOWN;
  const estimate = weights.reduce((s, weight, index) => s + weight * rewards[index]!, 0) / total;
  if (weights.length < 2) return { estimate, standardError: null };
  const squares = weights.reduce(
    (s, weight, index) => s + (weight * (rewards[index]! - estimate)) ** 2,
    0,
  );
  return { estimate, standardError: Math.sqrt(squares) / total };
}

/** Direct method: what the model of the reward expects of the candidate, and nothing else. */
export function directMethod(model: RewardModel): OffPolicyValue {
  return meanWithError(model.ofCandidate);
}

/** What the model missed on each record: the reward less what it expected of the action taken. */
function residuals(rewards: Float64Array, model: RewardModel): Float64Array {
  return rewards.map((reward, index) => reward - model.ofTaken[index]!);
}

/**
 * Doubly robust: the model's expectation, corrected by the weighted residuals. Right where either
 * the model or the propensities are. The model must not have seen the record it is asked about
 * (cross-fitted).
 * Source: Dudik, Langford and Li (2011).
 */
export function doublyRobust(
  weights: Float64Array,
  rewards: Float64Array,
  model: RewardModel,
): OffPolicyValue {
  const missed = residuals(rewards, model);
  return meanWithError(
    model.ofCandidate.map((expected, index) => expected + weights[index]! * missed[index]!),
  );
}

/** Doubly robust with its correction self-normalised; null without any weight. */
export function selfNormalizedDoublyRobust(
  weights: Float64Array,
  rewards: Float64Array,
  model: RewardModel,
): number | null {
  const expected = directMethod(model).estimate;
  const correction = selfNormalized(weights, residuals(rewards, model)).estimate;
  return expected === null || correction === null ? null : expected + correction;
}

/** Doubly robust that trusts the model alone where a weight exceeds the limit (Switch-DR). */
export function switchDoublyRobust(
  weights: Float64Array,
  rewards: Float64Array,
  model: RewardModel,
  limit: number,
): OffPolicyValue {
  const kept = weights.map((weight) => (weight > limit ? 0 : weight));
  return doublyRobust(kept, rewards, model);
}
