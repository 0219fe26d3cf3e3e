/** An object whose keys stand in plain order, so that the same figures make the same bytes. */
export function sortedObject<Value>(
  entries: Iterable<readonly [string, Value]>,
): Readonly<Record<string, Value>> {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  // Defines own properties, so that even a tag called __proto__ is one.
  return Object.fromEntries(sorted);
}
