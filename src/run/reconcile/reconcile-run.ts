import type { Reconciliation } from "../../core/reconciliation.ts";
import { providerNames } from "../../core/route.ts";
import { readInvoices } from "../../datasets/invoices/read-invoice.ts";
import { reconciliationCsv, reconciliationJson } from "../../reports/reconciliation-files.ts";
import { reconciliationText } from "../../reports/terminal/reconciliation-text.ts";
import { badUsage, oneOf, share } from "../options/option-values.ts";
import type { Redaction } from "../redaction.ts";
import { writeFileWhole } from "../write-file.ts";
import { ourUsage } from "./our-usage.ts";
import { reconcile } from "./reconcile.ts";

/** The options of `reconcile` as they were typed. */
export interface ReconcileFlags {
  readonly invoice?: readonly string[] | undefined;
  readonly invoiceFormat?: string | undefined;
  readonly policy?: string | undefined;
  readonly provider?: string | undefined;
  readonly tolerance?: string | undefined;
  readonly out?: string | undefined;
}

const DEFAULT_TOLERANCE = 0.01;

/** A run held against an invoice, and the ways to show it. */
export interface ReconciledRun {
  readonly status: Reconciliation["status"];
  readonly text: (look: { readonly width: number; readonly colour: boolean }) => string;
  readonly json: () => string;
}

/** Reads both sides, holds them together and writes the sheet that `--out` asks for. */
export async function reconcileRun(
  folder: string,
  flags: ReconcileFlags,
  redaction: Redaction,
): Promise<ReconciledRun> {
  const files = flags.invoice ?? [];
  if (files.length === 0) {
    throw badUsage("--invoice is missing", "reconcile needs --invoice FILE, a provider's export");
  }
  const tolerance = share("--tolerance", flags.tolerance) ?? DEFAULT_TOLERANCE;
  const provider = oneOf("--provider", flags.provider, providerNames);
  const invoice = await readInvoices(files, flags.invoiceFormat, flags.policy);
  const theirs = provider === undefined ? invoice : { ...invoice, providers: new Set([provider]) };
  const ours = await ourUsage(folder, flags.policy, redaction);
  const found = reconcile(ours, theirs, tolerance);
  if (flags.out !== undefined) writeFileWhole(flags.out, reconciliationCsv(found));
  return {
    status: found.status,
    text: (look) => reconciliationText(found, look),
    json: () => reconciliationJson(found),
  };
}
