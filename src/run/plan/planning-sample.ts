import { POWER } from "../../comparison/finding.ts";
import type { PlannedRecords, SmallestEffect } from "../../core/run-plan.ts";

/** The chance of passing that effects and numbers of records are told for. */
export const PLANNED_POWER: number = POWER;

/** What effects are reckoned from. */
export interface Sample {
  /** Records that the gate speaks of. */
  readonly n: number;
  /** How many times the variance grows as records come in groups. */
  readonly designEffect: number;
  /** Records to a group, on average: records that all agree count as one for each group. */
  readonly recordsPerGroup: number;
  readonly alpha: number;
  /** Where the figures come from, for the reader. */
  readonly about: string;
  /** What is said of groups beside an assumption; empty: every record stands alone. */
  readonly clusters: string;
}

/** What a gate can show, and what it needs; each null where nothing is known to reckon it from. */
export interface GateEffect {
  readonly smallestEffect: SmallestEffect | null;
  readonly recordsNeeded: PlannedRecords | null;
  /** Records below which not even outcomes without a fault pass; null: there is no such number. */
  readonly fewestRecords: number | null;
}

/** A number of independent records as that of records in groups. */
export function inGroups(records: number | null, { designEffect }: Sample): number | null {
  return records === null ? null : Math.ceil(records * designEffect - 1e-9);
}

/** The same of records that all agree. */
export function inAgreeingGroups(
  records: number | null,
  { recordsPerGroup }: Sample,
): number | null {
  return records === null ? null : Math.ceil(records * recordsPerGroup - 1e-9);
}
