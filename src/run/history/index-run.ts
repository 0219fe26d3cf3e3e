import { HarnessError } from "../../core/harness-error.ts";
import { appendLines } from "../append-lines.ts";
import type { RunResult } from "../perform-run.ts";
import { readKeptRun } from "../compare/kept-run.ts";
import type { Redaction } from "../redaction.ts";
import type { World } from "../world.ts";
import { historyFile, runsFolderOf } from "./history-file.ts";
import { historyLines } from "./history-lines.ts";

/** Puts a run that has a comparison into the index beside its folder; returns that file. */
function addToHistory(
  run: Parameters<typeof historyLines>[0],
  redaction: Pick<Redaction, "line">,
): string {
  const file = historyFile(runsFolderOf(run.folder));
  appendLines(
    file,
    historyLines(run).map((line) => redaction.line(line)),
  );
  return file;
}

/** Puts a kept run into the index beside its folder; what it said of the run before no longer counts. */
export function indexKeptRun(folder: string, redaction: Pick<Redaction, "line">): string {
  return addToHistory(readKeptRun(folder), redaction);
}

/** The run is safe whatever becomes of the index: what keeps it out of there is only said. */
export function indexRun({ folder, manifest, comparison }: RunResult, world: World): void {
  if (comparison === undefined) return;
  try {
    addToHistory({ folder, manifest, comparison }, world.redaction);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    world.note(
      `warning: the run is not in the history: ${error.message}; later: routeproof history --add ${folder}`,
    );
  }
}
