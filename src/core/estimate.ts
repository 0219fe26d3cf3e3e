/** A number with its uncertainty. `lower` or `upper` null: unbounded. */
export interface Estimate {
  /** Null: undefined, and `reason` says why. Never 0 in its place. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
  readonly method: string;
  readonly reason?: string;
  readonly clusters?: number;
}
