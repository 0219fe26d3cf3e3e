/** Parts of `comparison.json` of a run with `--stop-early reject`. */
import type { Estimate } from "./estimate.ts";

/** A gate that a candidate was shown not to meet while its records were still being replayed. */
export interface EarlyRejection {
  readonly gate: string;
  /** Records looked at by then, in the seeded order. */
  readonly at_records: number;
  /** As it stood then; its bounds hold however often they are looked at. */
  readonly observed: Estimate;
  /** Chance of ever rejecting a candidate that meets the gate: one gate's part of the whole. */
  readonly level: number;
  readonly because: string;
}

/** A run that ended before its last record, because every candidate was rejected. */
export interface StoppedEarly {
  /** Records that count in every figure: the first so many of the order. */
  readonly at_records: number;
  readonly of: number;
  /** Drawn by the run's seed, whatever order the files have. */
  readonly order: "seeded";
}
