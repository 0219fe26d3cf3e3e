/**
 * The units of which something holds, in order; the very same array where it holds of all. The
 * arrays' own `filter` would make a list of them first, which of a million is more than the array.
 */
export function unitsWhere(units: Uint32Array, holds: (unit: number) => boolean): Uint32Array {
  let count = 0;
  for (let index = 0; index < units.length; index += 1) if (holds(units[index]!)) count += 1;
  if (count === units.length) return units;
  const kept = new Uint32Array(count);
  let place = 0;
  for (let index = 0; index < units.length && place < count; index += 1) {
    if (holds(units[index]!)) kept[place++] = units[index]!;
  }
  return kept;
}
