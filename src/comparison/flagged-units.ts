import { countOf } from "./outcome-flags.ts";

/** The units that have a flag, in order; the very same array where all have it, as is the rule. */
export function flaggedUnits(units: Uint32Array, flags: Uint32Array, flag: number): Uint32Array {
  let count = 0;
  for (let index = 0; index < units.length; index += 1) {
    if ((flags[units[index]!]! & flag) !== 0) count += 1;
  }
  if (count === units.length) return units;
  const kept = new Uint32Array(count);
  let place = 0;
  for (let index = 0; index < units.length && place < count; index += 1) {
    const unit = units[index]!;
    if ((flags[unit]! & flag) === 0) continue;
    kept[place] = unit;
    place += 1;
  }
  return kept;
}

/**
 * The same by flag: most rates are among the same units, whose list is made once. `counts` are
 * those of the units' flags, so that nobody looks for what all of them have, or none.
 */
export function unitsByFlag(
  units: Uint32Array,
  flags: Uint32Array,
  counts: Float64Array,
): (flag: number) => Uint32Array {
  const known = new Map<number, Uint32Array>();
  return (flag) => {
    const count = countOf(counts, flag);
    if (count === units.length) return units;
    if (count === 0) return units.subarray(0, 0);
    const found = known.get(flag) ?? flaggedUnits(units, flags, flag);
    known.set(flag, found);
    return found;
  };
}

/** 1 for each unit that has a flag of one bit, else 0, written to the front of `into`. */
export function indicatorsOf(
  units: Uint32Array,
  flags: Uint32Array,
  flag: number,
  into: Float64Array = new Float64Array(units.length),
): Float64Array {
  const found = into.subarray(0, units.length);
  // The bit itself: to choose between two numbers takes twice the time.
  const bit = 31 - Math.clz32(flag);
  for (let index = 0; index < found.length; index += 1) {
    found[index] = (flags[units[index]!]! >>> bit) & 1;
  }
  return found;
}
