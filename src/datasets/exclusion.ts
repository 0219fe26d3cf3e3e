import { invalidInput } from "../core/harness-error.ts";
import { didYouMean } from "../core/nearest-name.ts";
import type { ExcludeList } from "./manifest.ts";
import type { RecordPlan } from "./record-plan.ts";
import { openTable } from "./table-file.ts";
import type { Cell } from "./table-row.ts";
import { textIndex, type TextIndex } from "./text-index.ts";

/** A list of values whose records are left out, as it was read. */
export interface LoadedList {
  readonly path: string;
  readonly sha256: string;
  readonly values: TextIndex;
}

/** Reads an exclude list; a row of it that cannot be read is an error, never a record kept in. */
export async function loadExcludeList({ path, format, field }: ExcludeList): Promise<LoadedList> {
  const table = await openTable(path, format, [field]);
  const values = textIndex();
  const reading = table.read();
  const fail = (line: number, message: string, hint?: string): Error =>
    invalidInput(path, [{ file: path, line, column: undefined, message, hint }]);
  const [at = -1] = table.positions;
  if (at === -1) throw fail(1, `has no column "${field}"`, didYouMean(field, table.columns));
  for await (const rows of reading.batches) {
    for (const row of rows) {
      if (row.kind === "unreadable") throw fail(row.line, row.because);
      const value = textIn(row.cells[at]);
      if (value === undefined) {
        throw fail(row.line, `has no text in "${field}"`, didYouMean(field, table.columns));
      }
      values.add(value);
    }
  }
  return { path, sha256: reading.sha256(), values };
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
