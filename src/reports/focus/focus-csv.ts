import { stringify } from "csv-stringify/sync";
import type { BillingRow } from "../../core/billing-row.ts";
import { inertCell } from "../csv-text.ts";
import { focusCells, focusRow, type Cell } from "./focus-cells.ts";
import type { FocusContext } from "./focus-context.ts";
import { focusColumns } from "./focus-version.ts";
import { ownColumns } from "./own-columns.ts";

const BYTE_ORDER_MARK = "\ufeff";

/** Rows that are made into text at a time: of a large run there are too many to hold all cells. */
const ROWS_AT_ONCE = 500;

/** `focus.csv`: a row a meter, hour, route, model and kind of attempt, every one an estimate. */
export function renderFocus(rows: readonly BillingRow[], context: FocusContext): string {
  const focus = focusColumns(context.version);
  const cellsOf = (row: BillingRow): readonly Cell[] => {
    const made = focusRow(row, context);
    return [
      ...focus.map((name) => focusCells[name](made)),
      ...ownColumns.map(([, read]) => read(row, context)),
    ];
  };
  return csvOf([...focus, ...ownColumns.map(([name]) => name)], rows, cellsOf, context);
}

/** A sheet with texts that no spreadsheet computes; numbers are never touched. */
export function csvOf<Row>(
  header: readonly string[],
  rows: readonly Row[],
  cellsOf: (row: Row) => readonly Cell[],
  { isExcel }: Pick<FocusContext, "isExcel">,
): string {
  const options = { record_delimiter: isExcel ? "\r\n" : "\n" };
  const parts = [isExcel ? BYTE_ORDER_MARK : "", stringify([[...header]], options)];
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const lines = rows.slice(start, start + ROWS_AT_ONCE).map((row) =>
      cellsOf(row).map((cell) => {
        if (cell === null) return "";
        return cell.kind === "text" ? inertCell(cell.text) : cell.text;
      }),
    );
    parts.push(stringify(lines, options));
  }
  return parts.join("");
}
