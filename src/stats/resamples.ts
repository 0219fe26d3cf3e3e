import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** One resample: the places, from 0, of the units that were drawn, as often as they were. */
export type Resample = ArrayLike<number>;

/** Numbers from 0 to 2^32 - 1 that a seed of up to 53 bits fixes. */
export function seededNumbers(seed: number): () => number {
  // The generator takes 32 bits of a seed that may have 53, and needs some steps to mix a small one.
  const random = xoroshiro128plus(seed ^ Math.floor(seed / 4294967296));
  for (let step = 0; step < 64; step += 1) random.next();
  return () => random.next() >>> 0;
}

/**
 * Draws of as many units as there are, with replacement: so many of them, fixed by the seed. The
 * array is the same every time.
 */
export function* seededResamples(
  units: number,
  replicates: number,
  seed: number,
): Generator<Int32Array> {
  const next = seededNumbers(seed);
  const drawn = new Int32Array(units);
  // Scaling favours no unit by more than units / 2^32, far below what replicates can show.
  const scale = units / 4294967296;
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    for (let draw = 0; draw < units; draw += 1) drawn[draw] = Math.floor(next() * scale);
    yield drawn;
  }
}

/**
 * Every resample that there is, n^n of them, each once: exact, and for a handful of units only. The
 * array is the same every time.
 */
export function* everyResample(units: number): Generator<Int32Array> {
  const drawn = new Int32Array(units);
  for (;;) {
    yield drawn;
    let place = units - 1;
    while (place >= 0 && drawn[place] === units - 1) {
      drawn[place] = 0;
      place -= 1;
    }
    if (place < 0) return;
    drawn[place]! += 1;
  }
}

/** A statistic of every resample, in their order. It may be infinite, but not NaN. */
export function replicatesOf(
  resamples: Iterable<Resample>,
  statistic: (drawn: Resample) => number,
): Float64Array {
  const values: number[] = [];
  for (const drawn of resamples) values.push(statistic(drawn));
  return Float64Array.from(values);
}
