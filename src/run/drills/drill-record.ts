import type { ReplayRecord } from "../../core/replay-record.ts";
import type { DrillRequest } from "../../policies/promises/promised.ts";

/** A drill's request as a record that nobody has expected anything of. */
export function drillRecord(request: DrillRequest, ordinal: number): ReplayRecord {
  const { recordId, arrivedAtMs, ...view } = request;
  return {
    ...view,
    ordinal,
    id: recordId,
    source: "drill",
    expected: undefined,
    group: undefined,
    arrivedAtMs,
    outcomes: undefined,
  };
}
