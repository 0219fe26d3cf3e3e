import type { ArmColumns } from "./arm-columns.ts";
import { flaggedUnits } from "./flagged-units.ts";
import { COVERED } from "./outcome-flags.ts";

/** The units for which every one of the arms has an outcome to show. */
export function coveredUnits(arms: readonly ArmColumns[], units: Uint32Array): Uint32Array {
  return arms.reduce(
    (covered, arm) => (arm.settled.coversAll ? covered : flaggedUnits(covered, arm.flags, COVERED)),
    units,
  );
}
