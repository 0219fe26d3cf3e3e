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

/** What a gateway served breaks the policy's lists of routes. */
export const VIOLATED: number = 1 << 24;
/** An answer through the policy's gateway of which nobody knows what served: not judged. */
export const UNTOLD: number = 1 << 25;
/** Some call went through a gateway that told of itself, or that the policy leaves the choice to. */
export const GATEWAY: number = 1 << 26;
/** A gateway fell back behind a call by itself. */
export const GATEWAY_FELL_BACK: number = 1 << 27;
/** A gateway tried again behind a call by itself. */
export const GATEWAY_RETRIED: number = 1 << 28;

/** It came to a degraded mode: a reduced scope, or a text that no model wrote. */
export const DEGRADED: number = 1 << 29;
/** A ceiling moved the record to a cheaper route than the one it was meant for. */
export const DOWNGRADED: number = 1 << 30;
/** A ceiling kept it from some route, or ended it. The last bit there is: as a number, negative. */
export const CAPPED: number = 1 << 31;

/** Three parts hold all 32 bits. */
const PART_BITS = 11;
const PARTS = 3;
const PART_SIZE = 1 << PART_BITS;

/**
 * How many of the units have each bit set, by bit number. Units are counted by the thirds of
 * their flags, and bits only once for each third that occurs.
 */
export function countFlags(flags: Uint32Array, units: Uint32Array): Float64Array {
  const [low, middle, high] = [partCounts(), partCounts(), partCounts()];
  for (let index = 0; index < units.length; index += 1) {
    const bits = flags[units[index]!]!;
    low[bits & (PART_SIZE - 1)]! += 1;
    middle[(bits >>> PART_BITS) & (PART_SIZE - 1)]! += 1;
    high[bits >>> (2 * PART_BITS)]! += 1;
  }
  const counts = new Float64Array(PARTS * PART_BITS);
  for (const [place, part] of [low, middle, high].entries()) {
    for (let bit = 0; bit < PART_BITS; bit += 1) {
      let sum = 0;
      for (let value = 0; value < PART_SIZE; value += 1) {
        if ((value & (1 << bit)) !== 0) sum += part[value]!;
      }
      counts[place * PART_BITS + bit] = sum;
    }
  }
  return counts;
}

function partCounts(): Uint32Array {
  return new Uint32Array(PART_SIZE);
}

export function countOf(counts: Float64Array, flag: number): number {
  return counts[31 - Math.clz32(flag)] ?? 0;
}
