/** Values in ascending order, read by their place from 0; a sorted array is one. */
export interface Ascending {
  readonly length: number;
  at(place: number): number | undefined;
}

/** So few values are sorted: dividing them further takes longer. */
const FEW = 600;
/** From so many values on they are dealt out first: one pass does the work of twelve divisions. */
const MANY = 16_384;
const PARTS = 4_096;
/** Values looked at to choose where a range is divided, and how far off its choice may be. */
const SAMPLED = 127;
const SAMPLE_ERROR = 0.06;

/**
 * The order statistics of values that are moved about where they are. Only a handful of places
 * are ever read of a million values, so nothing is sorted but the few around each: ranges are
 * divided until the place that is asked for stands in a small one. What was divided stays so,
 * and places near each other cost little more than one. Values may repeat, but none may be NaN.
 */
export function orderStatistics(values: Float64Array): Ascending {
  /** No value before a cut is larger than any behind it. */
  const cuts = values.length < MANY ? [0, values.length] : dealOut(values);
  const sorted = new Set<number>();
  const at = (place: number): number | undefined => {
    if (!(place >= 0 && place < values.length)) return undefined;
    let after = firstAbove(cuts, place);
    for (;;) {
      const [from, to] = [cuts[after - 1]!, cuts[after]!];
      if (sorted.has(from)) return values[place];
      if (to - from <= FEW) {
        values.subarray(from, to).sort();
        sorted.add(from);
        return values[place];
      }
      const cut = divide(values, from, to, pivotNear(values, from, to, place));
      cuts.splice(after, 0, cut);
      if (place >= cut) after += 1;
    }
  };
  return { length: values.length, at };
}

/**
 * Puts values into equal parts of their range, in order of the parts; gives where each part that
 * is not empty begins, and where the last one ends. Where the range has no equal parts, all of
 * them stay in one.
 */
function dealOut(values: Float64Array): number[] {
  let [least, most] = [Infinity, -Infinity];
  for (let index = 0; index < values.length; index += 1) {
    least = Math.min(least, values[index]!);
    most = Math.max(most, values[index]!);
  }
  const scale = (PARTS - 1) / (most - least);
  if (!(scale > 0 && scale < Infinity)) return [0, values.length];
  const next = new Uint32Array(PARTS + 1);
  for (let index = 0; index < values.length; index += 1) {
    next[(((values[index]! - least) * scale) >>> 0) + 1]! += 1;
  }
  const cuts = [0];
  for (let part = 1; part <= PARTS; part += 1) {
    if (next[part]! > 0) cuts.push(cuts.at(-1)! + next[part]!);
    next[part]! += next[part - 1]!;
  }
  const before = values.slice();
  for (let index = 0; index < before.length; index += 1) {
    const value = before[index]!;
    const part = ((value - least) * scale) >>> 0;
    values[next[part]!] = value;
    next[part]! += 1;
  }
  return cuts;
}

/** Place of the first of ascending numbers that is larger; the last one is. */
function firstAbove(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * A value that most likely lies a little off the wanted place, towards the middle of the range:
 * the wanted place is then left in the smaller part.
 */
function pivotNear(values: Float64Array, from: number, to: number, place: number): number {
  const sample = new Float64Array(SAMPLED);
  const step = (to - from) / SAMPLED;
  for (let index = 0; index < SAMPLED; index += 1) {
    sample[index] = values[from + Math.floor((index + 0.5) * step)]!;
  }
  sample.sort();
  const share = (place - from) / (to - from);
  const aside = share < 0.5 ? share + SAMPLE_ERROR : share - SAMPLE_ERROR;
  return sample[Math.floor(aside * SAMPLED)]!;
}

/** Hoare's partition: both parts get values equal to the pivot, and neither is empty. */
function divide(values: Float64Array, from: number, to: number, pivot: number): number {
  let low = from;
  let high = to - 1;
  for (;;) {
    while (values[low]! < pivot) low += 1;
    while (values[high]! > pivot) high -= 1;
    if (low >= high) break;
    const value = values[low]!;
    values[low] = values[high]!;
    values[high] = value;
    low += 1;
    high -= 1;
  }
  // Where both stopped at one value, that is the pivot, and may stand on either side.
  const cut = low === high ? low + 1 : low;
  return Math.min(cut, to - 1);
}
