import type { Gate } from "../core/gate.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { Collected } from "./collected.ts";
import { coverageOf, uncoveredBecause } from "./comparability.ts";
import type { Finding } from "./finding.ts";
import { flaggedUnits } from "./flagged-units.ts";
import { PRESENT } from "./outcome-flags.ts";

type Scope = Pick<Gate, "segment" | "route">;

/** Such as `overall`, `risk_class=high` or `route small`. */
export function scopeName({ segment, route }: Scope): string {
  const parts: string[] = [];
  if (segment !== undefined) parts.push(`${segment.tag}=${segment.value}`);
  if (route !== undefined) parts.push(`route ${route}`);
  return parts.length === 0 ? "overall" : parts.join(", ");
}

/** The candidate's outcomes that a gate speaks of, in record order. */
export function scopeUnits(
  { segment, route }: Scope,
  candidate: ArmColumns,
  { records, repeats }: Collected,
): Uint32Array {
  const present = candidate.present;
  if (segment === undefined && route === undefined) return present;
  const tag = segment === undefined ? undefined : records.tags.get(segment.tag);
  const value = segment === undefined ? 0 : (tag?.texts.find(segment.value) ?? 0);
  const decided = route === undefined ? 0 : candidate.routes.find(route);
  // A value or route that never was seen has code 0, like a record without one: nobody is meant.
  if ((segment !== undefined && value === 0) || (route !== undefined && decided === 0)) {
    return new Uint32Array(0);
  }
  return present.filter(
    (unit) =>
      (tag === undefined || tag.at(Math.floor(unit / repeats)) === value) &&
      (route === undefined || candidate.decided.at(unit) === decided),
  );
}

/** Those that the baseline has an outcome for as well. */
export function pairedUnits(baseline: ArmColumns, units: Uint32Array): Uint32Array {
  return flaggedUnits(units, baseline.flags, PRESENT);
}

/** A part of the run that is hardly covered speaks no more for itself than a whole run would. */
export function scopeWeakness(
  scope: Scope,
  { baseline, candidate }: { readonly baseline: ArmColumns; readonly candidate: ArmColumns },
  collected: Collected,
): Partial<Pick<Finding, "weakness" | "recordsNeeded">> {
  if (scope.segment === undefined && scope.route === undefined) return {};
  const units = scopeUnits(scope, candidate, collected);
  const because = uncoveredBecause(coverageOf({ baseline, candidate }, units));
  if (units.length === 0 || because.length === 0) return {};
  const weakness = `of ${scopeName(scope)}, ${because.join(" and ")}`;
  return { weakness, recordsNeeded: () => null };
}
