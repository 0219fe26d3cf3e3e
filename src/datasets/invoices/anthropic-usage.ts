import { YOCTO_DIGITS } from "../../core/billing-row.ts";
import { invalidInput } from "../../core/harness-error.ts";
import type { Invoice, InvoiceLine, InvoiceMeasure } from "../../core/invoice-line.ts";
import { z } from "../../documents/shape.ts";
import type { SourceDocument } from "../../documents/source-document.ts";
import { decimalAmount, roundedBy } from "./decimal-amount.ts";
import { invoiceMoment } from "./invoice-day.ts";
import { bucketDay, readPages } from "./usage-pages.ts";

const count = z.int().min(0).nullish();
const name = z.string().nullish();

const result = z.looseObject({
  uncached_input_tokens: count,
  cache_read_input_tokens: count,
  cache_creation: z
    .looseObject({ ephemeral_1h_input_tokens: count, ephemeral_5m_input_tokens: count })
    .nullish(),
  output_tokens: count,
  model: name,
  service_tier: name,
  amount: z.union([z.string(), z.number()]).nullish(),
  currency: name,
});

const moment = z.string().refine((text) => invoiceMoment(text) !== undefined, {
  error: "expected a time such as 2026-11-21T00:00:00Z",
});
const bucket = z.looseObject({
  starting_at: moment,
  ending_at: moment.optional(),
  results: z.array(result),
});

/** Amounts come in cents. */
const CENT_DIGITS = 2;

/** Anthropic's usage report of messages, or its cost report, whose amounts are decimal cents. */
export function readAnthropicUsage(document: SourceDocument): Invoice {
  const lines: InvoiceLine[] = [];
  const days = new Set<string>();
  const measures = new Set<InvoiceMeasure>();
  for (const { data, path } of readPages(document, bucket)) {
    for (const [index, { starting_at: from, ending_at: to, results }] of data.entries()) {
      const at = [...path, "data", index];
      const fromMs = invoiceMoment(from) ?? 0;
      const day = bucketDay(document, at, fromMs, to === undefined ? to : invoiceMoment(to));
      days.add(day);
      for (const [position, found] of results.entries()) {
        const place = [...at, "results", position];
        const told =
          found.amount === undefined || found.amount === null
            ? tokenLines(found, day)
            : [costLine(found, String(found.amount), day, document, place)];
        for (const line of told) {
          measures.add(line.measure);
          lines.push(line);
        }
      }
    }
  }
  return { lines, days, measures, providers: new Set(["anthropic"]), notes: [] };
}

type Result = z.output<typeof result>;

function tokenLines(found: Result, day: string): readonly InvoiceLine[] {
  const { cache_creation: created } = found;
  const written =
    (created?.ephemeral_1h_input_tokens ?? 0) + (created?.ephemeral_5m_input_tokens ?? 0);
  const amounts: readonly (readonly [InvoiceMeasure, number])[] = [
    ["input_tokens", found.uncached_input_tokens ?? 0],
    ["cache_read_tokens", found.cache_read_input_tokens ?? 0],
    ["cache_write_tokens", written],
    ["output_tokens", found.output_tokens ?? 0],
  ];
  return amounts.map(([measure, amount]) => ({
    ...commonOf(found, day),
    measure,
    amount: BigInt(amount),
  }));
}

function costLine(
  found: Result,
  text: string,
  day: string,
  document: SourceDocument,
  path: readonly (string | number)[],
): InvoiceLine {
  const currency = found.currency ?? "USD";
  const cents = decimalAmount(text, YOCTO_DIGITS - CENT_DIGITS);
  if (cents === undefined || currency.toUpperCase() !== "USD") {
    const { file } = document;
    const message =
      cents === undefined ? `"${text}" is no amount` : `is in ${currency}; ours is in US dollars`;
    throw invalidInput(file, [{ file, ...document.locate(path), message, hint: undefined }]);
  }
  const line = { ...commonOf(found, day), measure: "usd" as const, amount: cents };
  return { ...line, roundedBy: roundedBy(text, YOCTO_DIGITS - CENT_DIGITS) };
}

function commonOf(
  { model, service_tier: tier }: Result,
  day: string,
): Pick<InvoiceLine, "day" | "model" | "isBatch"> {
  return { day, model: model ?? undefined, isBatch: tier === "batch" };
}
