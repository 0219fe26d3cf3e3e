import type { ArmColumns } from "../arm-columns.ts";
import type { Collected } from "../collected.ts";
import { COVERED } from "../outcome-flags.ts";

/**
 * 1 for each unit that a cache of the log answered and whose latency is therefore not a model's;
 * absent: there is none.
 */
export function untimedUnits(
  { flags, latency, fresh }: ArmColumns,
  { records: { logged }, repeats }: Pick<Collected, "records" | "repeats">,
): Uint8Array | undefined {
  if (logged === undefined) return undefined;
  let untimed: Uint8Array | undefined;
  for (let unit = 0; unit < flags.length; unit += 1) {
    if (!logged.isCacheHit(Math.floor(unit / repeats))) continue;
    if ((flags[unit]! & COVERED) === 0 || fresh?.[unit] === 1) continue;
    if (!Number.isNaN(latency.at(unit))) continue;
    untimed ??= new Uint8Array(flags.length);
    untimed[unit] = 1;
  }
  return untimed;
}
