import type { ConditionalPrice, ModelInfo, ModelPrice } from "@pydantic/genai-prices";
import { nanoUsdFromUsd, usdFromNanoUsd } from "../core/money.ts";
import type { Price, TokenPrices } from "../core/route.ts";

type Amount = ModelPrice[string];

const tokenKeys = [
  "input_mtok",
  "cache_read_mtok",
  "cache_write_mtok",
  "cache_write_1h_mtok",
  "output_mtok",
] as const;

/** Thousands of requests. */
const requestKey = "requests_kcount";

/**
 * Prices of what no request of ours brings about: searches by the provider, and input that is not
 * text. Output of another kind is not among them: an answer does not say which it was.
 */
const neverUsed = /^(?:(?:web|storage|social|rerank)_searches_kcount|code_executions_kcount)$/;
const otherInput = /^(?:input|cache)_(?:audio|image|video)_(?:read_)?mtok$/;

/**
 * An entry's price at a moment (milliseconds since 1970), as whole nano-dollars.
 * Absent: it has none, or one that cannot be expressed here, such as a price by the hour of the
 * day.
 */
export function priceOfEntry({ prices }: ModelInfo, atMs: number): Price | undefined {
  const list = Array.isArray(prices) ? priceAt(prices, atMs) : prices;
  if (list === undefined) return undefined;
  const entries = Object.entries(list).filter(([, amount]) => amount !== undefined);
  const isExpressible = entries.every(
    ([key]) =>
      key === requestKey ||
      (tokenKeys as readonly string[]).includes(key) ||
      neverUsed.test(key) ||
      otherInput.test(key),
  );
  return isExpressible ? expressed(list) : undefined;
}

/** The last entry that has begun, as the catalog means it. */
function priceAt(prices: readonly ConditionalPrice[], atMs: number): ModelPrice | undefined {
  if (prices.some(({ constraint }) => constraint !== undefined && isHourly(constraint))) {
    return undefined;
  }
  return prices.findLast(({ constraint }) => {
    if (constraint === undefined) return true;
    return constraint.type === "start_date" && atMs >= Date.parse(constraint.start_date);
  })?.prices;
}

function isHourly({ type }: NonNullable<ConditionalPrice["constraint"]>): boolean {
  return type !== "start_date";
}

function expressed(list: ModelPrice): Price | undefined {
  const base = tokenPricesAbove(list, undefined);
  const starts = [...new Set(tokenKeys.flatMap((key) => tierStarts(list[key])))];
  const tiers = starts
    .toSorted((one, other) => one - other)
    .map((start) => ({ start, prices: tokenPricesAbove(list, start) }));
  const perRequest = perRequestNanoUsd(list[requestKey]);
  if (base === undefined || perRequest === undefined) return undefined;
  const hasPrice = Object.values(base).some((perMtok) => perMtok !== undefined);
  // An entry without any price says that nobody knows it, not that it is free.
  if (!hasPrice && perRequest === 0) return undefined;
  const above = tiers.flatMap(({ start, prices }) =>
    prices === undefined ? [] : [{ ...prices, aboveInputTokens: start }],
  );
  if (above.length < tiers.length) return undefined;
  return {
    ...base,
    perRequestNanoUsd: perRequest,
    ...(above.length > 0 && { tiers: above }),
  };
}

function tierStarts(amount: Amount): readonly number[] {
  return typeof amount === "object" ? amount.tiers.map(({ start }) => start) : [];
}

/** Absent where an amount is not a whole number of nano-dollars. */
function tokenPricesAbove(list: ModelPrice, start: number | undefined): TokenPrices | undefined {
  const nano = tokenKeys.map((key) => wholeNanoUsd(usdAbove(list[key], start)));
  if (nano.includes("inexpressible")) return undefined;
  const [input, read, write, writeLong, output] = nano as readonly (number | undefined)[];
  return {
    inputNanoUsdPerMtok: input,
    cachedInputNanoUsdPerMtok: read,
    ...(write !== undefined && { cacheWriteNanoUsdPerMtok: write }),
    ...(writeLong !== undefined && { cacheWriteLongNanoUsdPerMtok: writeLong }),
    outputNanoUsdPerMtok: output,
  };
}

/** What an amount is for inputs just above a tier's start; with none, below all tiers. */
function usdAbove(amount: Amount, start: number | undefined): number | undefined {
  if (typeof amount !== "object") return amount;
  const passed = amount.tiers.filter((tier) => start !== undefined && tier.start <= start);
  return passed.toSorted((one, other) => other.start - one.start)[0]?.price ?? amount.base;
}

function wholeNanoUsd(usd: number | undefined): number | "inexpressible" | undefined {
  if (usd === undefined) return undefined;
  const nano = nanoUsdFromUsd(usd);
  return usd >= 0 && usdFromNanoUsd(nano) === usd ? nano : "inexpressible";
}

function perRequestNanoUsd(amount: Amount): number | undefined {
  if (amount === undefined) return 0;
  const perThousand = typeof amount === "number" ? wholeNanoUsd(amount) : undefined;
  if (typeof perThousand !== "number" || perThousand % 1000 !== 0) return undefined;
  return perThousand / 1000;
}
