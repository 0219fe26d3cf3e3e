import type { ArmColumns } from "./arm-columns.ts";
import { PRESENT } from "./outcome-flags.ts";

/** Units that have an outcome, in record order. */
export function presentUnits(arm: ArmColumns): Uint32Array {
  let count = 0;
  for (const flags of arm.flags) count += flags & PRESENT;
  const units = new Uint32Array(count);
  let place = 0;
  for (let unit = 0; unit < arm.flags.length; unit += 1) {
    if (((arm.flags[unit] ?? 0) & PRESENT) === 0) continue;
    units[place] = unit;
    place += 1;
  }
  return units;
}
