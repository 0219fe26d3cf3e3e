import type { DriftFeature, DriftReport } from "../../../../core/drift.ts";
import { shareBars } from "../../../charts/share-bars.ts";
import { sizeText } from "../../../drift-text.ts";
import { chanceText, distanceText, mostMoved, movedText } from "../../../mix-rows.ts";
import { rateText } from "../../../numbers.ts";
import { comparisonPlace, type Place } from "../../../place.ts";
import type { RunReport } from "../../../run-report.ts";
import { dataTable } from "../../data-table.ts";
import { figure } from "../../figure.ts";
import { html, type Html, type HtmlValue } from "../../html.ts";
import { estimateFigure } from "../../numbers.ts";
import { wideChart } from "../../wide-chart.ts";

/** Features that get a drawing, the most different first; all of them stand in the table. */
const DRAWN_FEATURES = 4;
const DRAWN_VALUES = 6;

/** Whether the golden set is like a request log; undefined: none was named. */
export function driftPart(report: RunReport): Html | undefined {
  const drift = comparisonPlace(report).find("drift");
  if (drift === undefined) return undefined;
  const { golden, log, warnings, features, not_compared: skipped } = drift.value;
  const sides = `${golden.name} (${sizeText(golden, "records")}) against ${log.name} (${sizeText(log, "requests")}).`;
  const said =
    warnings.length === 0
      ? html`<p>It is like the log, in everything that could be compared.</p>`
      : html`<ul>${warnings.map((text) => html`<li>${text}</li>`)}</ul>`;
  const drawn = features
    .filter((feature) => mostMoved(feature, 1).length > 0)
    .toSorted((one, other) => (other.total_variation ?? 0) - (one.total_variation ?? 0))
    .slice(0, DRAWN_FEATURES);
  return html`<h3>Is this like the log?</h3>
<p>${sides}</p>
${said}
${drawn.map((feature, index) => featureFigure(feature, index))}
${featureTable(features)}
${skipped.map(({ feature, because }) => html`<p class="muted">${feature} was not compared: ${because}.</p>`)}
${weightedTable(drift)}`;
}

/** The values that moved most, in the golden set and in the log. */
function featureFigure(feature: DriftFeature, index: number): Html {
  const moved = mostMoved(feature, DRAWN_VALUES);
  const id = `drift-${index}`;
  const title = `${feature.feature}: shares in the golden set and in the log`;
  const chart = shareBars({
    id: `${id}-chart`,
    title,
    description: moved.map((one) => `${one.value}: ${movedText(one)}.`).join(" "),
    rows: moved.map(({ value, before, after }) => ({
      name: value,
      bars: [
        { of: "golden set", share: before, className: "share-first" },
        { of: "log", share: after, className: "share-second" },
      ],
    })),
  });
  return figure({
    id,
    chart: wideChart(title, chart),
    caption: `${title}; the ${moved.length} values that differ most. Total variation ${distanceText(feature.total_variation)}, p ${chanceText(feature.p_holm)} after Holm.${feature.note === undefined ? "" : ` ${feature.note}`}`,
    table: dataTable({
      id: `${id}-table`,
      caption: title,
      columns: [
        { title: "value" },
        { title: "golden set", isNumeric: true },
        { title: "log", isNumeric: true },
      ],
      rows: Object.entries(feature.values).map(([value, [before, after]]) => [
        value,
        rateText(before),
        rateText(after),
      ]),
    }),
  });
}

function featureTable(features: readonly DriftFeature[]): Html {
  return dataTable({
    id: "drift-features",
    caption: "Every feature that was compared",
    columns: [
      { title: "feature" },
      { title: "read from" },
      { title: "total variation", isNumeric: true },
      { title: "p (Holm)", isNumeric: true },
      { title: "shifted" },
      { title: "golden → log, the most" },
    ],
    rows: features.map((feature) => [
      feature.feature,
      feature.from,
      distanceText(feature.total_variation),
      chanceText(feature.p_holm),
      feature.shifted ? "yes" : "no",
      mostMoved(feature, 3)
        .map((one) => `${one.value} ${movedText(one)}`)
        .join("; "),
    ]),
  });
}

function weightedTable(drift: Place<DriftReport>): Html | undefined {
  const weighted = drift.find("post_stratified");
  if (weighted === undefined || weighted.value.length === 0) return undefined;
  const rows = weighted.value.flatMap((one, index) => {
    const place = weighted.at(index);
    const by = `${one.by} (${rateText(one.log_share_covered)} of the log)`;
    const [policies, pairs] = [place.at("policies"), place.at("comparisons")];
    return [
      ...Object.keys(one.policies).map((name): readonly HtmlValue[] => {
        const figures = policies.at(name);
        return [
          by,
          name,
          estimateFigure(figures.at("acceptance_rate").at("plain"), "rate"),
          estimateFigure(figures.at("acceptance_rate").at("weighted"), "rate"),
          estimateFigure(figures.at("cost_per_accepted_usd").at("plain"), "usd"),
          estimateFigure(figures.at("cost_per_accepted_usd").at("weighted"), "usd"),
        ];
      }),
      ...one.comparisons.map(({ candidate }, at): readonly HtmlValue[] => {
        const pair = pairs.at(at);
        return [
          by,
          `${candidate} against the baseline`,
          estimateFigure(pair.at("acceptance_rate_difference").at("plain"), "points"),
          estimateFigure(pair.at("acceptance_rate_difference").at("weighted"), "points"),
          estimateFigure(pair.at("cost_per_accepted_ratio").at("plain"), "ratio"),
          estimateFigure(pair.at("cost_per_accepted_ratio").at("weighted"), "ratio"),
        ];
      }),
    ];
  });
  return dataTable({
    id: "drift-weighted",
    caption:
      "This run's figures, and what they would be with each value as frequent as in the log. Values without at least two golden records are left out of the weights",
    columns: ["weighted by", "of", "accepted", "weighted", "cost per accepted", "weighted"].map(
      (title, column) => ({ title, isNumeric: column > 1 }),
    ),
    rows,
  });
}
