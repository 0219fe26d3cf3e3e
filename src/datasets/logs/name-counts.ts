/** More names than these are only counted. */
const MOST_NAMES = 1000;

export type NameCount = readonly [name: string, times: number];

/** Counts of names, of a closed number of them. */
export class NameCounts {
  readonly #counts = new Map<string, { times: number }>();
  readonly #most: number;
  #leftOut = new Set<string>();

  constructor(most: number = MOST_NAMES) {
    this.#most = most;
  }

  add(name: string, times = 1): void {
    const count = this.#counts.get(name);
    if (count !== undefined) count.times += times;
    else if (this.#counts.size < this.#most) this.#counts.set(name, { times });
    else if (this.#leftOut.size < this.#most) this.#leftOut.add(name);
  }

  has(name: string): boolean {
    return this.#counts.has(name);
  }

  /** Names with their counts, in the order in which they were first counted. */
  entries(): readonly NameCount[] {
    return Array.from(this.#counts, ([name, { times }]) => [name, times]);
  }

  /** Takes back one of a name that was counted. */
  take(name: string): void {
    const count = this.#counts.get(name);
    if (count === undefined) return;
    count.times -= 1;
    if (count.times === 0) this.#counts.delete(name);
  }

  /** Names that were not counted, up to as many again. */
  get leftOut(): number {
    return this.#leftOut.size;
  }

  /** The most frequent first; of equally frequent ones in the order of their names. */
  sorted(): Readonly<Record<string, number>> {
    const entries = [...this.#counts].sort(
      ([one, ofOne], [other, ofOther]) => ofOther.times - ofOne.times || (one < other ? -1 : 1),
    );
    return Object.fromEntries(entries.map(([name, { times }]) => [name, times]));
  }
}
