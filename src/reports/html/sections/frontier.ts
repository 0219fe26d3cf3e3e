import { frontierChart, type FrontierChart } from "../../charts/frontier.ts";
import {
  frontierPoints,
  placedPoints,
  type FrontierPoint,
  type PlacedPoint,
} from "../../frontier-points.ts";
import { countText, notAvailable, rateText } from "../../numbers.ts";
import type { RunReport } from "../../run-report.ts";
import { dataTable } from "../data-table.ts";
import { figure } from "../figure.ts";
import { html, type Html } from "../../html-text.ts";
import { estimateFigure, term } from "../numbers.ts";
import { section } from "../section.ts";
import { wideChart } from "../wide-chart.ts";

/** Before there were charts a comparison held no region of cost and acceptance together. */
const OLDER_RUN =
  "This run was compared before there were charts: it holds the figures, and not how cost and acceptance vary together. A new run has both.";

/** What every way to route the records costs per accepted outcome, against how much is accepted. */
export function frontier(report: RunReport): Html {
  const points = frontierPoints(report);
  const placed = placedPoints(points);
  const table = pointTable(points, placed);
  const hasRegions = points.some(({ joint }) => joint !== undefined);
  const drawn = hasRegions ? frontierChart("frontier-chart", placed) : undefined;
  if (drawn === undefined) {
    const why = hasRegions ? undefined : html`<p>${OLDER_RUN}</p>\n`;
    return section("frontier", "Cost against quality", why, table, withoutPlace(points));
  }
  return section(
    "frontier",
    "Cost against quality",
    figure({
      id: "frontier-figure",
      chart: wideChart("Cost against quality", drawn.chart),
      caption: captionOf(placed, drawn),
      table,
    }),
    withoutPlace(points),
  );
}

function captionOf(placed: readonly PlacedPoint[], drawn: FrontierChart): string {
  const { xKind, lowestShare, unlabelled } = drawn;
  const sizes = placed.map(({ rate }) => rate.value.n);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const n = least === most ? countText(least) : `${countText(least)} to ${countText(most)}`;
  const sentences = [
    `Farther up and to the left is better; n=${n} records a point.`,
    placed.some(({ joint }) => (joint?.covariance ?? null) !== null) &&
      "A shaded region holds a point's cost and acceptance together with 95 % confidence: the two vary with each other, so that two crossed intervals would say too much.",
    "The dashed line is the most that is accepted for that cost by anything that could be chosen; what is hollow is dominated: another point costs no more, is accepted no less, and is better in one. Both go by the figures alone, without a test.",
    placed.some(({ kind }) => kind === "oracle") &&
      "The oracle takes the cheapest accepted route of each record: a bound, and nobody's choice.",
    xKind === "log" && "Equal steps of the lower axis are equal ratios of cost.",
    lowestShare > 0 &&
      `The axis of acceptance starts at ${rateText(lowestShare)}, not at 0%, so that differences can be seen.`,
    unlabelled > 0 &&
      `${countText(unlabelled)} ${unlabelled === 1 ? "point has" : "points have"} no room for a name: the table has them all.`,
  ];
  return sentences.filter((sentence) => sentence !== false).join(" ");
}

function pointTable(points: readonly FrontierPoint[], placed: readonly PlacedPoint[]): Html {
  return dataTable({
    id: "frontier-table",
    caption: "Cost per accepted outcome and acceptance rate of every way to route the records",
    columns: [
      { title: "way to route" },
      { title: term("acceptance_rate", "acceptance rate"), isNumeric: true },
      { title: term("cost_per_accepted_usd", "cost per accepted outcome"), isNumeric: true },
      { title: "dominated by" },
    ],
    rows: points.map((point) => [
      point.label,
      estimateFigure(point.rate, "rate"),
      estimateFigure(point.cost, "usd"),
      dominanceText(placed.find(({ label, kind }) => label === point.label && kind === point.kind)),
    ]),
  });
}

function dominanceText(point: PlacedPoint | undefined): string {
  if (point === undefined) return notAvailable("no place in the chart");
  if (point.kind === "oracle") return "(a bound)";
  return point.dominatedBy ?? "nothing";
}

/** Points that cannot be drawn, each with its reason; a point without a region says why too. */
function withoutPlace(points: readonly FrontierPoint[]): Html | undefined {
  const lines = points.flatMap(({ label, cost, rate, joint }): readonly Html[] => {
    if (rate.value.value === null) {
      return [
        html`<li>${label} is not drawn: acceptance rate ${notAvailable(rate.value.reason)}</li>\n`,
      ];
    }
    if (cost.value.value === null) {
      return [
        html`<li>${label} is not drawn: cost per accepted outcome ${notAvailable(cost.value.reason)}</li>\n`,
      ];
    }
    if (joint === undefined || joint.covariance !== null) return [];
    return [html`<li>${label} has no region: ${notAvailable(joint.reason)}</li>\n`];
  });
  return lines.length === 0 ? undefined : html`<ul class="muted">\n${lines}</ul>\n`;
}
