import type { ArmColumns } from "./arm-columns.ts";
import { COVERED } from "./outcome-flags.ts";
import { unitsWhere } from "./sample.ts";

/** The units for which every one of the arms has an outcome to show. */
export function coveredUnits(arms: readonly ArmColumns[], units: Uint32Array): Uint32Array {
  return unitsWhere(units, (unit) => isCovered(arms, unit));
}

/** Whether every one of the arms has an outcome to show. */
export function isCovered(arms: readonly ArmColumns[], unit: number): boolean {
  for (const arm of arms) if (((arm.flags[unit] ?? 0) & COVERED) === 0) return false;
  return true;
}
