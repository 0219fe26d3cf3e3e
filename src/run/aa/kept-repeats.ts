import type { KnownGrade } from "../../comparison/known-grade.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import { withoutTexts } from "../../replay/without-texts.ts";
import { resumeJournal } from "../resume-journal.ts";

/** Every record of a run of one policy, with its outcomes by repeat, without a word of them. */
export interface RepeatedRecord {
  readonly record: ReplayRecord;
  readonly outcomes: readonly Outcome[];
  /** What each route of an outcome table would have earned; absent: they do not come from one. */
  readonly known: readonly (KnownGrade | undefined)[] | undefined;
}

/** Reads the outcomes that a finished run of one policy has kept, in record order. */
export async function keptRepeats(
  journal: string,
  dataset: CheckedDataset,
  repeats: number,
  knownOf: (record: ReplayRecord) => RepeatedRecord["known"],
): Promise<readonly RepeatedRecord[]> {
  const outcomes = Array.from({ length: dataset.summary.records }, (): Outcome[] => []);
  await resumeJournal(journal, { dataset, arms: 1, repeats, retryErrors: false }, (outcome) => {
    outcomes[outcome.ordinal]![outcome.repeat] = withoutTexts(outcome);
  });
  const records: RepeatedRecord[] = [];
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      records.push({
        record: withoutPrompt(record),
        outcomes: outcomes[record.ordinal]!,
        known: knownOf(record),
      });
    }
  }
  return records;
}

/** What gates see of a record: never its texts, which would be held for all records at once. */
function withoutPrompt(record: ReplayRecord): ReplayRecord {
  return {
    ...record,
    request: { ...record.request, messages: [], tools: [] },
    outcomes: undefined,
  };
}
