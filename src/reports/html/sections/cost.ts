import { armsOf } from "../../arms.ts";
import { notInTheNumbers } from "../../parts/exclusions.ts";
import type { Part } from "../../parts/part.ts";
import { projection } from "../../parts/projection.ts";
import type { RunReport } from "../../run-report.ts";
import { html, type Html } from "../../html-text.ts";
import { estimateFigure, term } from "../numbers.ts";
import { blocksHtml } from "../part-html.ts";
import { section } from "../section.ts";
import { costWaterfalls } from "./cost-waterfalls.ts";
import { routeCosts } from "./route-costs.ts";

export const costStyle = `
.box{background:var(--box);border-left:4px solid var(--muted);padding:2px 12px 1px;margin:0 0 12px}
.box h3{margin-top:8px}
`;

/** What each policy costs, what moved it, what it would cost, and what is not in it. */
export function cost(report: RunReport): Html {
  const projected = projection(report);
  return section(
    "cost",
    "Cost",
    headlines(report),
    costWaterfalls(report),
    routeCosts(report),
    projected && underTitle(projected),
    html`<div class="box">${underTitle(notInTheNumbers(report))}</div>\n`,
  );
}

function headlines(report: RunReport): Html {
  const [baseline, ...candidates] = armsOf(report);
  const before = baseline.place.at("overall").at("cost").at("per_accepted_usd");
  const lines = candidates.map(({ name, place, pair }) => {
    const after = place.at("overall").at("cost").at("per_accepted_usd");
    const ratio = pair?.at("cost_per_accepted_ratio");
    return html`<li><strong>${name}</strong>: ${term("cost_per_accepted_usd", "cost per accepted outcome")} ${estimateFigure(before, "usd")} → ${estimateFigure(after, "usd")}${ratio && html`, ${estimateFigure(ratio, "ratio")} of ${baseline.name}’s`}</li>\n`;
  });
  return html`<ul>\n${lines}</ul>\n`;
}

/** A part that stands within a section of the page. */
function underTitle(part: Part): Html {
  return html`<h3 id="${part.id}">${part.title}</h3>
${blocksHtml(part)}`;
}
