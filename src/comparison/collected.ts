import type { ArmColumns } from "./arm-columns.ts";
import type { Oracle } from "./oracle.ts";
import type { RecordColumns } from "./record-columns.ts";

/** Numeric columns of a whole run, complete once every outcome is in. */
export interface Collected {
  readonly records: RecordColumns;
  readonly repeats: number;
  readonly arms: readonly ArmColumns[];
  /** Absent where not every route's outcome is known. */
  readonly oracle: Oracle | undefined;
}
