import type { NewFailure } from "../new-failure.ts";

/** Alike failures among the records that only the baseline got right. */
export interface FailureCluster {
  /** Name of a failure class. */
  readonly class: string;
  /** `TAG=VALUE` that most of them share, where one stands out; absent: none does. */
  readonly tag?: string;
  readonly records: number;
  /** The first few ids in the dataset's order. */
  readonly first: readonly string[];
}

/** What changed between two policies, record by record; both have an outcome of each. */
export interface ChangedPairs {
  readonly both: number;
  readonly baseline_only: number;
  readonly candidate_only: number;
  readonly neither: number;
  /**
   * Records that only the candidate gets right: the first ten in the dataset's order. `because` is
   * the class in which the baseline failed.
   */
  readonly wins: readonly NewFailure[];
  /** The ten largest increases of a record's cost where both are known, largest first. */
  readonly dearer: readonly {
    readonly record: string;
    readonly baseline_usd: number;
    readonly candidate_usd: number;
  }[];
  /** Largest first. */
  readonly clusters: readonly FailureCluster[];
}
