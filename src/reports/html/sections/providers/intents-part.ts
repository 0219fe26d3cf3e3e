import type { ClassificationMetrics } from "../../../../core/metrics.ts";
import { armsOf } from "../../../arms.ts";
import { CLASSIFIER_NOTE, classifierCostText } from "../../../cost-text.ts";
import { countText } from "../../../numbers.ts";
import { comparisonPlace, type Place } from "../../../place.ts";
import type { RunReport } from "../../../run-report.ts";
import { dataTable } from "../../data-table.ts";
import { html, type Html, type HtmlValue } from "../../html.ts";
import { estimateFigure, plainFigure } from "../../numbers.ts";

const MOST_CONFUSIONS = 20;

/** How well each policy tells what a record is about; undefined: none classifies. */
export function intentsPart(report: RunReport): Html | undefined {
  const policies = comparisonPlace(report).at("policies");
  const parts = armsOf(report).flatMap(({ name }, index) => {
    const place = policies.at(name).find("classification");
    return place === undefined ? [] : [{ name, index, place }];
  });
  if (parts.length === 0) return undefined;
  return html`<h3>Intents</h3>
<p>${CLASSIFIER_NOTE}</p>
${dataTable({
  id: "intents",
  caption: "How well each policy tells what a record is about",
  columns: [
    { title: "policy" },
    { title: "classified by" },
    { title: "classified", isNumeric: true },
    { title: "unsure", isNumeric: true },
    { title: "sure and right", isNumeric: true },
    { title: "sure, without a route", isNumeric: true },
    { title: "p95 of classifying", isNumeric: true },
    { title: "cost of classifying", isNumeric: true },
  ],
  rows: parts.map(({ name, place }) => intentRow(name, place)),
})}
${parts.map(({ name, index, place }) => confusions(name, index, place.value))}`;
}

function intentRow(name: string, place: Place<ClassificationMetrics>): readonly HtmlValue[] {
  const accuracy = place.find("accuracy");
  return [
    name,
    place.value.by,
    plainFigure(place.at("records"), "count"),
    estimateFigure(place.at("unsure_rate"), "rate"),
    accuracy === undefined ? "n/a (no golden tag)" : estimateFigure(accuracy, "rate"),
    plainFigure(place.at("without_route"), "count"),
    estimateFigure(place.at("latency").at("p95_ms"), "ms"),
    classifierCostText(place.value),
  ];
}

/** The most frequent mistakes; the whole matrix stands in comparison.json. */
function confusions(
  name: string,
  index: number,
  { confusion, unsure = {} }: ClassificationMetrics,
): Html | undefined {
  if (confusion === undefined) return undefined;
  const mistakes = [
    ...Object.entries(confusion).flatMap(([expected, answers]) =>
      Object.entries(answers)
        .filter(([said]) => said !== expected)
        .map(([said, count]) => ({ expected, said, count })),
    ),
    ...Object.entries(unsure).map(([expected, count]) => ({ expected, said: "(unsure)", count })),
  ]
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count);
  if (mistakes.length === 0) return html`<p>${name}: every intent was told right.</p>`;
  const rest = mistakes.length - MOST_CONFUSIONS;
  return dataTable({
    id: `intents-${index}`,
    caption: `${name}: the most frequent mistakes`,
    columns: [
      { title: "right intent" },
      { title: "classifier said" },
      { title: "records", isNumeric: true },
    ],
    rows: mistakes
      .slice(0, MOST_CONFUSIONS)
      .map(({ expected, said, count }) => [expected, said, countText(count)]),
    note: rest > 0 ? `${countText(rest)} more in comparison.json.` : undefined,
  });
}
