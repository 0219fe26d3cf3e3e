/** The one-sided error of a confidence: 1 - 0.95 has digits that nobody wrote, 0.05 is meant. */
export function oneSided(confidence: number): number {
  return Number((1 - confidence).toPrecision(12));
}
