import { binomialCdf } from "./binomial.ts";

/**
 * How likely a split into two samples strays as far from the share that was meant for the second:
 * the exact binomial of both tails, twice the smaller. 1 where nothing was split.
 */
export function sampleRatioP(first: number, second: number, expectedShare: number): number {
  const n = first + second;
  if (n === 0) return 1;
  const atMost = binomialCdf(second, n, expectedShare);
  const atLeast = second === 0 ? 1 : binomialCdf(first, n, 1 - expectedShare);
  return Math.min(1, 2 * Math.min(atMost, atLeast));
}
