const MINUTE_MS = 60_000;

/**
 * A bucket that holds a minute's worth and refills all the time: kept as the moment at which it is
 * full again, which is exact where a level that is topped up would gather rounding errors.
 */
export class MinuteBudget {
  readonly #msPerUnit: number;
  #fullAtMs = 0;

  constructor(unitsPerMinute: number) {
    this.#msPerUnit = MINUTE_MS / unitsPerMinute;
  }

  /** How long until so many units can be taken; more than the bucket holds: until it is full. */
  waitMs(units: number, nowMs: number): number {
    const missingMs = Math.max(this.#fullAtMs - nowMs, 0);
    const neededMs = Math.min(units * this.#msPerUnit, MINUTE_MS);
    return Math.max(missingMs + neededMs - MINUTE_MS, 0);
  }

  /** Takes the units, whether or not they are there: what is missing delays whoever comes next. */
  take(units: number, nowMs: number): void {
    this.#fullAtMs = Math.max(this.#fullAtMs, nowMs) + units * this.#msPerUnit;
  }

  /** Puts back units that were taken and not used. */
  putBack(units: number): void {
    this.#fullAtMs -= units * this.#msPerUnit;
  }
}
