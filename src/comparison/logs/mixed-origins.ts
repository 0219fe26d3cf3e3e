import type { ArmColumns } from "../arm-columns.ts";
import { coveredUnits } from "../covered-units.ts";
import type { Finding } from "../finding.ts";

/**
 * Why a latency may not pass: some answers are the log's, and this run called models for the others.
 * Providers of then and now are not equally fast.
 */
export function mixedOrigins(
  arms: readonly ArmColumns[],
  units: Uint32Array,
): Partial<Pick<Finding, "weakness" | "recordsNeeded">> {
  let [fresh, all] = [0, 0];
  for (const arm of arms) {
    if (arm.fresh === undefined) return {};
    for (const unit of coveredUnits([arm], units)) {
      fresh += arm.fresh[unit]!;
      all += 1;
    }
  }
  if (fresh === 0 || fresh === all) return {};
  return {
    weakness: `${fresh} of ${all} latencies are of now and the others of the log's time`,
    recordsNeeded: () => null,
  };
}
