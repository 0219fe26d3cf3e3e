import type { PolicyHistory } from "../../core/history-report.ts";
import { armStyle } from "../charts/arm-style.ts";
import { trend } from "../charts/trend.ts";
import { valueText } from "../estimate-text.ts";
import { historyRouteMetrics } from "../history-metrics.ts";
import { countText } from "../numbers.ts";
import { ownValue } from "../own-value.ts";
import { dataTable } from "./data-table.ts";
import { html, type Html } from "../html-text.ts";

/** A row a route: how each of its figures moved, and what it was in the last run. */
export function routeTrends({ policy, runs }: PolicyHistory, index: number): Html | undefined {
  const names = [...new Set(runs.flatMap(({ figures }) => Object.keys(figures.routes)))].toSorted();
  if (names.length === 0) return undefined;
  return dataTable({
    id: `routes-${index}`,
    caption: `${policy}: its routes, by the records that it decided to send there`,
    columns: [{ title: "route" }, ...historyRouteMetrics.map(({ title }) => ({ title }))],
    rows: names.map((name, row) => {
      const found = runs.map(({ figures }) => ownValue(figures.routes, name));
      const isGone = found.at(-1) === undefined;
      return [
        isGone ? `${name} (decided for no record of the last run)` : name,
        ...historyRouteMetrics.map(({ title, unit, key }, column) => {
          const values = found.map((route) => route?.[key] ?? null);
          const last = isGone ? "not in the last run" : valueText(values.at(-1) ?? null, unit);
          return html`${trend({
            id: `route-${index}-${row}-${column}`,
            title: `${name}: ${title}`,
            description: `${last} in the last of ${countText(runs.length)} runs.`,
            values,
            className: armStyle(index).className,
          })}${last}`;
        }),
      ];
    }),
  });
}
