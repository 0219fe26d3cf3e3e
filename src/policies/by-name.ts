/** The entries of a mapping by name: the order in which it was written means nothing. */
export function byName<T>(mapping: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(mapping).sort(([one], [other]) => (one < other ? -1 : 1));
}
