/** What is known offline of how well routes do a kind of task. */
export interface QualityTable {
  /** The tag by which its tasks are told apart. */
  readonly task: string;
  /** The records that it was computed from: replayed on them, it knows the answers. */
  readonly fittedOn: {
    readonly dataset: string;
    readonly sha256: string;
    readonly records: number;
    readonly ordinalsHash: string;
  };
  /** `task` absent: over all tasks. Absent: the table does not speak of it. */
  of(task: string | undefined, route: string): QualityEntry | undefined;
}

/** One route at one kind of task. */
export interface QualityEntry {
  /** Records behind it. */
  readonly n: number;
  /** Share accepted, 0..1. */
  readonly quality: number;
  /** Lower confidence bound of that share. */
  readonly lower: number;
  /** Mean of a request; absent: not known. */
  readonly costNanoUsd: number | undefined;
  readonly p95Ms: number | undefined;
  /** Mean of an answer. */
  readonly outputTokens: number | undefined;
}
