import type { Invoice, InvoiceLine, InvoiceMeasure } from "../../core/invoice-line.ts";
import { YOCTO_DIGITS } from "../../core/billing-row.ts";
import { invalidInput } from "../../core/harness-error.ts";
import { z } from "../../documents/shape.ts";
import type { SourceDocument } from "../../documents/source-document.ts";
import { decimalAmount, roundedBy } from "./decimal-amount.ts";
import { bucketDay, readPages } from "./usage-pages.ts";

const count = z.int().min(0).nullish();
const name = z.string().nullish();

const result = z.looseObject({
  object: z.string(),
  input_tokens: count,
  input_cached_tokens: count,
  input_cache_write_tokens: count,
  output_tokens: count,
  num_model_requests: count,
  model: name,
  batch: z.boolean().nullish(),
  service_tier: name,
  line_item: name,
  amount: z
    .looseObject({ value: z.union([z.number(), z.string()]).optional(), currency: name })
    .nullish(),
});

const bucket = z.looseObject({
  start_time: z.int().min(0),
  end_time: z.int().min(0).optional(),
  results: z.array(result),
});

const COMPLETIONS = "organization.usage.completions.result";
const COSTS = "organization.costs.result";
const tokenMeasures = [
  "input_tokens",
  "cache_read_tokens",
  "cache_write_tokens",
  "output_tokens",
  "requests",
] as const;

/**
 * OpenAI's organization usage (completions) or costs. Its input tokens hold the cached and the
 * written ones, which have measures of their own here.
 */
export function readOpenaiUsage(document: SourceDocument): Invoice {
  const lines: InvoiceLine[] = [];
  const days = new Set<string>();
  const measures = new Set<InvoiceMeasure>();
  const others = new Map<string, number>();
  for (const { data, path } of readPages(document, bucket)) {
    for (const [index, { start_time: from, end_time: to, results }] of data.entries()) {
      const at = [...path, "data", index];
      const day = bucketDay(document, at, from * 1000, to === undefined ? undefined : to * 1000);
      days.add(day);
      for (const [position, found] of results.entries()) {
        const place = [...at, "results", position];
        if (found.object === COMPLETIONS) {
          for (const measure of tokenMeasures) measures.add(measure);
          lines.push(...tokenLines(found, day, document, place));
        } else if (found.object === COSTS) {
          measures.add("usd");
          lines.push(costLine(found, day, document, place));
        } else others.set(found.object, (others.get(found.object) ?? 0) + 1);
      }
    }
  }
  const notes = [...others].map(([kind, n]) => `${n} results of ${kind} are left out`);
  return { lines, days, measures, providers: new Set(["openai"]), notes };
}

type Result = z.output<typeof result>;

function tokenLines(
  found: Result,
  day: string,
  document: SourceDocument,
  path: readonly (string | number)[],
): readonly InvoiceLine[] {
  const read = found.input_cached_tokens ?? 0;
  const written = found.input_cache_write_tokens ?? 0;
  const input = (found.input_tokens ?? 0) - read - written;
  if (input < 0) {
    throw problemAt(document, path, "counts more cached and written tokens than input tokens");
  }
  const isBatch = found.batch === true || found.service_tier === "batch";
  const amounts: readonly (readonly [InvoiceMeasure, number])[] = [
    ["input_tokens", input],
    ["cache_read_tokens", read],
    ["cache_write_tokens", written],
    ["output_tokens", found.output_tokens ?? 0],
    ["requests", found.num_model_requests ?? 0],
  ];
  return amounts.map(([measure, amount]) => ({
    day,
    model: found.model ?? undefined,
    measure,
    amount: BigInt(amount),
    isBatch,
  }));
}

function costLine(
  { amount, line_item: item }: Result,
  day: string,
  document: SourceDocument,
  path: readonly (string | number)[],
): InvoiceLine {
  const currency = amount?.currency ?? "usd";
  if (currency.toLowerCase() !== "usd") {
    throw problemAt(document, path, `is in ${currency.toUpperCase()}; ours is in US dollars`);
  }
  const text = String(amount?.value ?? 0);
  const usd = decimalAmount(text, YOCTO_DIGITS);
  if (usd === undefined) throw problemAt(document, path, `"${text}" is no amount`);
  // A line item reads "MODEL, what was used": the model itself has no comma.
  const model = item?.split(",")[0]?.trim();
  return {
    day,
    model: model === "" ? undefined : model,
    measure: "usd",
    amount: usd,
    isBatch: item !== null && item !== undefined && /\bbatch\b/i.test(item),
    roundedBy: roundedBy(text, YOCTO_DIGITS),
  };
}

function problemAt(
  document: SourceDocument,
  path: readonly (string | number)[],
  message: string,
): Error {
  const { file } = document;
  return invalidInput(file, [{ file, ...document.locate(path), message, hint: undefined }]);
}
