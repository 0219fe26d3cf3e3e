import type { TimelineOrigin } from "../core/timeline.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { ArrivalMinutes } from "./arrival-minutes.ts";
import type { ChangedRecords } from "./charts/changed-records.ts";
import type { EarlyFindings } from "./early-reject.ts";
import type { Oracle } from "./oracle.ts";
import type { RecordColumns } from "./record-columns.ts";
import type { TimelineColumns } from "./timeline-columns.ts";

/** Numeric columns of a whole run, complete once every outcome is in. */
export interface Collected {
  readonly records: RecordColumns;
  readonly repeats: number;
  readonly arms: readonly ArmColumns[];
  readonly changed: ChangedRecords;
  /** Absent where not every route's outcome is known. */
  readonly oracle: Oracle | undefined;
  /** Absent: nobody looked before all outcomes were in. */
  readonly early?: EarlyFindings | undefined;
  /** Absent: no policy of the run reads the replay's time. */
  readonly timelines?:
    | {
        readonly origin: TimelineOrigin;
        readonly arms: readonly TimelineColumns[];
        /** Absent: the run is no open loop. */
        readonly arrivals?: ArrivalMinutes | undefined;
      }
    | undefined;
}
