/** What is true of an outcome, a bit each: every rate is a count of one bit over a count of another. */

/** An outcome arrived at all. */
export const PRESENT: number = 1 << 0;
/** There was something to replay: the denominator of nearly every rate. */
export const COVERED: number = 1 << 1;
export const ACCEPTED: number = 1 << 2;
export const SCORED: number = 1 << 3;
export const SCHEMA_VALID: number = 1 << 4;
export const SCHEMA_INVALID: number = 1 << 5;
/** A schema was asked for, whether or not there was an answer to hold against it. */
export const SCHEMA_ASKED: number = 1 << 6;
export const RETRIED: number = 1 << 7;
export const FELL_BACK: number = 1 << 8;
export const UNREVIEWED: number = 1 << 9;
export const ESCALATED: number = 1 << 10;
export const REVIEW: number = 1 << 11;
export const ANSWERED: number = 1 << 12;
export const FAILED: number = 1 << 13;
export const STOPPED: number = 1 << 14;
export const QUEUED: number = 1 << 15;
export const EVIDENCE: number = 1 << 16;
/** Every route's outcome and cost are known, so the decision can be judged. */
export const JUDGED: number = 1 << 17;
export const ROUTED_RIGHT: number = 1 << 18;
export const OVER_ROUTED: number = 1 << 19;
export const UNDER_ROUTED: number = 1 << 20;
/** One attempt, on the decided route, without a wait: its latency is the outcome's. */
export const PLAIN: number = 1 << 21;
/** Not answered, as the last call was cut off by a timeout: longer than any latency it shows. */
export const TIMED_OUT: number = 1 << 22;
/** The same before the first token: its time is longer than the one that stands in its place. */
export const TOKENLESS: number = 1 << 23;

const BITS = 24;
const HALF = BITS / 2;

/**
 * How many of the units have each bit set, by bit number. Units are counted by the halves of
 * their flags, and bits only once for each half that occurs.
 */
export function countFlags(flags: Uint32Array, units: Uint32Array): Float64Array {
  const low = new Uint32Array(1 << HALF);
  const high = new Uint32Array(1 << HALF);
  for (let index = 0; index < units.length; index += 1) {
    const bits = flags[units[index]!]!;
    low[bits & ((1 << HALF) - 1)]! += 1;
    high[bits >>> HALF]! += 1;
  }
  const counts = new Float64Array(BITS);
  for (let half = 1; half < low.length; half += 1) {
    for (let bit = 0; bit < HALF; bit += 1) {
      if ((half & (1 << bit)) === 0) continue;
      counts[bit]! += low[half]!;
      counts[bit + HALF]! += high[half]!;
    }
  }
  return counts;
}

export function countOf(counts: Float64Array, flag: number): number {
  return counts[31 - Math.clz32(flag)] ?? 0;
}
