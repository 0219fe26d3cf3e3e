import { existsSync } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";
import type { RecordSheet, SheetArm } from "../core/record-sheet.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import { readJournal } from "../replay/journal.ts";
import { toJournalLine } from "../replay/to-journal-line.ts";
import { renderRecord } from "../reports/terminal/record-view.ts";
import type { Redaction } from "./redaction.ts";
import { openKeptDataset } from "./reports/kept-dataset.ts";
import { noTexts, type RecordTexts, textsOf } from "./reports/record-texts.ts";
import { readManifest, runFolder } from "./run-folder.ts";

/** One record of a kept run, as text or as JSON. */
export interface ShownRecord {
  readonly text: (look: { readonly width: number; readonly colour: boolean }) => string;
  readonly json: () => string;
}

/** Throws `HarnessError` where the run does not hold the record. */
export async function showRecord(
  folder: string,
  recordId: string,
  redaction: Redaction,
): Promise<ShownRecord> {
  const manifest = readManifest(folder);
  // The record is read from its dataset, which nobody has gone through for keys.
  redaction.hideVariables(manifest.key_variables ?? []);
  const arms = await outcomesOf(folder, recordId);
  const [first] = arms;
  if (first === undefined) {
    throw new HarnessError("invalid-input", `${folder}: no outcome of record "${recordId}"`, {
      hint: "ids stand in outcomes.jsonl; an interrupted run may not have reached it",
    });
  }
  const texts = await recordTexts(manifest, recordId);
  const sheet: RecordSheet = { ordinal: first.outcome.ordinal, recordId, ...texts, arms };
  return {
    text: (look) => renderRecord(sheet, look),
    json: () => `${JSON.stringify(asFile(sheet), null, 2)}\n`,
  };
}

/** The last line of a trial counts: a retried error stands before it. */
async function outcomesOf(folder: string, recordId: string): Promise<readonly SheetArm[]> {
  if (!existsSync(runFolder(folder).journal)) {
    throw new HarnessError("invalid-input", `${folder}: holds reports, but no outcomes`, {
      hint: "name the folder of the run itself",
    });
  }
  const found = new Map<string, SheetArm>();
  for await (const { outcome, policy } of readJournal(runFolder(folder).journal)) {
    if (outcome.recordId !== recordId) continue;
    found.set(`${outcome.arm}/${outcome.repeat}`, { policy, outcome });
  }
  return [...found.values()].toSorted(
    ({ outcome: one }, { outcome: other }) => one.arm - other.arm || one.repeat - other.repeat,
  );
}

/** The record itself, where its dataset is still what the run read; the run keeps no prompts. */
async function recordTexts(manifest: RunManifest, recordId: string): Promise<RecordTexts> {
  const kept = await openKeptDataset(manifest);
  if (kept.dataset === undefined) return noTexts(kept.because);
  const { dataset } = kept;
  try {
    for await (const batch of dataset.records()) {
      const record = batch.find(({ id }) => id === recordId);
      if (record !== undefined) return textsOf(record);
    }
    return noTexts("the dataset has no such record any more");
  } finally {
    await dataset.close();
  }
}

/** The record in the words of the run's files: outcomes are lines of the journal. */
function asFile({ recordId, tags, prompt, expected, arms }: RecordSheet): unknown {
  const outcomes = arms.map(({ policy, outcome }) => toJournalLine(outcome, policy));
  return { record: recordId, tags, prompt, expected, arms: outcomes };
}
