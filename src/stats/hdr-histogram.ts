import { nearestRankIndex } from "./quantile.ts";

/**
 * Counts of whole numbers in buckets that are all the same share of their value wide, so that
 * quantiles of any number of values take no more memory than there are buckets. Read back is the
 * top of a bucket, which is above the value by less than 10^-digits of it.
 * Source: HdrHistogram (Tene).
 */
export interface HdrHistogram {
  /** A fraction counts as the next whole number, so that no quantile is understated. */
  record(value: number): void;
  /**
   * Counts besides a value those that a stall kept from being measured: one for every interval that
   * a regular sender would have sent at meanwhile (coordinated omission). Takes a known constant
   * rate; the interval is in the unit of the values.
   */
  recordWithExpectedInterval(value: number, interval: number): void;
  readonly total: () => number;
  /** The largest value itself; null before any. */
  readonly max: () => number | null;
  /** The nearest-rank quantile, p from 0 to 1; null before any value. */
  readonly quantile: (p: number) => number | null;
}

/** An empty histogram that keeps so many decimal digits of every value, 1 to 5. */
export function hdrHistogram(digits: number): HdrHistogram {
  const half = 2 ** (Math.ceil(Math.log2(2 * 10 ** digits)) - 1);
  const counts = new Map<number, number>();
  let total = 0;
  let max = 0;
  const record = (value: number) => {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`a histogram counts numbers from 0 to 2^53 - 1, not ${value}`);
    }
    const bucket = bucketOf(Math.ceil(value), half);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    total += 1;
    max = Math.max(max, value);
  };
  return {
    record,
    recordWithExpectedInterval: (value, interval) => {
      record(value);
      if (!(interval > 0)) return;
      for (let kept = value - interval; kept >= interval; kept -= interval) record(kept);
    },
    total: () => total,
    max: () => (total === 0 ? null : max),
    quantile: (p) => {
      if (total === 0) return null;
      let left = nearestRankIndex(total, p);
      for (const bucket of [...counts.keys()].sort((a, b) => a - b)) {
        left -= counts.get(bucket)!;
        if (left < 0) return topOf(bucket, half);
      }
      return null;
    },
  };
}

/** Place of a whole number's bucket: each doubling beyond twice `half` has `half` buckets. */
function bucketOf(value: number, half: number): number {
  const width = widthAt(value, half);
  return Math.log2(width) * half + Math.floor(value / width);
}

/** Width of the bucket that holds a whole number: a power of 2. */
function widthAt(value: number, half: number): number {
  let width = 1;
  while (value >= 2 * half * width) width *= 2;
  return width;
}

/** The largest whole number in a bucket. */
function topOf(bucket: number, half: number): number {
  if (bucket < 2 * half) return bucket;
  const doublings = Math.floor(bucket / half) - 1;
  return (bucket - doublings * half + 1) * 2 ** doublings - 1;
}
