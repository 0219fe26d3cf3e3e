import type { PriceSource } from "../../core/route.ts";
import type { RunPrice, RunTokenPrices } from "../../core/run-manifest.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, plainDecimal, usdText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

const sourceWords: Readonly<Record<PriceSource, string>> = {
  route: "registry",
  prices_file: "prices file",
  catalog: "catalog",
  catalog_inferred: "catalog, inferred",
};

const header = [
  "route",
  "input, per million tokens",
  "cached input",
  "cache write",
  "output",
  "per request",
  "from",
];

/** The prices that costs were computed with; a tier by input size has a row of its own. */
export function prices({ manifest }: RunReport, rows: number): string {
  const entries = Object.entries(manifest.prices);
  if (entries.length === 0) return "No route has a price.";
  const { shown, note } = cutList(entries, rows, "prices");
  const cells = shown.flatMap(([route, price]) =>
    price === null
      ? [[inert(route), "no price", "–", "–", "–", "–", "–"]]
      : priceRows(inert(route), price),
  );
  return table(header, cells) + note.replace("comparison.json", "run.json");
}

function priceRows(route: string, price: RunPrice): readonly (readonly string[])[] {
  // Runs from before prices had sources knew one alone.
  const from = [sourceWords[price.source ?? "route"] ?? "–", ...multiplierWords(price)].join("; ");
  return [
    [route, ...tokenCells(price), usdText(price.per_request_usd), from],
    ...(price.tiers ?? []).map((tier) => [
      `${route}, above ${countText(tier.above_input_tokens)} tokens`,
      ...tokenCells(tier),
      usdText(price.per_request_usd),
      from,
    ]),
  ];
}

function tokenCells(prices: RunTokenPrices): readonly string[] {
  const { cache_write_per_mtok_usd: written, cache_write_long_per_mtok_usd: long } = prices;
  const cell = (usd: number | null | undefined): string =>
    usd === null || usd === undefined ? "–" : usdText(usd);
  return [
    cell(prices.input_per_mtok_usd),
    cell(prices.cached_input_per_mtok_usd),
    long === undefined ? cell(written) : `${cell(written)}, kept long ${cell(long)}`,
    cell(prices.output_per_mtok_usd),
  ];
}

function multiplierWords({ multipliers = {} }: RunPrice): readonly string[] {
  return Object.entries(multipliers).map(([tier, by]) => `${inert(tier)} ×${plainDecimal(by)}`);
}
