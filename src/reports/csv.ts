import { stringify } from "csv-stringify/sync";
import type { Metrics } from "../core/metrics.ts";
import { NANO_USD } from "../core/money.ts";
import { armsOf } from "./arms.ts";
import { isCostUnknown } from "./cost-text.ts";
import { inertCell } from "./csv-text.ts";
import { plainDecimal } from "./numbers.ts";
import type { RunReport } from "./run-report.ts";

type Cell = string | number | null;

/** What names the rest of a dimension: records without a tag, an owner, a route or an answer. */
const UNASSIGNED = "(none)";

type Read = (metrics: Metrics) => number | null;

/** Every column, in order: the text that names a row comes before the numbers. */
const columns: readonly (readonly [string, Read])[] = [
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
  ["reported_cost_usd", ({ cost }) => cost.reported_cost_usd ?? null],
  ["reported_cost_attempts", reportedAttempts],
  ["classifier_usd", ({ cost }) => cost.classifier_usd ?? null],
];

/** Columns that cannot be added up: the rest of a dimension has none. */
const ratios: ReadonlySet<string> = new Set([
  "cost_per_accepted_usd",
  "cost_per_accepted_lower_usd",
  "cost_per_accepted_upper_usd",
]);

/** Amounts that are absent where nothing was counted for them: a part without one takes nothing. */
const counters: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["reported_cost_usd", reportedAttempts],
  ["classifier_usd", ({ cost, records }) => (cost.classifier_usd === undefined ? 0 : records)],
]);

/**
 * `cost.csv`: a row a policy, and a row for each of its routes, segments and owners. What belongs
 * to none of them has a row of its own, so that each dimension adds up to the policy.
 */
export function renderCsv(report: RunReport): string {
  const rows = armsOf(report).flatMap(({ name: policy, metrics }) => {
    const { overall } = metrics;
    const row = (names: readonly string[], cells: readonly Cell[]): readonly Cell[] => [
      ...[policy, ...names].map(inertCell),
      ...cells,
    ];
    const split = (
      dimension: string,
      table: Readonly<Record<string, Metrics>>,
      namesOf: (name: string) => readonly string[],
    ) => {
      const parts = Object.entries(table);
      const rest = restOf(
        overall,
        parts.map(([, part]) => part),
      );
      return [
        ...parts.map(([name, part]) => row([dimension, ...namesOf(name)], cellsOf(part))),
        ...(rest === undefined ? [] : [row([dimension, ...namesOf(UNASSIGNED)], rest)]),
      ];
    };
    const named = (name: string) => [name, ""];
    return [
      row(["overall", "", ""], cellsOf(overall)),
      ...split("route", metrics.routes, named),
      ...split("served_route", metrics.served_routes, named),
      ...Object.entries(metrics.segments).flatMap(([tag, values]) =>
        split("segment", values, (value) => [tag, value]),
      ),
      ...(Object.keys(metrics.owners).length === 0 ? [] : split("owner", metrics.owners, named)),
    ];
  });
  const header = ["policy", "dimension", "name", "value", ...columns.map(([name]) => name)];
  return stringify([header, ...rows], { cast: { number: plainDecimal } });
}

function cellsOf(metrics: Metrics): readonly Cell[] {
  return columns.map(([, read]) => read(metrics));
}

/** The whole less its parts, column by column; undefined where the parts hold every record. */
function restOf(whole: Metrics, parts: readonly Metrics[]): readonly Cell[] | undefined {
  const less = (read: Read, missing: 0 | null = null): number | null =>
    parts.reduce<number | null>((rest, part) => {
      const value = read(part) ?? missing;
      return rest === null || value === null ? null : rest - value;
    }, read(whole));
  if ((less(({ records }) => records) ?? 0) <= 0) return undefined;
  return columns.map(([name, read]) => {
    const counter = counters.get(name);
    const isAbsent = ratios.has(name) || (counter !== undefined && less(counter) === 0);
    const rest = isAbsent ? null : less(read, counter === undefined ? null : 0);
    // Dollars are whole nano-dollars: what a subtraction of doubles adds is no amount.
    return rest === null ? null : Math.round(rest * NANO_USD) / NANO_USD;
  });
}

/** Null where not one attempt's cost is known; else the known part, with the unknown counted. */
function amount(metrics: Metrics, usd: number): number | null {
  return isCostUnknown(metrics) ? null : usd;
}

function tokens({ tokens: found, attempts }: Metrics, kind: TokenKind): number | null {
  return attempts > 0 && found.unknown_attempts >= attempts ? null : found[kind];
}

function reportedAttempts({ cost }: Metrics): number {
  return cost.reported_attempts ?? 0;
}

type TokenKind = Exclude<keyof Metrics["tokens"], "unknown_attempts">;
