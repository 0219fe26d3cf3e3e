import type { UnpricedRow } from "../../core/billing-row.ts";
import { text, type Cell } from "./focus-cells.ts";
import { csvOf } from "./focus-csv.ts";
import type { FocusContext } from "./focus-context.ts";
import { ownColumns } from "./own-columns.ts";
import { vendorOf } from "./vendors.ts";

const HOUR_MS = 3_600_000;

const count = (value: bigint | number): Cell => ({ kind: "number", text: value.toString() });
const time = (ms: number): Cell => ({
  kind: "time",
  text: new Date(ms).toISOString().replace(".000Z", "Z"),
});

const reasons: Readonly<Record<UnpricedRow["because"], string>> = {
  no_price: "the route has no price for what was used",
  unknown_service_tier: "the price says nothing of the service tier",
  unknown_usage: "a count of tokens is not known",
};

const columns: readonly (readonly [string, (row: UnpricedRow) => Cell])[] = [
  ["ChargePeriodStart", ({ hourMs }) => time(hourMs)],
  ["ChargePeriodEnd", ({ hourMs }) => time(hourMs + HOUR_MS)],
  ["ServiceProviderName", ({ provider }) => text(vendorOf(provider).company)],
  ["ServiceName", ({ provider }) => text(vendorOf(provider).service)],
  ["SubAccountId", ({ owner }) => (owner === undefined ? null : text(owner))],
  ["x_Reason", ({ because }) => text(because)],
  ["x_ReasonText", ({ because }) => text(reasons[because])],
  ["x_InputTokens", ({ tokens }) => count(tokens.input)],
  ["x_CacheReadInputTokens", ({ tokens }) => count(tokens.cache_read)],
  ["x_CacheWriteInputTokens", ({ tokens }) => count(tokens.cache_write + tokens.cache_write_long)],
  ["x_OutputTokens", ({ tokens }) => count(tokens.output)],
  ["x_RequestsOfUnknownTokens", ({ unknownCounts }) => count(unknownCounts)],
];

/** `unpriced.csv`: calls whose cost nobody knows. They have no row in `focus.csv`: 0 is no unknown. */
export function renderUnpriced(rows: readonly UnpricedRow[], context: FocusContext): string {
  const header = [...columns.map(([name]) => name), ...ownColumns.map(([name]) => name)];
  const cellsOf = (row: UnpricedRow): readonly Cell[] => [
    ...columns.map(([, read]) => read(row)),
    ...ownColumns.map(([, read]) => read(row, context)),
  ];
  return csvOf(header, rows, cellsOf, context);
}
