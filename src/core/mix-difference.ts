/** How two sets of records differ in one thing: a tag, their language, length, hour or route. */
export interface MixDifference {
  /** Such as `intent`, `language`, `length`, `hour` or `route`. */
  readonly feature: string;
  /** What it was read from, such as `tag intent` or `script of the prompt`. */
  readonly from: string;
  /** 0: the same shares; 1: nothing in common. Null: one of the sets is empty. */
  readonly total_variation: number | null;
  /** Population stability index; half a record is added to each value. */
  readonly psi: number | null;
  /** How likely two samples of one mix differ as much; null: there is but one value. */
  readonly p: number | null;
  /** The same after Holm's correction over all features. */
  readonly p_holm: number | null;
  /** Value to its share of the first set and of the second; `(none)`: records without one. */
  readonly values: Readonly<Record<string, readonly [number, number]>>;
  /** What to keep in mind when it is read; absent: nothing. */
  readonly note?: string;
}

/** A feature that was not compared, and why. */
export interface SkippedFeature {
  readonly feature: string;
  readonly because: string;
}
