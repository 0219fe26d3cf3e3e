import type { PolicyComparison } from "../../../core/comparison.ts";
import type { SegmentReport } from "../../../core/segment-report.ts";
import { armsOf, type Arm } from "../../arms.ts";
import { armStyle } from "../../charts/arm-style.ts";
import { forestChart, type ForestRow } from "../../charts/forest.ts";
import { estimateText } from "../../estimate-text.ts";
import { countText, rateText } from "../../numbers.ts";
import { comparisonPlace, type Place } from "../../place.ts";
import type { RunReport } from "../../run-report.ts";
import {
  exploredText,
  segmentChanceText,
  SEGMENTS_NOTE,
  segmentStatusWords,
  STANDARDISED_TITLE,
} from "../../segment-words.ts";
import { dataTable } from "../data-table.ts";
import { figure } from "../figure.ts";
import { html, type Html } from "../../html-text.ts";
import { estimateFigure, plainFigure, valueFigure } from "../numbers.ts";
import { section } from "../section.ts";
import { wideChart } from "../wide-chart.ts";
import { shownSegments, type ShownSegment } from "./shown-segments.ts";
import { untestedSegments } from "./untested-segments.ts";

/** How each candidate fares in each tag value; undefined where no record has a tag. */
export function segments(report: RunReport): Html | undefined {
  const [baseline, ...candidates] = armsOf(report);
  const comparisons = comparisonPlace(report).at("comparisons");
  const parts = candidates.flatMap((arm, index) => {
    const at = comparisons.value.findIndex(({ candidate }) => candidate === arm.name);
    const part =
      arm.comparison?.segments === undefined
        ? untestedSegments(baseline, arm, index + 1)
        : testedSegments(arm, comparisons.at(at), index + 1);
    return part === undefined ? [] : [html`<h3>${arm.name}</h3>\n${part}`];
  });
  return parts.length === 0 ? undefined : section("segments", "Segments", ...parts);
}

function testedSegments(arm: Arm, comparison: Place<PolicyComparison>, index: number): Html {
  const found = comparison.at("segments") as Place<SegmentReport>;
  const { detects, simpson } = found.value;
  return html`<p>${SEGMENTS_NOTE}</p>
${simpson.map(({ says }) => html`<p><strong>Simpson's paradox:</strong> ${says}.</p>\n`)}
${forest(arm, comparison, found, index)}
${paragraph(guardText(found.value))}
${paragraph(exploredText(found.value))}
<p class="muted">The line marked limit is the loss that a segment should be able to show, ${rateText(detects)}.</p>
${standardised(arm.name, found, index)}`;
}

function paragraph(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<p>${text}</p>`;
}

function guardText({ guard, detects }: SegmentReport): string | undefined {
  if (guard.length === 0) return undefined;
  const worse = guard.filter(({ status }) => status === "regressed").length;
  const blind = guard.filter(({ status }) => status === "cannot_detect").length;
  return `Guard segments: ${countText(guard.length)}, held against a loss of ${rateText(detects)}. Got worse: ${countText(worse)}. Cannot detect such a loss: ${countText(blind)}.`;
}

function forest(
  arm: Arm,
  comparison: Place<PolicyComparison>,
  found: Place<SegmentReport>,
  index: number,
): Html {
  const { tested, tooSmall, leftOut } = shownSegments(found);
  const overall = comparison.value.acceptance_rate_difference;
  const id = `segments-${index}`;
  const title = `Acceptance of ${arm.name} less the baseline's, by segment`;
  const rest = leftOut === 0 ? "" : ` ${countText(leftOut)} more segments in comparison.json.`;
  const chart = forestChart({
    id: `${id}-chart`,
    title,
    description: describe(arm, tested, tooSmall),
    overall,
    limit: -found.value.detects,
    rows: tested.map(rowOf),
    tooSmall: tooSmall.map(rowOf),
    className: armStyle(index).className,
  });
  return figure({
    id,
    chart: wideChart(title, chart),
    caption: `Left of 0 the candidate has fewer accepted, with intervals of the paired difference; the diamond is the whole, ${estimateText(overall, "points")}. Guards first; what is worse by its test, then by the lower bound.${rest}`,
    table: segmentTable([...tested, ...tooSmall], `${id}-table`, title, rest),
  });
}

function rowOf({ place, adjusted, correction }: ShownSegment): ForestRow {
  const { tag, value, difference, status } = place.value;
  return {
    name: `${tag}=${value}`,
    difference,
    note: `p ${segmentChanceText(adjusted.value)} ${correction}, ${segmentStatusWords[status]}`,
    isWorse: status === "regressed" || status === "flagged",
  };
}

function describe(
  arm: Arm,
  tested: readonly ShownSegment[],
  tooSmall: readonly ShownSegment[],
): string {
  const worse = [...tested, ...tooSmall].filter((one) => rowOf(one).isWorse);
  const names = worse.map(({ place: { value } }) => {
    return `${value.tag}=${value.value} ${estimateText(value.difference, "points")}`;
  });
  const said = names.length === 0 ? "None is worse by its test." : `Worse: ${names.join("; ")}.`;
  return `${countText(tested.length)} segments of ${arm.name} that can tell something, ${countText(tooSmall.length)} too small to tell. ${said}`;
}

function segmentTable(
  shown: readonly ShownSegment[],
  id: string,
  caption: string,
  note: string,
): Html {
  return dataTable({
    id,
    caption,
    columns: [
      { title: "segment" },
      { title: "kind" },
      { title: "result" },
      { title: "lost", isNumeric: true },
      { title: "won", isNumeric: true },
      { title: "pairs", isNumeric: true },
      { title: "difference", isNumeric: true },
      { title: "p", isNumeric: true },
      { title: "p, adjusted", isNumeric: true },
      { title: "smallest loss it can show", isNumeric: true },
    ],
    rows: shown.map(({ place, adjusted, correction, kind }) => [
      `${place.value.tag}=${place.value.value}`,
      kind,
      segmentStatusWords[place.value.status],
      plainFigure(place.at("baseline_only"), "count"),
      plainFigure(place.at("candidate_only"), "count"),
      plainFigure(place.at("pairs"), "count"),
      estimateFigure(place.at("difference"), "points"),
      segmentChanceText(place.value.p),
      `${segmentChanceText(adjusted.value)} (${correction})`,
      smallestLoss(place),
    ]),
    note,
  });
}

function smallestLoss(place: ShownSegment["place"]): Html | string {
  const found = place.find("smallest_detectable");
  return found === undefined ? "none" : plainFigure(found, "rate");
}

function standardised(
  candidate: string,
  found: Place<SegmentReport>,
  index: number,
): Html | undefined {
  const costs = found.at("standardised_cost_per_accepted");
  if (costs.value.length === 0) return undefined;
  return dataTable({
    id: `standardised-${index}`,
    caption: `${candidate}: ${STANDARDISED_TITLE}`,
    columns: [
      { title: "mix of" },
      { title: "baseline", isNumeric: true },
      { title: "candidate", isNumeric: true },
      { title: "ratio", isNumeric: true },
    ],
    rows: costs.value.map(({ by }, row) => [
      by,
      valueFigure(costs.at(row).at("baseline"), "usd"),
      valueFigure(costs.at(row).at("candidate"), "usd"),
      estimateFigure(costs.at(row).at("ratio"), "ratio"),
    ]),
  });
}
