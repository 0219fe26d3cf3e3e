import { HarnessError } from "../../core/harness-error.ts";
import type { Invoice, InvoiceLine, InvoiceMeasure } from "../../core/invoice-line.ts";
import type { ProviderName } from "../../core/route.ts";
import { readDocument } from "../../documents/source-document.ts";
import { readAnthropicUsage } from "./anthropic-usage.ts";
import { readFocusInvoice } from "./focus-invoice.ts";
import { readMappedInvoice } from "./mapped-invoice.ts";
import { readOpenaiUsage } from "./openai-usage.ts";

/** Formats by name; anything else is taken for the path of a column map. */
const invoiceFormats = ["focus", "openai", "anthropic"] as const;

/**
 * Reads a provider's exports as one: usage and costs often are files of their own. Without a format
 * it is taken from the file: JSON by how its buckets are dated, CSV as FOCUS.
 */
export async function readInvoices(
  files: readonly string[],
  format: string | undefined,
  policy: string | undefined,
): Promise<Invoice> {
  const lines: InvoiceLine[] = [];
  const days = new Set<string>();
  const measures = new Set<InvoiceMeasure>();
  const notes: string[] = [];
  const providers = new Set<ProviderName>();
  let isOfAnybody = false;
  for (const file of files) {
    const invoice = await readInvoice(file, format, policy);
    lines.push(...invoice.lines);
    for (const day of invoice.days) days.add(day);
    for (const measure of invoice.measures) measures.add(measure);
    for (const provider of invoice.providers ?? []) providers.add(provider);
    if (invoice.providers === undefined) isOfAnybody = true;
    notes.push(...invoice.notes.map((note) => `${file}: ${note}`));
  }
  return { lines, days, measures, notes, ...(!isOfAnybody && { providers }) };
}

async function readInvoice(
  file: string,
  format: string | undefined,
  policy: string | undefined,
): Promise<Invoice> {
  if (format === undefined && !file.endsWith(".json")) return readFocusInvoice(file, policy);
  if (format === "focus") return readFocusInvoice(file, policy);
  if (format === "openai") return readOpenaiUsage(await readDocument(file));
  if (format === "anthropic") return readAnthropicUsage(await readDocument(file));
  if (format !== undefined) {
    if (/\.(?:ya?ml|json)$/.test(format)) return readMappedInvoice(file, format);
    throw new HarnessError(
      "invalid-input",
      `--invoice-format ${format}: is none of ${invoiceFormats.join(", ")}, nor a column map`,
      { hint: "a column map is a YAML file: --invoice-format MAP.yaml" },
    );
  }
  const document = await readDocument(file);
  if (document.text.includes('"starting_at"')) return readAnthropicUsage(document);
  if (document.text.includes('"start_time"')) return readOpenaiUsage(document);
  throw new HarnessError("invalid-input", `${file}: looks like no usage export that is known`, {
    hint: "name its format: --invoice-format focus, openai, anthropic, or a column map MAP.yaml",
  });
}
