import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { HarnessError } from "../../core/harness-error.ts";
import { HISTORY_SCHEMA_VERSION, type HistoryLine } from "../../core/history-line.ts";

/** The index of the runs in a folder. */
export function historyFile(runs: string): string {
  return join(runs, "history.jsonl");
}

/** The folder that a run's folder stands in. */
export function runsFolderOf(run: string): string {
  return dirname(resolve(run));
}

/** The runs of an index, oldest first, and what of it could not be read. */
export interface History {
  readonly lines: readonly HistoryLine[];
  /** One line each, for the reader. */
  readonly notes: readonly string[];
}

/**
 * Reads an index: of a run that stands twice the later line counts. A line that is torn or damaged
 * is left out and said. Throws `HarnessError` for lines of a newer format.
 */
export function readHistory(file: string): History {
  if (!existsSync(file)) return { lines: [], notes: [] };
  const texts = readFileSync(file, "utf8").split("\n");
  const torn = texts.pop() ?? "";
  const notes: string[] = [];
  const found = new Map<string, HistoryLine>();
  for (const [index, text] of texts.entries()) {
    const line = lineOf(text, `${file}:${index + 1}`);
    if (line === undefined) notes.push(`${file}:${index + 1}: this line is damaged and left out`);
    else found.set(`${line.run_id} ${line.candidate}`, line);
  }
  if (torn !== "") notes.push(`${file}: a torn last line of ${torn.length} characters is left out`);
  const lines = [...found.values()].toSorted(byStart);
  return { lines, notes };
}

function lineOf(text: string, place: string): HistoryLine | undefined {
  let line: (Partial<Omit<HistoryLine, "schema_version">> & { schema_version?: number }) | null;
  try {
    line = JSON.parse(text) as typeof line;
  } catch {
    return undefined;
  }
  if (typeof line?.schema_version === "number" && line.schema_version !== HISTORY_SCHEMA_VERSION) {
    throw new HarnessError(
      "invalid-input",
      `${place}: written in format ${line.schema_version}, this version reads ${HISTORY_SCHEMA_VERSION}`,
    );
  }
  const isWhole =
    line?.schema_version === HISTORY_SCHEMA_VERSION &&
    [line.run_id, line.folder, line.started_at, line.baseline, line.candidate].every(isText) &&
    isText(line.dataset?.name) &&
    [line.baseline, line.candidate].every((key) => line.arms?.[key!] !== undefined);
  return isWhole ? (line as HistoryLine) : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function byStart(one: HistoryLine, other: HistoryLine): number {
  const [left, right] = [one, other].map(({ started_at, run_id }) => `${started_at} ${run_id}`);
  return left! < right! ? -1 : left! > right! ? 1 : 0;
}
