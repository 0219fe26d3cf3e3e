import { ATTO_DIGITS, decimalText, YOCTO_DIGITS, type BillingRow } from "../../core/billing-row.ts";
import type { FocusContext } from "./focus-context.ts";
import type { FocusColumn } from "./focus-version.ts";
import { meterWords, type MeterWords } from "./meters.ts";
import { vendorOf, type Vendor } from "./vendors.ts";

/** A cell; null is an empty one. Numbers are texts already: none may lose a digit. */
export type Cell = {
  readonly kind: "text" | "number" | "time" | "json";
  readonly text: string;
} | null;

/** A row of the bill with what its cells are made of. */
export interface FocusRow {
  readonly row: BillingRow;
  readonly context: FocusContext;
  /** Undefined: the row is a rounding, which uses and prices nothing. */
  readonly words: MeterWords | undefined;
  readonly vendor: Vendor;
}

export function focusRow(row: BillingRow, context: FocusContext): FocusRow {
  const words = row.meter === "rounding" ? undefined : meterWords[row.meter];
  return { row, context, words, vendor: vendorOf(row.provider) };
}

export const text = (value: string): Cell => ({ kind: "text", text: value });
const number = (value: string): Cell => ({ kind: "number", text: value });
const json = (value: object): Cell => ({ kind: "json", text: JSON.stringify(value) });
const time = (ms: number): Cell => ({
  kind: "time",
  text: new Date(ms).toISOString().replace(".000Z", "Z"),
});

const HOUR_MS = 3_600_000;
const MTOK_DIGITS = 6;

const cost = ({ row }: FocusRow): Cell => number(decimalText(row.costYocto, YOCTO_DIGITS));

/** Every FOCUS column of any version that is written, by its id. */
export const focusCells: Readonly<Record<FocusColumn, (row: FocusRow) => Cell>> = {
  BilledCost: cost,
  BillingAccountId: ({ context }) => text(context.billingAccountId),
  BillingAccountName: ({ context }) => text(context.billingAccountName),
  BillingCurrency: () => text("USD"),
  BillingPeriodEnd: ({ row }) => time(monthStart(row.hourMs, 1)),
  BillingPeriodStart: ({ row }) => time(monthStart(row.hourMs, 0)),
  ChargeCategory: ({ words }) => text(words === undefined ? "Adjustment" : "Usage"),
  ChargeClass: () => null,
  ChargeDescription: (row) => text(description(row)),
  ChargeFrequency: ({ words }) => text(words === undefined ? "One-Time" : "Usage-Based"),
  ChargePeriodEnd: ({ row }) => time(row.hourMs + HOUR_MS),
  ChargePeriodStart: ({ row }) => time(row.hourMs),
  ConsumedQuantity: ({ row, words }) => (words ? number(row.quantity.toString()) : null),
  ConsumedUnit: ({ words }) => (words ? text(words.consumedUnit) : null),
  ContractedCost: cost,
  ContractedUnitPrice: unitPrice,
  EffectiveCost: cost,
  HostProviderName: ({ vendor }) => (vendor.isHost ? text(vendor.company) : null),
  InvoiceDetailId: () => null,
  InvoiceId: () => null,
  InvoiceIssuerName: ({ vendor }) => text(vendor.company),
  ListCost: cost,
  ListUnitPrice: unitPrice,
  PricingCategory: ({ words }) => (words ? text("Standard") : null),
  PricingQuantity: pricingQuantity,
  PricingUnit: ({ words }) => (words ? text(words.pricingUnit) : null),
  ProviderName: ({ vendor }) => text(vendor.company),
  PublisherName: ({ vendor }) => text(vendor.company),
  ResourceId: ({ row }) => text(row.route),
  ResourceName: ({ row }) => text(row.route),
  ResourceType: () => text("LLM route"),
  ServiceCategory: () => text("AI and Machine Learning"),
  ServiceName: ({ vendor }) => text(vendor.service),
  ServiceProviderName: ({ vendor }) => text(vendor.company),
  ServiceSubcategory: () => text("Generative AI"),
  SkuId: ({ row, words }) => (words ? text(`${row.model}-${words.sku}`) : null),
  SkuMeter: ({ words }) => (words ? text(words.skuMeter) : null),
  SkuPriceDetails: ({ row, words }) =>
    words
      ? json({
          x_ModelId: row.model,
          ...(words.direction && { x_TokenDirection: words.direction }),
          ...(words.cacheAction && { x_TokenCacheAction: words.cacheAction }),
          ...(words.isKeptLong && { x_CacheRetention: "Long" }),
          ...(row.serviceTier !== undefined && { x_ServiceTier: row.serviceTier }),
          ...(row.aboveInputTokens !== undefined && {
            x_AboveInputTokens: row.aboveInputTokens,
          }),
        })
      : null,
  SkuPriceId: ({ row, words }) =>
    words
      ? text(
          [
            row.model,
            row.route,
            words.sku,
            ...(row.serviceTier === undefined ? [] : [row.serviceTier]),
            ...(row.aboveInputTokens === undefined ? [] : [`above-${row.aboveInputTokens}`]),
          ].join("/"),
        )
      : null,
  SubAccountId: ({ row }) => (row.owner === undefined ? null : text(row.owner)),
  SubAccountName: ({ row }) => (row.owner === undefined ? null : text(row.owner)),
  Tags: ({ row, context }) =>
    json({ env: "eval", policy: context.policies.get(row.policy)?.name ?? row.policy }),
};

/** Of the pricing unit; what states its cost by itself is priced in dollars, at 1 each. */
function unitPrice({ row, words }: FocusRow): Cell {
  if (words === undefined) return null;
  return number(
    row.unitPriceAtto === undefined ? "1" : decimalText(row.unitPriceAtto, ATTO_DIGITS),
  );
}

function pricingQuantity({ row, words }: FocusRow): Cell {
  if (words === undefined) return null;
  if (row.meter === "stated") return number(decimalText(row.costYocto, YOCTO_DIGITS));
  if (row.meter === "requests") return number(row.quantity.toString());
  return number(decimalText(row.quantity, MTOK_DIGITS));
}

function description({ row, words }: FocusRow): string {
  const what = `${row.model}, route ${row.route}`;
  if (words === undefined) {
    return `Estimated rounding of each call to a billionth of a dollar for ${what}`;
  }
  const stated = row.meter === "stated" ? " at the cost stated with them" : "";
  return `Estimated ${words.skuMeter.toLowerCase()}${stated} for ${what}`;
}

/** Start of the calendar month, or of one after it, UTC. */
function monthStart(ms: number, months: number): number {
  const at = new Date(ms);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1);
}
