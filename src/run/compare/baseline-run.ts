import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Comparison } from "../../core/comparison.ts";
import type { HistoryLine } from "../../core/history-line.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { historyFile, readHistory, runsFolderOf } from "../history/history-file.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import { readKeptRun, type KeptRun } from "./kept-run.ts";

export const LAST_GREEN = "last-green";

/** The earlier run that a candidate is held against, or why there is none. */
export type BaselineRun =
  | { readonly kind: "run"; readonly run: KeptRun }
  | { readonly kind: "none"; readonly because: string };

/** Throws `HarnessError` for a folder that is no run: better before a run than after it. */
export function checkBaselineRun(asked: string): void {
  if (asked !== LAST_GREEN) readKeptRun(asked);
}

/**
 * `last-green` is the newest complete run before this one, in the history beside it, whose verdict
 * on a policy of that name and on that dataset was promote. Whether it can be compared is not asked:
 * an older one that can would hide that the last one cannot.
 */
export function baselineRunOf(
  asked: string,
  candidate: string,
  {
    folder,
    manifest,
    comparison,
  }: { readonly folder: string; readonly manifest: RunManifest; readonly comparison: Comparison },
): BaselineRun {
  if (asked !== LAST_GREEN) return { kind: "run", run: readKeptRun(asked) };
  const runs = runsFolderOf(folder);
  const { lines } = readHistory(historyFile(runs));
  const isGreen = (line: HistoryLine): boolean =>
    line.candidate === candidate &&
    line.dataset.name === comparison.dataset.name &&
    line.status === "complete" &&
    line.verdict === "promote" &&
    line.run_id !== manifest.run_id &&
    line.started_at <= manifest.started_at;
  const green = lines.findLast(isGreen);
  if (green === undefined) {
    return {
      kind: "none",
      because: `no earlier run in ${historyFile(runs)} ended in promote for ${candidate}`,
    };
  }
  const path = join(runs, green.folder);
  if (!existsSync(path)) {
    return {
      kind: "none",
      because: `the last green run, ${green.run_id}, is no longer in ${path}`,
    };
  }
  return runAt(path, green);
}

/** A folder may have been taken by another run, or lost its journal, since it was put into the index. */
function runAt(path: string, { run_id: id }: HistoryLine): BaselineRun {
  try {
    const run = readKeptRun(path);
    if (run.manifest.run_id === id) return { kind: "run", run };
    return { kind: "none", because: `${path} no longer holds the last green run, ${id}` };
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return { kind: "none", because: `the last green run, ${id}, cannot be read: ${error.message}` };
  }
}
