/** The fields of one value, and what it lacks of another's. */
export function withMissing<Value extends object>(one: Value, other: Value): Value {
  let filled: Value | undefined;
  for (const field in other) {
    if (other[field] === undefined || one[field] !== undefined) continue;
    filled ??= { ...one };
    filled[field] = other[field];
  }
  return filled ?? one;
}
