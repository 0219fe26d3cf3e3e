import { unitInterval } from "../../core/seed.ts";
import { viewOf, type RequestView } from "../../core/request-view.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";

/** Which records settings are chosen on, and what a threshold's score says of them. */
export interface RecordSurvey {
  /** By ordinal; 1: the record is one of those. */
  readonly isFit: Uint8Array;
  readonly fitRecords: number;
  /** Of the fit records, in their order; empty: no score was asked for. */
  readonly fitScores: Float64Array;
  /** Of the first record to arrive, in milliseconds since 1970; absent: none says when it did. */
  readonly firstArrivalMs: number | undefined;
}

/**
 * Parts the records by seed and group, or id where a record stands alone: a conversation is never
 * on both sides, and which side a record is on does not depend on the others.
 */
export async function surveyRecords(
  dataset: CheckedDataset,
  setup: {
    readonly fitShare: number;
    readonly seed: number;
    readonly score: ((view: RequestView) => number) | undefined;
  },
): Promise<RecordSurvey> {
  const { fitShare, seed, score } = setup;
  const isFit = new Uint8Array(dataset.summary.records);
  const fitScores = new Float64Array(score === undefined ? 0 : isFit.length);
  let fitRecords = 0;
  let firstArrivalMs: number | undefined;
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      const { arrivedAtMs } = record;
      if (arrivedAtMs !== undefined && !(arrivedAtMs >= (firstArrivalMs ?? Infinity))) {
        firstArrivalMs = arrivedAtMs;
      }
      if (unitInterval(`${seed}/split/${record.group ?? record.id}`) >= fitShare) continue;
      isFit[record.ordinal] = 1;
      if (score !== undefined) fitScores[fitRecords] = score(viewOf(record));
      fitRecords += 1;
    }
  }
  return { isFit, fitRecords, fitScores: fitScores.subarray(0, fitRecords), firstArrivalMs };
}
