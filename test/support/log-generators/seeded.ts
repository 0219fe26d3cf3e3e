/** Chance from a seed: the same draws on every machine. It shares no line with the product's. */
export interface Chance {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `least` to `most`, both possible. */
  whole(least: number, most: number): number;
  isTrue(share: number): boolean;
  oneOf<Value>(values: readonly Value[]): Value;
}

/** Mulberry32. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    isTrue: (share) => next() < share,
    oneOf: (values) => values[Math.floor(next() * values.length)]!,
  };
}

/** The values in another order in which none is further than `reach` places from where it was. */
export function jostled<Value>(
  values: readonly Value[],
  reach: number,
  chance: Chance,
): readonly Value[] {
  return values
    .map((value, index) => ({ value, place: index + chance.next() * reach }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ value }) => value);
}
