/** The smallest error with which a claim is refused, by halving on its logarithm; 1: none. */
export function smallestError(isRefused: (level: number) => boolean): number {
  let low = -27;
  let high = 0;
  if (!isRefused(1)) return 1;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (isRefused(Math.exp(middle))) high = middle;
    else low = middle;
  }
  return Math.exp(high);
}
