import type { PriceSource } from "../../core/route.ts";
import type { RunPrice, RunTokenPrices } from "../../core/run-manifest.ts";
import { plain } from "../number-spans.ts";
import { countText, plainDecimal } from "../numbers.ts";
import { entriesOf, itemsOf, manifestPlace, type Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { listed, own, type Word, type Words, words } from "../words.ts";
import { type Block, firstRows, paragraph, table } from "./part.ts";

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
export function prices(report: RunReport, rows: number): Block {
  const entries = entriesOf(manifestPlace(report).at("prices"));
  if (entries.length === 0) return paragraph(words`No route has a price.`);
  const { shown, leftOut } = firstRows(entries, rows, "prices", "run.json");
  const cells = shown.flatMap(([route, price]) => priceRows(route, price));
  return table("The prices that costs were computed with", header.map(own), cells, leftOut);
}

function priceRows(route: string, found: Place<RunPrice | null>): readonly (readonly Word[])[] {
  if (found.value === null) {
    return [[route, own("no price"), ...["–", "–", "–", "–", "–"].map(own)]];
  }
  const price = found as Place<RunPrice>;
  // Runs from before prices had sources knew one alone.
  const source = own(sourceWords[price.value.source ?? "route"] ?? "–");
  const from = listed([source, ...multiplierWords(price.value)], "; ");
  const perRequest = plain(price.at("per_request_usd"), "usd");
  const tiers = price.find("tiers");
  return [
    [route, ...tokenCells(price), perRequest, from],
    ...(tiers === undefined ? [] : itemsOf(tiers)).map((tier) => [
      words`${route}, above ${own(countText(tier.value.above_input_tokens))} tokens`,
      ...tokenCells(tier),
      perRequest,
      from,
    ]),
  ];
}

type TokenPrice = keyof RunTokenPrices;

function tokenCells(prices: Place<RunTokenPrices>): readonly Word[] {
  const cell = (key: TokenPrice): Word => {
    const usd = prices.find(key);
    return usd === undefined ? own("–") : plain(usd, "usd");
  };
  const written = cell("cache_write_per_mtok_usd");
  const long = prices.value.cache_write_long_per_mtok_usd;
  return [
    cell("input_per_mtok_usd"),
    cell("cached_input_per_mtok_usd"),
    long === undefined
      ? written
      : words`${written}, kept long ${cell("cache_write_long_per_mtok_usd")}`,
    cell("output_per_mtok_usd"),
  ];
}

function multiplierWords({ multipliers = {} }: RunPrice): readonly Words[] {
  return Object.entries(multipliers).map(([tier, by]) => words`${tier} ×${own(plainDecimal(by))}`);
}
