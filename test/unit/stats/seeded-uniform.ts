import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Numbers from 0 to below 1, the same for the same seed: for simulations of coverage. */
export function seededUniform(seed: number): () => number {
  const random = xoroshiro128plus(seed);
  for (let step = 0; step < 64; step += 1) random.next();
  return () => (random.next() >>> 0) / 4294967296;
}

/**
 * The most that a share of `runs` which is at most `share` in truth may come to by chance: three
 * standard errors above it.
 */
export function mostByChance(share: number, runs: number): number {
  return share + 3 * Math.sqrt((share * (1 - share)) / runs);
}
