/** The fields of one value, and what it lacks of another's. */
export function withMissing<Value extends object>(one: Value, other: Value): Value {
  const missing = Object.entries(other).filter(
    ([key, value]) => value !== undefined && one[key as keyof Value] === undefined,
  );
  return missing.length === 0 ? one : { ...one, ...Object.fromEntries(missing) };
}
