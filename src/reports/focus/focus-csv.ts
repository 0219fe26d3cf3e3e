import { stringify } from "csv-stringify/sync";
import type { BillingRow } from "../../core/billing-row.ts";
import { inertCell } from "../csv-text.ts";
import { focusCells, focusRow, type Cell } from "./focus-cells.ts";
import type { FocusContext } from "./focus-context.ts";
import { focusColumns } from "./focus-version.ts";
import { ownColumns } from "./own-columns.ts";

const BYTE_ORDER_MARK = "\ufeff";

/** `focus.csv`: a row a meter, hour, route, model and kind of attempt, every one an estimate. */
export function renderFocus(rows: readonly BillingRow[], context: FocusContext): string {
  const focus = focusColumns(context.version);
  const cells = rows.map((row) => {
    const made = focusRow(row, context);
    return [
      ...focus.map((name) => focusCells[name](made)),
      ...ownColumns.map(([, read]) => read(row, context)),
    ];
  });
  return csvOf([...focus, ...ownColumns.map(([name]) => name)], cells, context);
}

/** A sheet with texts that no spreadsheet computes; numbers are never touched. */
export function csvOf(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  { isExcel }: Pick<FocusContext, "isExcel">,
): string {
  const lines = rows.map((cells) =>
    cells.map((cell) =>
      cell === null ? "" : cell.kind === "text" ? inertCell(cell.text) : cell.text,
    ),
  );
  const sheet = stringify([[...header], ...lines], {
    record_delimiter: isExcel ? "\r\n" : "\n",
  });
  return isExcel ? `${BYTE_ORDER_MARK}${sheet}` : sheet;
}
