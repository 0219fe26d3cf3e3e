/** An estimate between its bounds, each with the one-sided error that the caller asked for. */
export interface Interval {
  /** Null: undefined, and `reason` says why. */
  readonly estimate: number | null;
  /** Null: unbounded or undefined on that side. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reason?: string;
}

/** An interval whose bounds are not known. */
export function withoutBounds(estimate: number | null, reason: string): Interval {
  return { estimate, lower: null, upper: null, reason };
}

/** A bound as it may be written down: what is infinite or undefined is null. */
export function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

/** An interval that says why a bound is missing, where one is. */
export function explained(interval: Interval, reason: string): Interval {
  return interval.lower === null || interval.upper === null ? { ...interval, reason } : interval;
}
