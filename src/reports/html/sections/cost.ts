import { estimateText } from "../../estimate-text.ts";
import { exclusionsOf } from "../../exclusions.ts";
import { projectionRows, volumeNote, volumeText } from "../../projection.ts";
import { comparisonPlace } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import { dataTable } from "../data-table.ts";
import { html, type Html } from "../html.ts";
import { estimateFigure, term } from "../numbers.ts";
import { section } from "../section.ts";
import { costWaterfalls } from "./cost-waterfalls.ts";
import { routeCosts } from "./route-costs.ts";

export const costStyle = `
.excluded{background:var(--box);border-left:4px solid var(--muted);padding:8px 12px;margin:0 0 12px}
.excluded h3{margin-top:0}
`;

/** What each policy costs, what moved it, what it would cost, and what is not in it. */
export function cost(report: RunReport): Html {
  return section(
    "cost",
    "Cost",
    headlines(report),
    costWaterfalls(report),
    routeCosts(report),
    projection(report),
    excluded(report),
  );
}

function headlines(report: RunReport): Html {
  const run = comparisonPlace(report);
  const perAccepted = (name: string) =>
    run.at("policies").at(name).at("overall").at("cost").at("per_accepted_usd");
  const { baseline, comparisons } = report.comparison;
  const lines = comparisons.map(
    ({ candidate }, index) =>
      html`<li><strong>${candidate}</strong>: ${term("cost_per_accepted_usd", "cost per accepted outcome")} ${estimateFigure(perAccepted(baseline), "usd")} → ${estimateFigure(perAccepted(candidate), "usd")}, ${estimateFigure(run.at("comparisons").at(index).at("cost_per_accepted_ratio"), "ratio")} of ${baseline}’s</li>\n`,
  );
  return html`<ul>\n${lines}</ul>\n`;
}

function projection(report: RunReport): Html | undefined {
  const rows = projectionRows(report);
  const [first] = rows;
  if (first === undefined) return undefined;
  return html`<h3>Projection</h3>
<p>${volumeNote(first)}</p>
${dataTable({
  id: "projection-table",
  caption: `What each policy would cost for ${volumeText(first)}`,
  columns: [
    { title: "policy" },
    { title: `cost of ${volumeText(first)}`, isNumeric: true },
    { title: "against the baseline", isNumeric: true },
  ],
  rows: rows.map(({ policy, cost_usd: usd, change_usd: change }) => [
    policy,
    estimateText(usd, "usd"),
    change === undefined ? "" : estimateText(change, "usd_difference"),
  ]),
})}`;
}

function excluded(report: RunReport): Html {
  const lines = exclusionsOf(report).map(({ policy, text }) =>
    policy === undefined
      ? html`<li>${text}</li>\n`
      : html`<li><strong>${policy}</strong>: ${text}</li>\n`,
  );
  return html`<div class="excluded">
<h3>Not in these numbers</h3>
<ul>\n${lines}</ul>
</div>
`;
}
