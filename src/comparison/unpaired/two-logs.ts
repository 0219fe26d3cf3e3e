import { HarnessError } from "../../core/harness-error.ts";
import type { ArmColumns } from "../arm-columns.ts";
import type { Clustering } from "../clustering.ts";
import type { Collected } from "../collected.ts";
import type { ReadingContext } from "../metric-reading.ts";
import { Scratch } from "../scratch.ts";

/**
 * Two sets of records in one set of columns, the smaller one first. Every record has an outcome in
 * its own arm alone.
 */
export interface TwoLogs {
  readonly collected: Collected;
  readonly clustering: Clustering | undefined;
  readonly control: ArmColumns;
  readonly canary: ArmColumns;
  readonly seed: number;
}

export function twoLogsOf(
  collected: Collected,
  clustering: Clustering | undefined,
  seed: number,
): TwoLogs {
  const [control, canary] = collected.arms;
  if (control === undefined || canary === undefined) {
    throw new HarnessError("bug", "two logs are two arms");
  }
  return { collected, clustering, control, canary, seed };
}

/** Where findings of one arm are read, apart from the other's: both are looked at together. */
export type ContextOf = (arm: ArmColumns, alpha: number) => ReadingContext;

export function contextsOf({ collected, clustering, control, seed }: TwoLogs): ContextOf {
  const rooms = { ofControl: new Scratch(), ofCanary: new Scratch() };
  return (arm, alpha) => ({
    collected,
    clustering,
    seed,
    alpha,
    // No finding of one arm alone is a bootstrap's.
    replicates: 0,
    scratch: arm === control ? rooms.ofControl : rooms.ofCanary,
  });
}
