import { existsSync } from "node:fs";
import type { Outcome } from "../core/outcome.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import { HarnessError } from "../core/harness-error.ts";
import { checkDataset } from "../datasets/check-dataset.ts";
import { readManifest as readDatasetManifest } from "../datasets/read-manifest.ts";
import { readJournal } from "../replay/journal.ts";
import { toJournalLine } from "../replay/to-journal-line.ts";
import { renderRecord, type RecordView } from "../reports/record-view.ts";
import type { Redaction } from "./redaction.ts";
import { readManifest, runFolder } from "./run-folder.ts";
import { optionsOf } from "./run-session.ts";

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
  if (arms.length === 0) {
    throw new HarnessError("invalid-input", `${folder}: no outcome of record "${recordId}"`, {
      hint: "ids stand in outcomes.jsonl; an interrupted run may not have reached it",
    });
  }
  const record = await recordOf(manifest, recordId);
  const view: RecordView = {
    recordId,
    tags: record?.tags ?? {},
    prompt: record && promptOf(record),
    expected: record?.expected,
    arms,
  };
  return {
    text: (look) => renderRecord(view, look),
    json: () => `${JSON.stringify(asFile(view), null, 2)}\n`,
  };
}

/** The last line of a trial counts: a retried error stands before it. */
async function outcomesOf(folder: string, recordId: string): Promise<RecordView["arms"]> {
  if (!existsSync(runFolder(folder).journal)) {
    throw new HarnessError("invalid-input", `${folder}: holds reports, but no outcomes`, {
      hint: "name the folder of the run itself",
    });
  }
  const found = new Map<string, { readonly policy: string; readonly outcome: Outcome }>();
  for await (const { outcome, policy } of readJournal(runFolder(folder).journal)) {
    if (outcome.recordId !== recordId) continue;
    found.set(`${String(outcome.arm).padStart(6, "0")}/${outcome.repeat}`, { policy, outcome });
  }
  return [...found].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, arm]) => arm);
}

/** The record itself, where its dataset is still what the run read; the run keeps no prompts. */
async function recordOf(
  manifest: ReturnType<typeof readManifest>,
  recordId: string,
): Promise<ReplayRecord | undefined> {
  const { limit, sample, seed, filters } = optionsOf(manifest);
  if (manifest.options.store_text === "none") return undefined;
  let dataset;
  try {
    const source = await readDatasetManifest(manifest.options.dataset);
    const selection = { limit, sample, seed, filters, strict: false, onRejected: () => undefined };
    dataset = await checkDataset(source, selection);
    for await (const batch of dataset.records()) {
      const record = batch.find(({ id }) => id === recordId);
      if (record !== undefined) return record;
    }
    return undefined;
  } catch (error) {
    if (error instanceof HarnessError) return undefined;
    throw error;
  } finally {
    await dataset?.close();
  }
}

function promptOf({ request }: ReplayRecord): string {
  return request.messages
    .map(
      ({ role, content }) =>
        `${role}: ${typeof content === "string" ? content : JSON.stringify(content)}`,
    )
    .join("\n");
}

/** The record in the words of the run's files: outcomes are lines of the journal. */
function asFile({ recordId, tags, prompt, expected, arms }: RecordView): unknown {
  const outcomes = arms.map(({ policy, outcome }) => toJournalLine(outcome, policy));
  return { record: recordId, tags, prompt, expected, arms: outcomes };
}
