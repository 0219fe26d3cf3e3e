import { YOCTO_DIGITS } from "../../core/billing-row.ts";
import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import type { Invoice, InvoiceLine, InvoiceMeasure } from "../../core/invoice-line.ts";
import type { Problem } from "../../core/problem.ts";
import { readSheet, type SheetRow } from "./csv-table.ts";
import { decimalAmount, roundedBy } from "./decimal-amount.ts";
import { dayOf, invoiceMoment, isLongerThanDay } from "./invoice-day.ts";

const needed = ["BilledCost", "BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd"] as const;

/**
 * A FOCUS export. Dollars are its BilledCost; tokens its ConsumedQuantity where the unit is tokens.
 * Of an export of ours only the rows of one policy are taken: it holds those of all of them.
 */
export async function readFocusInvoice(file: string, policy: string | undefined): Promise<Invoice> {
  const { names, rows } = await readSheet(file, ",");
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new HarnessError(
      "invalid-input",
      `${file}: is no FOCUS export: lacks ${missing.join(", ")}`,
      {
        hint: "name its format: --invoice-format openai, anthropic, or a column map MAP.yaml",
      },
    );
  }
  const isOurs = names.includes("x_Arm") && policy !== undefined;
  const problems: Problem[] = [];
  const lines: InvoiceLine[] = [];
  for (const row of rows) {
    if (isOurs && plainCell(row.cells.get("x_Arm")) !== policy) continue;
    const read = linesOf(row);
    if (typeof read === "string") {
      problems.push({ file, line: row.line, column: undefined, message: read, hint: undefined });
    } else lines.push(...read);
  }
  if (problems.length > 0) throw invalidInput(file, problems);
  return {
    lines,
    days: new Set(lines.map(({ day }) => day)),
    measures: new Set(lines.map(({ measure }) => measure)),
    notes: [],
  };
}

function linesOf({ cells }: SheetRow): readonly InvoiceLine[] | string {
  const cell = (name: string): string => cells.get(name)?.trim() ?? "";
  const from = invoiceMoment(cell("ChargePeriodStart"));
  const to = invoiceMoment(cell("ChargePeriodEnd"));
  if (from === undefined || to === undefined) return "ChargePeriodStart or -End is no time";
  if (isLongerThanDay(from, to)) {
    return "covers more than a day, which cannot be reconciled by day";
  }
  if (cell("BillingCurrency") !== "USD") {
    return `is in ${cell("BillingCurrency") || "no currency"}; ours is in US dollars`;
  }
  const usd = decimalAmount(cell("BilledCost"), YOCTO_DIGITS);
  if (usd === undefined) return `BilledCost "${cell("BilledCost")}" is no amount`;
  const details = detailsOf(cell("SkuPriceDetails"));
  const common = { day: dayOf(from), model: modelOf(details, cell) };
  const precise = roundedBy(cell("BilledCost"), YOCTO_DIGITS);
  const lines: InvoiceLine[] = [{ ...common, measure: "usd", amount: usd, roundedBy: precise }];
  const measure = tokenMeasure(details, cell("SkuMeter"));
  const unit = tokensPerUnit(cell("ConsumedUnit"));
  if (unit !== undefined && measure !== undefined && cell("ConsumedQuantity") !== "") {
    const millionths = decimalAmount(cell("ConsumedQuantity"), MILLIONTH_DIGITS);
    if (millionths === undefined) return `ConsumedQuantity is no number`;
    lines.push({ ...common, measure, amount: (millionths * unit) / MILLION });
  }
  const requests = decimalAmount(cell("x_Requests"), 0);
  if (requests !== undefined) lines.push({ ...common, measure: "requests", amount: requests });
  return lines;
}

const MILLIONTH_DIGITS = 6;
const MILLION = 1_000_000n;

/** Tokens of one unit such as `Tokens`, `1000 Tokens` or `1K Tokens`; undefined: no tokens. */
function tokensPerUnit(unit: string): bigint | undefined {
  const match = /^(?:(\d+) ?(K|M)? )?tokens?$/i.exec(unit);
  if (match === null) return undefined;
  const [, size = "1", scale = ""] = match;
  return BigInt(size) * ({ K: 1000n, M: MILLION }[scale.toUpperCase()] ?? 1n);
}

function tokenMeasure(
  details: Readonly<Record<string, unknown>>,
  meter: string,
): InvoiceMeasure | undefined {
  const of = (name: string): string => {
    const value = details[`x_${name}`] ?? details[name];
    return typeof value === "string" ? value : "";
  };
  const words = `${of("TokenDirection")} ${of("TokenCacheAction")} ${meter}`.toLowerCase();
  if (/\bwrite|\bcreation/.test(words)) return "cache_write_tokens";
  if (/\bread\b|\bcached?\b/.test(words)) return "cache_read_tokens";
  if (/\boutput\b|\bcompletion/.test(words)) return "output_tokens";
  return /\binput\b|\bprompt/.test(words) ? "input_tokens" : undefined;
}

function modelOf(
  details: Readonly<Record<string, unknown>>,
  cell: (name: string) => string,
): string | undefined {
  const named = details["x_ModelId"] ?? details["ModelId"];
  const found = typeof named === "string" ? named : plainCell(cell("x_ModelId"));
  return found === "" ? undefined : found;
}

function detailsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = text === "" ? {} : JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A text as it was before an apostrophe kept spreadsheets from computing it. */
function plainCell(text: string | undefined): string {
  return (text ?? "").replace(/^'(?=[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])/u, "");
}
