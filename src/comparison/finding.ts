import type { Interval } from "../stats/interval.ts";
import type { CautiousBounds } from "./cautious-bounds.ts";
import type { Provenance } from "./estimate.ts";

/** The side of a threshold on which a quantity is good: at least it, or at most it. */
export type Direction = "min" | "max";

/** A quantity with all that a gate wants to know of it. */
export interface Finding {
  /** One-sided bounds, each at the gate's confidence. */
  readonly interval: Interval;
  readonly from: Provenance;
  /** p-value of "the true quantity is at most the threshold". */
  readonly pAtMost: (threshold: number) => number;
  /** p-value of "the true quantity is at least the threshold". */
  readonly pAtLeast: (threshold: number) => number;
  /** Records in all with which the observed quantity would pass; null: none, or nobody can say. */
  readonly recordsNeeded: (direction: Direction, threshold: number) => number | null;
  /**
   * What a pass has to clear as well where units may be skewed; absent: the bounds are exact. It
   * looks at the units once more, so it is to be asked before anything else is read: few are.
   */
  readonly cautious?: () => CautiousBounds | undefined;
  /** Why the quantity must not pass whatever its bounds say; absent: nothing stands against it. */
  readonly weakness?: string;
  /** Both arms show the very same figures: no change to call a violation. */
  readonly isIdentical?: boolean;
}

/** Chance of passing that a record count is planned for. */
export const POWER = 0.8;

/** A quantity that is not known: it passes nothing and violates nothing. */
export function unknownFinding(reason: string, from: Provenance): Finding {
  return {
    interval: { estimate: null, lower: null, upper: null, reason },
    from,
    pAtMost: () => 1,
    pAtLeast: () => 1,
    recordsNeeded: () => null,
  };
}

/** Whether two samples hold the same numbers in the same places. */
export function areEqual(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

const MISSING_ALLOWED = 0.01;

/**
 * A sample from which more than 1 % is missing may not speak for the rest, and a larger one of the
 * same kind would not either.
 */
export function missingWeakness(
  missing: number,
  total: number,
  what: string,
): Partial<Pick<Finding, "weakness" | "recordsNeeded">> {
  if (!isTooMuchMissing(missing, total)) return {};
  return {
    weakness: `${what} of ${missing} of ${total} outcomes is not known`,
    recordsNeeded: () => null,
  };
}

/** Whether more than 1 % is missing. */
export function isTooMuchMissing(missing: number, total: number): boolean {
  return missing > MISSING_ALLOWED * total;
}
