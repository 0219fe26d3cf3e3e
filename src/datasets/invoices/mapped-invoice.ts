import { YOCTO_DIGITS } from "../../core/billing-row.ts";
import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import type { Invoice, InvoiceLine, InvoiceMeasure } from "../../core/invoice-line.ts";
import type { Problem } from "../../core/problem.ts";
import { readShape, z } from "../../documents/shape.ts";
import { readDocument } from "../../documents/source-document.ts";
import { readSheet, type SheetRow } from "./csv-table.ts";
import { decimalAmount, roundedBy } from "./decimal-amount.ts";
import { invoiceDay } from "./invoice-day.ts";

const column = z.string().min(1);

/** `MAP.yaml`: which column of a sheet holds what. */
const mapSchema = z
  .strictObject({
    day: column.describe("A day, ISO 8601 time or epoch seconds."),
    model: column.optional(),
    tokens: z
      .strictObject({
        input: column.optional(),
        cache_read: column.optional(),
        cache_write: column.optional(),
        output: column.optional(),
      })
      .optional(),
    input_includes_cache: z
      .boolean()
      .optional()
      .describe("Whether cached and written tokens are counted among the input; default: no."),
    requests: column.optional(),
    usd: column.optional(),
    delimiter: z.string().length(1).optional(),
  })
  .refine(({ tokens, requests, usd }) => tokens ?? requests ?? usd, {
    error: "names nothing to compare: tokens, requests or usd",
  });

type ColumnMap = z.output<typeof mapSchema>;

/** Any sheet, read by a map of its columns. Throws all rows that cannot be read at once. */
export async function readMappedInvoice(file: string, mapFile: string): Promise<Invoice> {
  const map = readShape(mapSchema, await readDocument(mapFile));
  const { names, rows } = await readSheet(file, map.delimiter ?? ",");
  const { day, model, requests, usd, tokens = {} } = map;
  const wanted = [day, model, requests, usd, ...Object.values(tokens)];
  const missing = wanted.filter((name) => name !== undefined && !names.includes(name));
  if (missing.length > 0) {
    throw new HarnessError("invalid-input", `${file}: has no column ${missing.join(", ")}`, {
      hint: `it has ${names.join(", ")}; mend ${mapFile}`,
    });
  }
  const problems: Problem[] = [];
  const lines: InvoiceLine[] = [];
  for (const row of rows) {
    const read = linesOf(row, map);
    if (typeof read === "string") {
      problems.push({ file, line: row.line, column: undefined, message: read, hint: undefined });
    } else lines.push(...read);
  }
  if (problems.length > 0) throw invalidInput(file, problems);
  return {
    lines,
    days: new Set(lines.map((line) => line.day)),
    measures: new Set(lines.map(({ measure }) => measure)),
    notes: [],
  };
}

function linesOf({ cells }: SheetRow, map: ColumnMap): readonly InvoiceLine[] | string {
  const cell = (name: string | undefined): string =>
    name === undefined ? "" : (cells.get(name)?.trim() ?? "");
  const day = invoiceDay(cell(map.day));
  if (day === undefined) return `column "${map.day}": "${cell(map.day)}" is no day`;
  const model = cell(map.model);
  const common = { day, model: model === "" ? undefined : model };
  const { tokens = {} } = map;
  const columns: readonly (readonly [InvoiceMeasure, string | undefined])[] = [
    ["input_tokens", tokens.input],
    ["cache_read_tokens", tokens.cache_read],
    ["cache_write_tokens", tokens.cache_write],
    ["output_tokens", tokens.output],
    ["requests", map.requests],
  ];
  const counts = new Map<InvoiceMeasure, bigint>();
  for (const [measure, name] of columns) {
    if (name === undefined) continue;
    const text = cell(name);
    const amount = text === "" ? 0n : decimalAmount(text, 0);
    if (amount === undefined) return `column "${name}": "${text}" is no count`;
    counts.set(measure, amount);
  }
  const input = counts.get("input_tokens");
  if (map.input_includes_cache === true && input !== undefined) {
    const cached = counts.get("cache_read_tokens") ?? 0n;
    counts.set("input_tokens", input - cached - (counts.get("cache_write_tokens") ?? 0n));
  }
  const lines: InvoiceLine[] = [...counts].map(([measure, amount]) => ({
    ...common,
    measure,
    amount,
  }));
  if (map.usd === undefined) return lines;
  const text = cell(map.usd).replace(/^\$/, "") || "0";
  const usd = decimalAmount(text, YOCTO_DIGITS);
  if (usd === undefined) return `column "${map.usd}": "${text}" is no amount of dollars`;
  const precise = roundedBy(text, YOCTO_DIGITS);
  return [...lines, { ...common, measure: "usd", amount: usd, roundedBy: precise }];
}
