import type { ProviderName } from "./route.ts";
import type { AttemptKind } from "./step.ts";

/**
 * What is counted and paid for. `stated`: calls whose cost is given and not made of a price;
 * `rounding`: what rounding each call to a nano-dollar adds to the exact products.
 */
export const billingMeters = [
  "input",
  "cache_read",
  "cache_write",
  "cache_write_long",
  "output",
  "requests",
  "stated",
  "rounding",
] as const;
export type BillingMeter = (typeof billingMeters)[number];

/** Token kinds of a call, as meters. */
export type TokenMeter = Extract<
  BillingMeter,
  "input" | "cache_read" | "cache_write" | "cache_write_long" | "output"
>;

/** A septillionth of a US dollar: a token at any price and multiplier is a whole number of them. */
export const YOCTO_DIGITS = 24;
/** Prices are whole numbers of a quintillionth of a US dollar. */
export const ATTO_DIGITS = 18;
export const YOCTO_PER_NANO: bigint = 10n ** 15n;

/** One kind of what a call used, with its price: `quantity` × `unitPriceAtto` is exact. */
export interface CostPart {
  readonly meter: TokenMeter | "requests";
  /** Tokens, or 1 request. */
  readonly quantity: bigint;
  /** Of a million tokens, or of one request, the service tier's multiplier included. */
  readonly unitPriceAtto: bigint;
}

export type BilledAttemptKind = Exclude<AttemptKind, "first"> | "primary" | "classifier";

/** How a cost came about; `replayed`: an outcome table states it. */
export type CostBasis = "computed" | "estimated" | "replayed";

/** What calls have in common that stand in one row of a bill. */
export interface BillingKey {
  /** As the comparison names it. */
  readonly policy: string;
  /** Start of the hour, milliseconds since 1970. */
  readonly hourMs: number;
  readonly route: string;
  /** Absent: no provider was called, the policy itself states the cost. */
  readonly provider: ProviderName | undefined;
  readonly model: string;
  /** As the provider says it served; absent: the list price. */
  readonly serviceTier: string | undefined;
  /** Input size from which the price in force holds; absent: the first one. */
  readonly aboveInputTokens: number | undefined;
  readonly attemptKind: BilledAttemptKind;
  /** Who pays for the records; absent: the dataset does not say. */
  readonly owner: string | undefined;
  readonly basis: CostBasis;
}

/** Calls of known cost, of one meter. Sums over rows are exact. */
export interface BillingRow extends BillingKey {
  readonly meter: BillingMeter;
  /** Tokens or requests; 0 of `rounding`. */
  readonly quantity: bigint;
  /** Absent of `stated` and `rounding`. */
  readonly unitPriceAtto: bigint | undefined;
  readonly costYocto: bigint;
  /** Calls, on one row of each key, so that they add up. */
  readonly requests: number;
  /** Accepted outcomes that these calls answered, counted like `requests`. */
  readonly accepted: number;
  /** What these calls used, priced by kind or not: on the row that counts them, absent on others. */
  readonly tokens?: Readonly<Record<TokenMeter, bigint>>;
}

/** Calls whose cost is not known. */
export interface UnpricedRow extends BillingKey {
  readonly because: "no_price" | "unknown_service_tier" | "unknown_usage";
  readonly requests: number;
  readonly accepted: number;
  /** Known tokens of these calls. */
  readonly tokens: Readonly<Record<TokenMeter, bigint>>;
  /** Calls of which a count of tokens is missing. */
  readonly unknownCounts: number;
}

/** The bill of a run: every call of every record with a result stands in exactly one of the lists. */
export interface RunBill {
  readonly billed: readonly BillingRow[];
  readonly unpriced: readonly UnpricedRow[];
  /** Calls of records that ended without a known result: in no cost of the report either. */
  readonly leftOut: number;
}

/** A whole number of 10^-digits as a plain decimal: no exponent, no zeros at its end. */
export function decimalText(value: bigint, digits: number): string {
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
