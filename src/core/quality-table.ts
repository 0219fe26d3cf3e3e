/** What is known offline of how well routes do each kind of task. */
export interface QualityTable {
  /** The tag by which its tasks are told apart; absent: it tells none apart. */
  readonly task: string | undefined;
  /** Absent: nobody says what it was computed from. */
  readonly fittedOn: FittedOn | undefined;
  /** The tasks that it speaks of, in order of their names. */
  readonly tasks: readonly string[];
  /** The routes that it speaks of, in order of their names. */
  readonly routes: readonly string[];
  /** `task` absent: over all tasks. Absent: the table does not speak of it. */
  of(task: string | undefined, route: string): QualityEntry | undefined;
}

/** The records that a table was computed from: replayed on them, it knows the answers. */
export interface FittedOn {
  readonly dataset: string;
  /** Of the dataset's manifest and data files, in hex. */
  readonly sha256: string;
  readonly records: number;
  /** Fingerprints of some of them, or of all where they are few. */
  readonly sample: readonly string[];
}

/** One route at one kind of task. */
export interface QualityEntry {
  /** Records behind it. */
  readonly n: number;
  /** Share accepted, 0..1. */
  readonly quality: number;
  /** Lower bound of that share, at 95 % from one side; absent: not known. */
  readonly lower: number | undefined;
  /** Mean of a request; absent: not known. */
  readonly costNanoUsd: number | undefined;
  readonly p95Ms: number | undefined;
  /** Mean of an answer. */
  readonly outputTokens: number | undefined;
}
