/**
 * How many single-letter slips (a letter more, less, other, or two swapped) lie between two words;
 * `limit + 1` where there are more than `limit`. Optimal string alignment distance.
 */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwap =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      if (isSwap) least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(last[to.length] ?? 0, limit + 1);
}

/** The known name that was probably meant: "did you mean …?". Absent: none is near enough. */
export function nearestName(word: string, known: Iterable<string>): string | undefined {
  // A third of the word may be wrong: `a` is not a slip of `b`, `polcy` is one of `policy`.
  const limit = Math.min(3, Math.max(1, Math.floor(word.length / 3)));
  let nearest: string | undefined;
  let least = limit + 1;
  for (const name of known) {
    const distance =
      name.toLowerCase() === word.toLowerCase() ? 0.5 : editDistance(word, name, limit);
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

/** "did you mean X?" as a problem's hint; absent where nothing is near. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  const nearest = nearestName(word, known);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}
