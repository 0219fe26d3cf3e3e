import { clusteredMean, type ClusteredMean } from "./clustered-mean.ts";

/** A difference between two policies, taken apart by where they route differently. */
export interface Disagreement extends ClusteredMean {
  /** Share of records that the two route differently; null without records. */
  readonly share: number | null;
  /** Mean difference among those; null where there are none. */
  readonly differenceAmong: number | null;
}

/**
 * The mean difference over all records, where the records routed alike share one response and
 * differ by exactly 0: the share of disagreement times the mean difference among it. Only the
 * `differing` values have to be paid for.
 */
export function disagreement(
  differing: Float64Array,
  records: number,
  alpha: number,
): Disagreement {
  const differences = new Float64Array(records);
  differences.set(differing);
  const sum = differing.reduce((total, value) => total + value, 0);
  return {
    ...clusteredMean({ sums: differences, sizes: undefined }, alpha, 1),
    share: records === 0 ? null : differing.length / records,
    differenceAmong: differing.length === 0 ? null : sum / differing.length,
  };
}
