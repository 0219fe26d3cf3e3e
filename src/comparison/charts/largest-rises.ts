/** A record whose cost rose from the one arm to the other. */
export interface Rise {
  readonly record: string;
  readonly ordinal: number;
  readonly nanoUsd: number;
  readonly nanoUsdAfter: number;
}

/**
 * The largest rises, largest first, ties in the dataset's order; a record with repeats stands
 * once, with its largest. The same ones in whatever order they come.
 */
export class LargestRises {
  readonly #most: number;
  readonly #kept: Rise[] = [];
  /** No smaller rise is kept. */
  #least = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether a rise may be kept, as things are; a fall never is. */
  takes(nanoUsd: number): boolean {
    return nanoUsd > 0 && nanoUsd >= this.#least;
  }

  add(rise: Rise): void {
    const same = this.#kept.findIndex(({ ordinal }) => ordinal === rise.ordinal);
    if (same >= 0) {
      if (riseOf(this.#kept[same]!) >= riseOf(rise)) return;
      this.#kept.splice(same, 1);
    }
    const place = this.#kept.findIndex((kept) => comesBefore(rise, kept));
    this.#kept.splice(place < 0 ? this.#kept.length : place, 0, rise);
    this.#kept.splice(this.#most);
    if (this.#kept.length === this.#most) this.#least = riseOf(this.#kept.at(-1)!);
  }

  get values(): readonly Rise[] {
    return this.#kept;
  }
}

function riseOf({ nanoUsd, nanoUsdAfter }: Rise): number {
  return nanoUsdAfter - nanoUsd;
}

function comesBefore(a: Rise, b: Rise): boolean {
  const difference = riseOf(a) - riseOf(b);
  return difference > 0 || (difference === 0 && a.ordinal < b.ordinal);
}
