import { invalidInput } from "../core/harness-error.ts";
import type { Problem } from "../core/problem.ts";
import type { ExcludeList, Manifest } from "./manifest.ts";
import { placed } from "./manifest-problem.ts";
import type { RecordPlan } from "./record-plan.ts";
import { openTable } from "./table-file.ts";
import type { Cell } from "./table-row.ts";
import { textIndex, type TextIndex } from "./text-index.ts";
import { nearOrKnown } from "./wanted-columns.ts";

/** A list of values whose records are left out, as it was read. */
export interface LoadedList {
  readonly path: string;
  readonly sha256: string;
  readonly values: TextIndex;
}

/** An exclude list as it was read, or that no row of it has what its manifest names. */
type Loading =
  | { readonly kind: "loaded"; readonly list: LoadedList }
  | { readonly kind: "no-field"; readonly problem: Problem };

/** Reads the exclude lists; a row that cannot be read is an error, never a record kept in. */
export async function loadExcludeLists(manifest: Manifest): Promise<readonly LoadedList[]> {
  const loadings = await Promise.all(
    manifest.exclude.map((list, index) => loadExcludeList(manifest, list, index)),
  );
  const problems = loadings.flatMap((one) => (one.kind === "no-field" ? [one.problem] : []));
  if (problems.length > 0) throw invalidInput(manifest.file, problems);
  return loadings.flatMap((one) => (one.kind === "loaded" ? [one.list] : []));
}

async function loadExcludeList(
  { document }: Manifest,
  { path, format, field }: ExcludeList,
  index: number,
): Promise<Loading> {
  const table = await openTable(path, format, [field]);
  const noField = (message: string): Loading => {
    const hint = nearOrKnown(field, new Set(table.columns));
    const at = ["exclude", index, "field"];
    return { kind: "no-field", problem: placed(document, { path: at, message, hint }) };
  };
  const [at = -1] = table.positions;
  if (at === -1) return noField(`no column "${field}" in ${path}`);
  const values = textIndex();
  const reading = table.read();
  let firstBad: { readonly line: number; readonly message: string } | undefined;
  for await (const rows of reading.batches) {
    for (const row of rows) {
      const value = row.kind === "cells" ? textIn(row.cells[at]) : undefined;
      if (value !== undefined) values.add(value);
      else {
        const message = row.kind === "cells" ? `has no text in "${field}"` : row.because;
        firstBad ??= { line: row.line, message };
      }
    }
  }
  if (table.columns.length > 0 && table.neverSeen().length > 0) {
    return noField(`no row of ${path} has "${field}"`);
  }
  if (firstBad !== undefined) {
    throw invalidInput(path, [{ file: path, ...firstBad, column: undefined, hint: undefined }]);
  }
  return { kind: "loaded", list: { path, sha256: reading.sha256(), values } };
}

/** Whether any list names the record. */
export function isExcluded(
  plan: RecordPlan,
  cells: readonly Cell[],
  lists: readonly LoadedList[],
): boolean {
  for (let index = 0; index < lists.length; index += 1) {
    const field = plan.excludeBy[index];
    const value = field === undefined ? undefined : textIn(cells[field.at]);
    if (value !== undefined && lists[index]?.values.find(value) !== undefined) return true;
  }
  return false;
}

function textIn(cell: Cell): string | undefined {
  switch (typeof cell) {
    case "string":
      return cell;
    case "number":
    case "boolean":
      return String(cell);
    default:
      return undefined;
  }
}
