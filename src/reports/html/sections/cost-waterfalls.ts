import type { CostWaterfall } from "../../../core/charts/cost-waterfall.ts";
import { armsOf, type Arm } from "../../arms.ts";
import { stepWords, waterfallChart } from "../../charts/waterfall.ts";
import { amount } from "../../cost-words.ts";
import { countText } from "../../numbers.ts";
import { itemsOf, type Place } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import { dataTable } from "../data-table.ts";
import { figure } from "../figure.ts";
import { html, type Html } from "../../html-text.ts";
import { plainFigure } from "../numbers.ts";
import { wideChart } from "../wide-chart.ts";
import { wordsHtml } from "../words-html.ts";

const OLDER_RUN =
  "This run was compared before there were charts: it does not hold what moved the cost. A new run does.";

/** What moved the cost of each candidate away from the baseline's, a waterfall each. */
export function costWaterfalls(report: RunReport): Html {
  const [baseline, ...candidates] = armsOf(report);
  const drawn = candidates.flatMap((candidate, index) => {
    const place = candidate.pair?.find("waterfall");
    if (place === undefined) return [];
    const names = { baseline: baseline.name, candidate: candidate.name, arm: index + 1 };
    const isKnown = [baseline, candidate].every(
      ({ metrics }) => metrics.overall.cost.unknown_attempts === 0,
    );
    return [
      html`<h3>What moved the cost: ${names.baseline} to ${names.candidate}</h3>
${isKnown ? waterfallFigure(place, names) : withoutDrawing(place.value, baseline, candidate)}`,
    ];
  });
  return drawn.length === 0 ? html`<p>${OLDER_RUN}</p>\n` : html`${drawn}`;
}

interface Pair {
  readonly baseline: string;
  readonly candidate: string;
  /** The candidate's place in the run. */
  readonly arm: number;
}

/** A bar of what is known alone would be read as the cost, and divided by what was accepted. */
function withoutDrawing({ reason }: CostWaterfall, baseline: Arm, candidate: Arm): Html {
  const [before, after] = [baseline, candidate].map(({ name, place }) => {
    return html`${name} ${wordsHtml(amount(place.at("overall"), "total_usd"))}`;
  });
  return html`<p>Nothing is drawn: ${reason ?? "not every cost is known"}. Total cost: ${before}, ${after}.</p>\n`;
}

function waterfallFigure(place: Place<CostWaterfall>, pair: Pair): Html {
  const { baseline, candidate, arm } = pair;
  const id = `waterfall-${arm}`;
  return figure({
    id,
    chart: wideChart(
      `From the cost of ${baseline} to the cost of ${candidate}`,
      waterfallChart(`${id}-chart`, place.value, pair),
    ),
    caption: captionOf(place.value),
    table: waterfallTable(`${id}-numbers`, place, pair),
  });
}

function captionOf(waterfall: CostWaterfall): string {
  const { basis, steps, reason } = waterfall;
  const [before, after] = [waterfall.baseline_accepted, waterfall.candidate_accepted].map(
    countText,
  );
  const accepted = `${before} accepted outcomes under the baseline, ${after} under the candidate.`;
  if (steps.length === 0) {
    return `The cost of all records of both policies, and no steps between them: ${reason ?? "none is known"}; ${accepted}`;
  }
  return (
    "The cost of all records, from the baseline's to the candidate's; every bar starts at zero or where the one before ended, and they add up exactly. " +
    "The first steps are of the first calls of accepted outcomes, so that the routing mix holds how many were accepted too. " +
    (basis === "calls"
      ? "Tokens are not known of every call, so that price and tokens are one step. "
      : "") +
    accepted
  );
}

function waterfallTable(id: string, place: Place<CostWaterfall>, pair: Pair): Html {
  return dataTable({
    id,
    caption: `Steps from the cost of ${pair.baseline} to the cost of ${pair.candidate}`,
    columns: [{ title: "step" }, { title: "US dollars", isNumeric: true }],
    rows: [
      [pair.baseline, plainFigure(place.at("baseline_usd"), "usd")],
      ...itemsOf(place.at("steps")).map((step) => [
        stepWords[step.value.kind],
        plainFigure(step.at("change_usd"), "usd_difference"),
      ]),
      [pair.candidate, plainFigure(place.at("candidate_usd"), "usd")],
    ],
  });
}
