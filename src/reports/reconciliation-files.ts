import { stringify } from "csv-stringify/sync";
import { decimalText, YOCTO_DIGITS } from "../core/billing-row.ts";
import type { InvoiceMeasure } from "../core/invoice-line.ts";
import type { Reconciliation } from "../core/reconciliation.ts";
import { inertCell } from "./csv-text.ts";

/** What `reconcile` found, for programs. Amounts are decimals as text: a number of JSON would lose digits. */
export function reconciliationJson(found: Reconciliation): string {
  const shown = {
    status: found.status,
    tolerance: found.tolerance,
    ours: found.ours,
    totals: found.totals.map(({ measure, ours, theirs, unexplained, isWithin }) => ({
      measure,
      ours: plain(measure, ours),
      theirs: plain(measure, theirs),
      unexplained: plain(measure, unexplained),
      within_tolerance: isWithin,
    })),
    rows: found.rows.map((row) => ({
      day: row.day,
      model: row.model ?? null,
      measure: row.measure,
      ours: plain(row.measure, row.ours),
      theirs: plain(row.measure, row.theirs),
      difference: plain(row.measure, row.difference),
      explained: row.explained.map(({ by, amount }) => ({
        by,
        amount: plain(row.measure, amount),
      })),
      unexplained: plain(row.measure, row.unexplained),
      counts: !row.isOutside,
    })),
    notes: found.notes,
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/** The same as a sheet: a row a day, model and measure. */
export function reconciliationCsv({ rows }: Reconciliation): string {
  const header = [
    "day",
    "model",
    "measure",
    "ours",
    "theirs",
    "difference",
    "explained",
    "explained_by",
    "unexplained",
    "counts",
  ];
  const cells = rows.map((row) => [
    row.day,
    inertCell(row.model ?? ""),
    row.measure,
    plain(row.measure, row.ours),
    plain(row.measure, row.theirs),
    plain(row.measure, row.difference),
    plain(
      row.measure,
      row.explained.reduce((sum, { amount }) => sum + amount, 0n),
    ),
    row.explained.map(({ by }) => by).join(" "),
    plain(row.measure, row.unexplained),
    String(!row.isOutside),
  ]);
  return stringify([header, ...cells]);
}

function plain(measure: InvoiceMeasure, amount: bigint): string {
  return measure === "usd" ? decimalText(amount, YOCTO_DIGITS) : amount.toString();
}
