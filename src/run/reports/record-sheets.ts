import type { RecordSheet, SheetArm } from "../../core/record-sheet.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import type { Redaction } from "../redaction.ts";
import type { JournalIndex } from "./journal-index.ts";
import { noTexts, type RecordTexts, textsOf } from "./record-texts.ts";

/** What the records of a run are read from. */
export interface SheetSource {
  readonly index: JournalIndex;
  /** Undefined: texts cannot be shown, and `untold` says why. */
  readonly dataset: CheckedDataset | undefined;
  readonly untold: string | undefined;
  readonly redaction: Redaction;
}

/**
 * The wanted records in the dataset's order, each with every policy's outcome; one record at a time
 * is in memory. Records without an outcome are left out.
 */
export async function* recordSheets(
  source: SheetSource,
  isWanted: (ordinal: number) => boolean,
): AsyncGenerator<RecordSheet> {
  const { index, dataset, untold = "its texts are not kept", redaction } = source;
  if (dataset === undefined) {
    for (let ordinal = 0; ordinal < index.shape.records; ordinal += 1) {
      const sheet = isWanted(ordinal) ? sheetOf(index, ordinal, noTexts(untold)) : undefined;
      if (sheet !== undefined) yield sheet;
    }
    return;
  }
  for await (const batch of dataset.records(isWanted)) {
    for (const record of batch) {
      // The journal went through redaction as it was written; the dataset did not.
      const sheet = sheetOf(index, record.ordinal, redaction.json(textsOf(record)));
      if (sheet !== undefined) yield sheet;
    }
  }
}

function sheetOf(
  index: JournalIndex,
  ordinal: number,
  texts: RecordTexts,
): RecordSheet | undefined {
  const { arms: policies, repeats } = index.shape;
  const arms: SheetArm[] = [];
  for (let arm = 0; arm < policies; arm += 1) {
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const found = index.read(ordinal, arm, repeat);
      if (found !== undefined) arms.push(found);
    }
  }
  const [first] = arms;
  return first && { ordinal, recordId: first.outcome.recordId, ...texts, arms };
}
