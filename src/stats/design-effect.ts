/**
 * How many times the variance of a mean grows when records come in clusters of this mean size, of
 * which any two have the correlation `icc`. Sample sizes are multiplied by it.
 * Source: Kish (1965), Survey Sampling.
 */
export function designEffect(meanClusterSize: number, icc: number): number {
  return 1 + (meanClusterSize - 1) * icc;
}

/** The same as the data show it: the square of the clustered over the naive standard error. */
export function observedDesignEffect(clusteredError: number, naiveError: number): number {
  return (clusteredError / naiveError) ** 2;
}

/** How many independent records so many clustered ones are worth. */
export function effectiveRecords(records: number, effect: number): number {
  return records / effect;
}

/** How many independent values would give a proportion this variance. */
export function effectiveRecordsOfProportion(proportion: number, variance: number): number {
  return (proportion * (1 - proportion)) / variance;
}
