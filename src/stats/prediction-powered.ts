import { withoutBounds, type Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/** Few records that people labelled and many that only the judge did. */
export interface JudgedSample {
  /** Truth of the labelled records: a bounded score, or a paired difference of two policies. */
  readonly labels: Float64Array;
  /** What the judge says of those same records, in the same order. */
  readonly judgeOnLabelled: Float64Array;
  readonly judgeOnUnlabelled: Float64Array;
}

/** A mean that leans on the judge by `trust`, with what its interval was made from. */
export interface PredictionPoweredMean extends Interval {
  /** 0: the labels alone; 1: the judge corrected by the labels. */
  readonly trust: number;
  readonly standardError: number | null;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean product of two columns' deviations, over n: the columns are all there is, as in PPI. */
function covariance(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  return a.reduce((sum, value, index) => sum + (value - meanA) * (b[index]! - meanB), 0) / a.length;
}

/**
 * The trust that leaves the least variance, between 0 and 1: none in a judge that has nothing to
 * do with the labels. Source: Angelopoulos, Duchi and Zrnic (2023), PPI++.
 */
export function tunedTrust({ labels, judgeOnLabelled, judgeOnUnlabelled }: JudgedSample): number {
  const judge = Float64Array.from([...judgeOnLabelled, ...judgeOnUnlabelled]);
  // The sample variance (n - 1) of all that the judge said, where the rest divides by n: as the
  // authors' program does, so that figures can be held against it.
  const variance = (covariance(judge, judge) * judge.length) / (judge.length - 1);
  const spread = (1 + labels.length / judgeOnUnlabelled.length) * variance;
  if (!(spread > 0 && Number.isFinite(spread))) return 0;
  return Math.min(1, Math.max(0, covariance(labels, judgeOnLabelled) / spread));
}

/**
 * Mean of the truth over records that mostly have a judge's word only; the labelled ones must be
 * a random draw of those judged. `trust` 1 is plain PPI, `tunedTrust` PPI++, and 0 the labels
 * alone, which need no record without a label.
 * Source: Angelopoulos, Bates, Fannjiang, Jordan and Zrnic (2023).
 */
export function predictionPoweredMean(
  sample: JudgedSample,
  trust: number,
  alpha: number,
): PredictionPoweredMean {
  const { labels, judgeOnLabelled, judgeOnUnlabelled } = sample;
  const isMissing = labels.length === 0 || (trust > 0 && judgeOnUnlabelled.length === 0);
  if (isMissing) return { ...withoutBounds(null, "no_data"), trust, standardError: null };
  const corrections = labels.map((label, index) => label - trust * judgeOnLabelled[index]!);
  const base = trust > 0 ? trust * meanOf(judgeOnUnlabelled) : 0;
  const baseVariance =
    trust > 0
      ? (trust ** 2 * covariance(judgeOnUnlabelled, judgeOnUnlabelled)) / judgeOnUnlabelled.length
      : 0;
  const estimate = base + meanOf(corrections);
  if (labels.length < 2) {
    return { ...withoutBounds(estimate, "fewer_than_two_values"), trust, standardError: null };
  }
  const variance = baseVariance + covariance(corrections, corrections) / labels.length;
  const standardError = Math.sqrt(variance);
  const half = normalQuantile(1 - alpha) * standardError;
  return { estimate, lower: estimate - half, upper: estimate + half, trust, standardError };
}

/** What a judge is worth beside labels alone. */
export interface PredictionGain {
  /** Variance of PPI++ at its best over that of the labels. */
  readonly varianceRatio: number;
  /** Labels that would tell as much without the judge. */
  readonly equivalentLabels: number;
  /** How many times as many labels endless judging is worth; null: a perfect judge's. */
  readonly limitFactor: number | null;
}

/** The gain from a judge that correlates with the labels by so much, on so many records. */
export function predictionGain(
  correlation: number,
  labelled: number,
  unlabelled: number,
): PredictionGain {
  const explained = correlation ** 2;
  const varianceRatio = 1 - (explained * unlabelled) / (labelled + unlabelled);
  return {
    varianceRatio,
    equivalentLabels: labelled / varianceRatio,
    limitFactor: explained < 1 ? 1 / (1 - explained) : null,
  };
}
