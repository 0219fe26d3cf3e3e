/** Places of the p-values from the smallest to the largest; ties keep their order. */
function ascending(pValues: readonly number[]): number[] {
  return pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]! || a - b);
}

/** Holm's step-down adjustment, in the order given: the chance of any false alarm stays below p. */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = [...pValues];
  let largest = 0;
  for (const [rank, index] of ascending(pValues).entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = largest;
  }
  return adjusted;
}

/** Bonferroni's adjustment: as safe as Holm's, which never gives a larger value. */
export function bonferroni(pValues: readonly number[]): number[] {
  return pValues.map((p) => Math.min(1, pValues.length * p));
}

/** Benjamini and Hochberg's step-up adjustment, in the order given: for exploring, not for gates. */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = [...pValues];
  let smallest = 1;
  for (const [fromTop, index] of ascending(pValues).reverse().entries()) {
    const rank = pValues.length - fromTop;
    smallest = Math.min(smallest, (pValues.length * pValues[index]!) / rank);
    adjusted[index] = smallest;
  }
  return adjusted;
}
