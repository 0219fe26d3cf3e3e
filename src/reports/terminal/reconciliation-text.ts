import { decimalText, YOCTO_DIGITS } from "../../core/billing-row.ts";
import type { InvoiceMeasure } from "../../core/invoice-line.ts";
import type { ExplainedBy, ReconciledRow, Reconciliation } from "../../core/reconciliation.ts";
import { lineWriter } from "./line-writer.ts";
import { countText, rateText } from "../numbers.ts";
import type { Style } from "./paint.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { terminalText } from "./terminal-text.ts";

/** Rows that the terminal spells out; all of them are in the JSON and in the sheet. */
const ROWS_SHOWN = 20;

const statuses: Readonly<Record<Reconciliation["status"], readonly [string, Style]>> = {
  within: ["reconciled", "green"],
  over: ["NOT RECONCILED", "red"],
  no_overlap: ["nothing to reconcile", "yellow"],
};

const reasons: Readonly<Record<ExplainedBy, string>> = {
  batch_tier: "of batches, which no run sends",
  unknown_outcomes: "at most, of calls whose end nobody saw",
  rounding: "by the invoice's own rounding",
  day_outside_run: "on a day without any call of ours",
  day_outside_invoice: "on a day that the invoice does not cover",
  model_never_called: "of a model that was never called here",
};

/** What `reconcile` prints: the outcome, a line a measure, then the rows that do not agree. */
export function reconciliationText(found: Reconciliation, look: TerminalOptions): string {
  const write = lineWriter(look);
  const [word, style] = statuses[found.status];
  const limit = `tolerance ${rateText(found.tolerance)} of the invoice's figure, measure by measure`;
  const lines = [
    ...write(terminalText(`${word}: ${found.ours} against the invoice, ${limit}`), style),
  ];
  if (found.status === "no_overlap") {
    lines.push(...write("No day, model and measure stands on both sides."));
  }
  for (const { measure, ours, theirs, unexplained, isWithin } of found.totals) {
    const text = `${isWithin ? "✓" : "✗"} ${measure}: ours ${amountText(measure, ours)}, theirs ${amountText(measure, theirs)}, unexplained ${amountText(measure, unexplained)}`;
    lines.push(...write(text, isWithin ? "green" : "red"));
  }
  lines.push(
    ...differing(
      "Unexplained",
      found.rows.filter((row) => row.unexplained !== 0n),
      write,
    ),
  );
  lines.push(
    ...differing(
      "Explained",
      found.rows.filter((row) => row.unexplained === 0n && row.explained.length > 0),
      write,
    ),
  );
  for (const note of found.notes) lines.push(...write(terminalText(`Note: ${note}`), "yellow"));
  return `${lines.join("\n")}\n`;
}

function differing(
  title: string,
  rows: readonly ReconciledRow[],
  write: ReturnType<typeof lineWriter>,
): readonly string[] {
  if (rows.length === 0) return [];
  const shown = rows
    .slice(0, ROWS_SHOWN)
    .flatMap((row) => write(terminalText(`  ${rowText(row)}`)));
  const rest = rows.length - ROWS_SHOWN;
  return [
    "",
    ...write(`${title}:`, "bold"),
    ...shown,
    ...(rest > 0 ? write(`  and ${countText(rest)} more: --out FILE.csv has all of them`) : []),
  ];
}

function rowText({
  day,
  model,
  measure,
  ours,
  theirs,
  explained,
  unexplained,
}: ReconciledRow): string {
  const of = (amount: bigint): string => amountText(measure, amount);
  const because = explained.map(({ by, amount }) => `${of(amount)} ${reasons[by]}`);
  const left = unexplained === 0n ? [] : [`${of(unexplained)} unexplained`];
  const parts = [...because, ...left].join(", ");
  return `${day} ${model ?? "all models"} ${measure}: ours ${of(ours)}, theirs ${of(theirs)}: ${parts}`;
}

/** `$0.0123` with every digit that is known, or a count. */
function amountText(measure: InvoiceMeasure, amount: bigint): string {
  if (measure !== "usd") return amount.toString().replace(/\B(?=(?:\d{3})+$)/g, ",");
  const text = decimalText(amount, YOCTO_DIGITS);
  return text.startsWith("-") ? `-$${text.slice(1)}` : `$${text}`;
}
