import { armsOf, type Arm } from "../../arms.ts";
import { armStyle } from "../../charts/arm-style.ts";
import { shareBars, type ShareRow } from "../../charts/share-bars.ts";
import { countText, rateText } from "../../numbers.ts";
import { ownValue } from "../../own-value.ts";
import { comparisonPlace } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import { dataTable } from "../data-table.ts";
import { figure } from "../figure.ts";
import { html, type Html } from "../../html-text.ts";
import { plainFigure } from "../numbers.ts";
import { wideChart } from "../wide-chart.ts";

/** As many names as one drawing holds. */
const MOST_NAMES = 20;

/** How much of a policy hangs on each provider and on each model. */
export function providerShares(report: RunReport): Html {
  return html`${recordShares(report)}
${modelShares(report)}`;
}

function recordShares(report: RunReport): Html | undefined {
  const arms = armsOf(report);
  const names = namesOf(arms, ({ metrics }) => metrics.overall.providers);
  if (names.length === 0) return html`<p>Which providers served is not known of this run.</p>`;
  const rows = rowsOf(arms, names, (arm, name) => ownValue(arm.metrics.overall.providers, name));
  const policies = comparisonPlace(report).at("policies");
  const title = "Share of records by the provider that served them";
  return shareFigure("providers-shares", title, rows, names.length, (id) =>
    dataTable({
      id,
      caption: title,
      columns: [
        { title: "provider" },
        ...arms.map(({ name }) => ({ title: name, isNumeric: true })),
      ],
      rows: names.map((name) => [
        name,
        ...arms.map((arm) => {
          const place = policies.at(arm.name).at("overall").at("providers").find(name);
          return place === undefined ? "0%" : plainFigure(place, "rate");
        }),
      ]),
    }),
  );
}

function modelShares(report: RunReport): Html | undefined {
  const arms = armsOf(report);
  const names = namesOf(arms, ({ metrics }) => metrics.overall.served_models);
  if (names.length === 0) return html`<p>Which models served is not known of this run.</p>`;
  const totals = arms.map(({ metrics }) => sumOf(metrics.overall.served_models));
  const rows = rowsOf(arms, names, (arm, name) => {
    const served = ownValue(arm.metrics.overall.served_models, name) ?? 0;
    const total = totals[arms.indexOf(arm)] ?? 0;
    return total === 0 ? 0 : served / total;
  });
  const policies = comparisonPlace(report).at("policies");
  const title = "Share of answers by the model that served them";
  return shareFigure("models-shares", title, rows, names.length, (id) =>
    dataTable({
      id,
      caption: "Answers by the model that served them",
      columns: [
        { title: "served model" },
        ...arms.map(({ name }) => ({ title: name, isNumeric: true })),
      ],
      rows: names.map((name) => [
        name,
        ...arms.map((arm) => {
          const place = policies.at(arm.name).at("overall").at("served_models").find(name);
          return place === undefined ? "0" : plainFigure(place, "count");
        }),
      ]),
    }),
  );
}

function shareFigure(
  id: string,
  title: string,
  rows: readonly ShareRow[],
  names: number,
  tableOf: (id: string) => Html,
): Html {
  const rest = names - rows.length;
  const more = rest > 0 ? ` ${countText(rest)} more are in the table.` : "";
  const description = rows
    .map(({ name, bars }) => {
      const shares = bars.map(({ of, share }) => `${of} ${rateText(share)}`);
      return `${name}: ${shares.join(", ")}.`;
    })
    .join(" ");
  const chart = shareBars({ id: `${id}-chart`, title, description, rows });
  return figure({
    id,
    chart: wideChart(title, chart),
    caption: `${title}, a bar a policy.${more}`,
    table: tableOf(`${id}-table`),
  });
}

function rowsOf(
  arms: readonly Arm[],
  names: readonly string[],
  shareOf: (arm: Arm, name: string) => number | undefined,
): readonly ShareRow[] {
  return names.slice(0, MOST_NAMES).map((name) => ({
    name,
    bars: arms.map((arm, index) => ({
      of: arm.name,
      share: shareOf(arm, name) ?? 0,
      className: armStyle(index).className,
    })),
  }));
}

/** Names that any policy has, the greatest first. */
function namesOf(
  arms: readonly Arm[],
  partsOf: (arm: Arm) => Readonly<Record<string, number>>,
): readonly string[] {
  const sums = new Map<string, number>();
  for (const arm of arms) {
    for (const [name, part] of Object.entries(partsOf(arm))) {
      sums.set(name, (sums.get(name) ?? 0) + part);
    }
  }
  return [...sums]
    .toSorted(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([name]) => name);
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
