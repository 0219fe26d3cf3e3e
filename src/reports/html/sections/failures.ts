import type { FailureRow } from "../../../core/charts/failure-row.ts";
import { armsOf, type Arm } from "../../arms.ts";
import { stackedBars, type PartTone } from "../../charts/stacked-bars.ts";
import { originMeanings, originOf } from "../../error-origin.ts";
import { countText } from "../../numbers.ts";
import { comparisonPlace, type Place } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import { dataTable } from "../data-table.ts";
import { figure } from "../figure.ts";
import { html, type Html } from "../../html-text.ts";
import { knownUsdFigure, plainFigure } from "../numbers.ts";
import { recordLink } from "../record-link.ts";
import { section } from "../section.ts";
import { wideChart } from "../wide-chart.ts";

const TITLE = "What went wrong";

const INTRO =
  "Every record that was not accepted is in exactly one class. Red and plain: the answers, the " +
  "request or the policy. Grey and striped: our own set-up and the providers, which say little of " +
  "the policy.";

/** Besides errors there are answers that are simply wrong. */
const meanings: Readonly<Record<FailureRow["origin"], string>> = {
  ...originMeanings,
  answer: "an answer that is wrong, cut, malformed, filtered or refused",
};

/** Outcomes that were not accepted, by class, and whose matter each is. */
export function failures(report: RunReport): Html {
  const arms = armsOf(report);
  const known = arms.flatMap((arm) => {
    const place = comparisonPlace(report).at("policies").at(arm.name).find("failures");
    return place === undefined ? [] : [{ arm, place }];
  });
  if (known.length < arms.length) return section("failures", TITLE, ...errorTables(report, arms));
  return section(
    "failures",
    TITLE,
    html`<p>${INTRO}</p>`,
    drawn(known),
    ...known.map(({ arm, place }, index) => classTable(report, arm, place, index)),
  );
}

interface Known {
  readonly arm: Arm;
  readonly place: Place<readonly FailureRow[]>;
}

/** Classes of the answers first, then those of the set-up; in each the most frequent first. */
function drawn(known: readonly Known[]): Html | undefined {
  const bars = known.map(({ arm, place }) => ({
    name: `${arm.name} (${arm.role}): ${countText(totalOf(place.value))} of ${countText(arm.metrics.overall.records)} not accepted`,
    parts: (["plain", "striped"] as const).flatMap((tone) =>
      place.value
        .filter(({ origin, records }) => toneOf(origin) === tone && records > 0)
        .map(({ class: name, records: value }) => ({ name, value, tone })),
    ),
  }));
  if (bars.every(({ parts }) => parts.length === 0)) {
    return html`<p>Every record of every policy was accepted.</p>`;
  }
  const title = "Records that were not accepted, by class";
  const description = known
    .map(({ arm, place }) => {
      const parts = place.value.map(({ class: name, records }) => `${name} ${countText(records)}`);
      return `${arm.name}: ${parts.length === 0 ? "none" : parts.join(", ")}.`;
    })
    .join(" ");
  const chart = stackedBars({ id: "failures-chart", title, description, unit: "records", bars });
  return figure({
    id: "failures-figure",
    chart: wideChart(title, chart),
    caption: "Counts of records, from 0, on one scale. Names of narrow parts are in the tables.",
    table: sumTable(known),
  });
}

function totalOf(rows: readonly FailureRow[]): number {
  return rows.reduce((sum, { records }) => sum + records, 0);
}

function toneOf(origin: FailureRow["origin"]): PartTone {
  return origin === "ours" || origin === "provider" ? "striped" : "plain";
}

/** The chart's own numbers: a row a class, a column a policy. */
function sumTable(known: readonly Known[]): Html {
  const classes = [...new Set(known.flatMap(({ place }) => place.value.map((row) => row.class)))];
  return dataTable({
    id: "failures-numbers",
    caption: "Records that were not accepted, by class and policy",
    columns: [
      { title: "class" },
      ...known.map(({ arm }) => ({ title: arm.name, isNumeric: true })),
    ],
    rows: classes.map((name) => [
      name,
      ...known.map(({ place }) => {
        const at = place.value.findIndex((row) => row.class === name);
        return at < 0 ? "0" : plainFigure(place.at(at).at("records"), "count");
      }),
    ]),
  });
}

function classTable(
  report: RunReport,
  arm: Arm,
  place: Place<readonly FailureRow[]>,
  index: number,
): Html | undefined {
  if (place.value.length === 0) return undefined;
  const isPartial = arm.metrics.overall.cost.unknown_attempts > 0;
  return dataTable({
    id: `failures-${index}`,
    caption: `${arm.name} (${arm.role}): what was not accepted, and the first records of each class`,
    columns: [
      { title: "class" },
      { title: "whose" },
      { title: "records", isNumeric: true },
      { title: "cost", isNumeric: true },
      { title: "first records" },
    ],
    rows: place.value.map(({ class: name, origin, first }, row) => [
      name,
      html`${origin} <span class="muted">(${meanings[origin]})</span>`,
      plainFigure(place.at(row).at("records"), "count"),
      knownUsdFigure(place.at(row).at("cost_usd"), isPartial),
      first.map((id, at) => html`${at === 0 ? "" : ", "}${recordLink(report, id)}`),
    ]),
    note: isPartial
      ? "The cost of some attempts is not known: costs are at least what they say."
      : undefined,
  });
}

/** An older run: error classes and endings to count, without costs and records. */
function errorTables(report: RunReport, arms: readonly Arm[]): readonly Html[] {
  const policies = comparisonPlace(report).at("policies");
  return [
    html`<p>This run was compared before failures were put into classes. What is known of them:</p>`,
    ...arms.map(({ name, role, metrics: { overall } }, index) => {
      const [errors, endings] = (["errors", "endings"] as const).map((key) =>
        policies.at(name).at("overall").at(key),
      );
      return dataTable({
        id: `failures-${index}`,
        caption: `${name} (${role}): ${countText(overall.records - overall.accepted)} of ${countText(overall.records)} were not accepted`,
        columns: [{ title: "ended in" }, { title: "whose" }, { title: "records", isNumeric: true }],
        rows: [
          ...Object.keys(endings!.value).map((ending) => [
            ending,
            "",
            plainFigure(endings!.at(ending), "count"),
          ]),
          ...Object.keys(errors!.value).map((error) => [
            `error: ${error}`,
            originOf(error),
            plainFigure(errors!.at(error), "count"),
          ]),
        ],
      });
    }),
  ];
}
