import type { BillingMeter } from "../../core/billing-row.ts";

/** How a meter is called in a bill. Rounding is none: it is no usage. */
export interface MeterWords {
  readonly skuMeter: string;
  /** Ending of the SKU's id. */
  readonly sku: string;
  readonly consumedUnit: "Tokens" | "Requests";
  readonly pricingUnit: "1000000 Tokens" | "Requests" | "USD";
  readonly direction?: "Input" | "Output";
  readonly cacheAction?: "Read" | "Write";
  readonly isKeptLong?: true;
}

const tokens = { consumedUnit: "Tokens", pricingUnit: "1000000 Tokens" } as const;

export const meterWords: Readonly<Record<Exclude<BillingMeter, "rounding">, MeterWords>> = {
  input: { ...tokens, skuMeter: "Input Tokens", sku: "input", direction: "Input" },
  cache_read: {
    ...tokens,
    skuMeter: "Cache Read Input Tokens",
    sku: "cache-read",
    direction: "Input",
    cacheAction: "Read",
  },
  cache_write: {
    ...tokens,
    skuMeter: "Cache Write Input Tokens",
    sku: "cache-write",
    direction: "Input",
    cacheAction: "Write",
  },
  cache_write_long: {
    ...tokens,
    skuMeter: "Cache Write Input Tokens",
    sku: "cache-write-long",
    direction: "Input",
    cacheAction: "Write",
    isKeptLong: true,
  },
  output: { ...tokens, skuMeter: "Output Tokens", sku: "output", direction: "Output" },
  requests: {
    skuMeter: "Requests",
    sku: "requests",
    consumedUnit: "Requests",
    pricingUnit: "Requests",
  },
  stated: {
    skuMeter: "Requests",
    sku: "stated-cost",
    consumedUnit: "Requests",
    pricingUnit: "USD",
  },
};
