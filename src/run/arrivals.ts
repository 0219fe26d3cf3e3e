import type { ReplayRecord } from "../core/replay-record.ts";

/** What the records of a dataset say of their arrivals. */
export interface ArrivalSurvey {
  /** Absent: none of them says when it arrived. */
  readonly firstMs: number | undefined;
  /** Records that stand after one that arrived later. */
  readonly late: number;
  readonly without: number;
}

export const noArrivals: ArrivalSurvey = { firstMs: undefined, late: 0, without: 0 };

/**
 * Reads the arrivals of all selected records. `kept` gets them by ordinal; a record that does not
 * say when it arrived has the arrival of the one before it, and none (minus infinity) before any.
 */
export async function surveyArrivals(
  records: AsyncIterable<readonly ReplayRecord[]>,
  kept?: Float64Array,
): Promise<ArrivalSurvey> {
  let [firstMs, latestMs, late, without] = [Infinity, -Infinity, 0, 0];
  let beforeMs = -Infinity;
  for await (const batch of records) {
    for (const { ordinal, arrivedAtMs } of batch) {
      beforeMs = arrivedAtMs ?? beforeMs;
      if (kept !== undefined) kept[ordinal] = beforeMs;
      if (arrivedAtMs === undefined) {
        without += 1;
        continue;
      }
      if (arrivedAtMs < latestMs) late += 1;
      firstMs = Math.min(firstMs, arrivedAtMs);
      latestMs = Math.max(latestMs, arrivedAtMs);
    }
  }
  return { firstMs: firstMs === Infinity ? undefined : firstMs, late, without };
}

/** What a reader of the report has to know of them. */
export function arrivalWarnings(
  { late, without }: ArrivalSurvey,
  orderedBy: "file" | "arrival",
): readonly string[] {
  const order =
    orderedBy === "file"
      ? "they are replayed in the file's order"
      : "they are replayed in the order of arrival";
  return [
    ...(late > 0 ? [`${late} records stand after one that arrived later: ${order}`] : []),
    ...(without > 0
      ? [`${without} records do not say when they arrived: they start when their turn comes`]
      : []),
  ];
}
