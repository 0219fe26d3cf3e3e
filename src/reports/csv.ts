import { stringify } from "csv-stringify/sync";
import type { Metrics } from "../core/comparison.ts";
import { armsOf } from "./arms.ts";
import { isCostUnknown } from "./cost-text.ts";
import { inertCell } from "./csv-text.ts";
import { plainDecimal } from "./numbers.ts";
import type { RunReport } from "./run-report.ts";

type Cell = string | number | null;

/** Every column, in order: the text that names a row comes before the numbers. */
const columns: readonly (readonly [string, (metrics: Metrics) => number | null])[] = [
  ["records", ({ records }) => records],
  ["attempts", ({ attempts }) => attempts],
  ["tokens_input_uncached", (metrics) => tokens(metrics, "input_uncached")],
  ["tokens_input_cache_read", (metrics) => tokens(metrics, "input_cache_read")],
  ["tokens_input_cache_write", (metrics) => tokens(metrics, "input_cache_write")],
  ["tokens_output", (metrics) => tokens(metrics, "output")],
  ["tokens_output_reasoning", (metrics) => tokens(metrics, "output_reasoning")],
  ["cost_usd", (metrics) => amount(metrics, metrics.cost.total_usd)],
  ["accepted", ({ accepted }) => accepted],
  ["cost_per_accepted_usd", ({ cost }) => cost.per_accepted_usd.value],
  ["cost_per_accepted_lower_usd", ({ cost }) => cost.per_accepted_usd.lower],
  ["cost_per_accepted_upper_usd", ({ cost }) => cost.per_accepted_usd.upper],
  ["not_accepted_cost_usd", (metrics) => amount(metrics, metrics.cost.not_accepted_usd)],
  ["retries_usd", (metrics) => amount(metrics, metrics.cost.retries_usd)],
  ["fallbacks_usd", (metrics) => amount(metrics, metrics.cost.fallbacks_usd)],
  ["escalations_usd", (metrics) => amount(metrics, metrics.cost.escalations_usd)],
  ["unknown_cost_attempts", ({ cost }) => cost.unknown_attempts],
  ["unknown_token_attempts", (metrics) => metrics.tokens.unknown_attempts],
];

/** `cost.csv`: a row a policy, and a row for each of its routes, segments and owners. */
export function renderCsv(report: RunReport): string {
  const rows = armsOf(report).flatMap(({ name: policy, metrics }) => {
    const row = (dimension: string, name: string, value: string, of: Metrics): readonly Cell[] => [
      ...[policy, dimension, name, value].map(inertCell),
      ...columns.map(([, read]) => read(of)),
    ];
    const named = (dimension: string, table: Readonly<Record<string, Metrics>>) =>
      Object.entries(table).map(([name, of]) => row(dimension, name, "", of));
    return [
      row("overall", "", "", metrics.overall),
      ...named("route", metrics.routes),
      ...named("served_route", metrics.served_routes),
      ...Object.entries(metrics.segments).flatMap(([tag, values]) =>
        Object.entries(values).map(([value, of]) => row("segment", tag, value, of)),
      ),
      ...named("owner", metrics.owners),
    ];
  });
  const header = ["policy", "dimension", "name", "value", ...columns.map(([name]) => name)];
  return stringify([header, ...rows], { cast: { number: plainDecimal } });
}

/** Null where not one attempt's cost is known; else the known part, with the unknown counted. */
function amount(metrics: Metrics, usd: number): number | null {
  return isCostUnknown(metrics) ? null : usd;
}

function tokens({ tokens: found, attempts }: Metrics, kind: TokenKind): number | null {
  return attempts > 0 && found.unknown_attempts >= attempts ? null : found[kind];
}

type TokenKind = Exclude<keyof Metrics["tokens"], "unknown_attempts">;
