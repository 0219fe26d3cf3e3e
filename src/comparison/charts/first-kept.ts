interface Kept<Value> {
  readonly place: number;
  readonly value: Value;
}

/** What stands at the first few places, in their order: the same in whatever order it comes. */
export class FirstKept<Value> {
  readonly #most: number;
  readonly #kept: Kept<Value>[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether what stands at a place would be kept, as things are. */
  takes(place: number): boolean {
    return this.#kept.length < this.#most || place < this.#kept.at(-1)!.place;
  }

  /** Where something of this place is kept already, it stays. */
  add(place: number, value: Value): void {
    if (!this.takes(place)) return;
    const after = this.#kept.findIndex((kept) => kept.place >= place);
    if (this.#kept[after]?.place === place) return;
    this.#kept.splice(after < 0 ? this.#kept.length : after, 0, { place, value });
    this.#kept.splice(this.#most);
  }

  get values(): readonly Value[] {
    return this.#kept.map(({ value }) => value);
  }
}
