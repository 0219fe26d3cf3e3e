/** What a log tells of a candidate where both take the same action, and of the rest. */
export interface ReplayMatching {
  readonly records: number;
  readonly matched: number;
  /** Null without a record. */
  readonly matchedShare: number | null;
  /** Mean reward where they agree: of these records only. Null where they never do. */
  readonly valueWhereMatched: number | null;
  /** Null below two matches. */
  readonly standardError: number | null;
  /** The least that the value can be: every unknown reward the worst. Null without a record. */
  readonly worstCase: number | null;
  /** The most that it can be: every unknown reward the best. */
  readonly bestCase: number | null;
}

/**
 * Replay of a log: the rewards of the records on which the candidate does what was done, out of
 * so many records in all. The mean over the matches is the candidate's value only if the logged
 * actions were drawn uniformly (Li et al. 2011); of a deterministic log only the worst and the
 * best case hold (Manski 1990), and they leave sampling error out.
 */
export function replayMatching(
  matchedRewards: Float64Array,
  records: number,
  range: { readonly least: number; readonly most: number },
): ReplayMatching {
  const matched = matchedRewards.length;
  const total = matchedRewards.reduce((sum, reward) => sum + reward, 0);
  const value = matched === 0 ? null : total / matched;
  const unknown = records - matched;
  const isEmpty = records === 0;
  return {
    records,
    matched,
    matchedShare: isEmpty ? null : matched / records,
    valueWhereMatched: value,
    standardError: value === null || matched < 2 ? null : errorOf(matchedRewards, value),
    worstCase: isEmpty ? null : (total + unknown * range.least) / records,
    bestCase: isEmpty ? null : (total + unknown * range.most) / records,
  };
}

function errorOf(values: Float64Array, mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** Records that are alike, of a log whose propensities are known. */
export interface LoggedContext {
  /** Share of all records. */
  readonly share: number;
  /** Probability that the log takes the candidate's action. */
  readonly propensity: number;
  /** Mean reward of that action. */
  readonly reward: number;
}

/**
 * What the mean over the matches comes to with ever more records, beside what it should: they
 * differ as soon as the propensity has to do with the reward. Null where nothing ever matches.
 */
export function replayLimit(contexts: readonly LoggedContext[]): {
  readonly trueValue: number;
  readonly replayLimit: number | null;
} {
  let [trueValue, matched, reward] = [0, 0, 0];
  for (const context of contexts) {
    trueValue += context.share * context.reward;
    matched += context.share * context.propensity;
    reward += context.share * context.propensity * context.reward;
  }
  return { trueValue, replayLimit: matched > 0 ? reward / matched : null };
}
