/** One reading of the dataset, on one clock, for some of the run's policies. */
export interface Pass {
  /** Positions in the run of its policies. */
  readonly arms: readonly number[];
  readonly repeats: readonly number[];
  /**
   * What is decided, or answered, depends on the time of the replay. The pass is then one
   * timeline: a single policy and repeat, at the log's own pace.
   */
  readonly isTimed: boolean;
}

/**
 * Policies that read no past share one pass, as they always did. Any other is replayed alone, so
 * that what it remembers comes from its own traffic: a further candidate shifts nothing, the same
 * policy twice gives the same outcomes twice, and repeats of a log are not double load.
 */
export function passesOf(isTimed: readonly boolean[], repeats: number): readonly Pass[] {
  const all = [...Array(repeats).keys()];
  const arms = [...isTimed.keys()];
  const timeless = arms.filter((arm) => !isTimed[arm]);
  const timed = arms.filter((arm) => isTimed[arm]);
  return [
    ...(timeless.length === 0 ? [] : [{ arms: timeless, repeats: all, isTimed: false }]),
    ...timed.flatMap((arm) =>
      all.map((repeat) => ({ arms: [arm], repeats: [repeat], isTimed: true })),
    ),
  ];
}
