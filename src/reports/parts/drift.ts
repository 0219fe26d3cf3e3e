import type {
  DriftFeature,
  DriftReport,
  PlainAndWeighted,
  PostStratified,
} from "../../core/drift.ts";
import type { Unit } from "../metric-unit.ts";
import { chanceText, distanceText, mostMoved, movedText, sizeText } from "../mix-rows.ts";
import { estimate, plain } from "../number-spans.ts";
import { comparisonPlace, entriesOf, itemsOf, type Place } from "../place.ts";
import type { RunReport } from "../run-report.ts";
import { data, own, stacked, type Word, words } from "../words.ts";
import { type Block, firstRows, list, paragraph, type Part, table } from "./part.ts";

const MOVED_VALUES = 3;
const WARNING_CHARS = 400;

/** Whether the golden set is like a request log; absent: none was named. */
export function drift(report: RunReport, rows: number): Part | undefined {
  const found = comparisonPlace(report).find("drift");
  return found && driftPart(found, rows);
}

function driftPart(report: Place<DriftReport>, rows: number): Part {
  const { golden, log, warnings, not_compared: skipped, features } = report.value;
  const { shown, leftOut } = firstRows(features, rows, "features");
  const left = skipped.map(
    ({ feature, because }) => words`${feature} was not compared: ${data(because, 200)}`,
  );
  const header = ["feature", "total variation", "p (Holm)", "golden → log"].map(own);
  return {
    id: "drift",
    title: "Is this like the log?",
    blocks: [
      paragraph(
        words`${golden.name} (${own(sizeText(golden, "records"))}) against ${log.name} (${own(sizeText(log, "requests"))}).`,
      ),
      warnings.length === 0
        ? paragraph(words`It is like the log, in everything that could be compared.`)
        : list(warnings.map((text) => words`${data(text, WARNING_CHARS)}`)),
      table("How the dataset's mix differs from the log's", header, shown.map(featureRow), leftOut),
      ...(left.length === 0 ? [] : [list(left)]),
      ...weightedBlocks(report, rows),
    ],
  };
}

function featureRow(feature: DriftFeature): readonly Word[] {
  const moved = mostMoved(feature, MOVED_VALUES);
  return [
    words`${feature.feature} (${feature.from})`,
    own(distanceText(feature.total_variation)),
    own(chanceText(feature.p_holm)),
    stacked(moved.map((one) => words`${data(one.value, 40)} ${own(movedText(one))}`)),
  ];
}

function weightedBlocks(report: Place<DriftReport>, rows: number): readonly Block[] {
  const weighted = report.find("post_stratified");
  if (weighted === undefined || weighted.value.length === 0) return [];
  const lines = itemsOf(weighted).flatMap(weightedRows);
  const { shown, leftOut } = firstRows(lines, rows, "weighted figures");
  const header = ["weighted by", "of", "accepted", "weighted", "cost per accepted", "weighted"];
  return [
    paragraph(
      words`The figures of this run, and what they would be with each value as frequent as in the log. Values without at least two golden records are left out of the weights; the share of the log that remains stands with each feature.`,
    ),
    table("Figures weighted to the log's mix", header.map(own), shown, leftOut),
  ];
}

function weightedRows(one: Place<PostStratified>): readonly (readonly Word[])[] {
  const by = words`${one.value.by} (${plain(one.at("log_share_covered"), "rate")} of the log)`;
  return [
    ...entriesOf(one.at("policies")).map(([policy, figures]) => [
      by,
      policy,
      ...both(figures.at("acceptance_rate"), "rate"),
      ...both(figures.at("cost_per_accepted_usd"), "usd"),
    ]),
    ...itemsOf(one.at("comparisons")).map((pair) => [
      by,
      words`${pair.value.candidate} against the baseline`,
      ...both(pair.at("acceptance_rate_difference"), "points"),
      ...both(pair.at("cost_per_accepted_ratio"), "ratio"),
    ]),
  ];
}

function both(of: Place<PlainAndWeighted>, unit: Unit): readonly Word[] {
  return [estimate(of.at("plain"), unit), estimate(of.at("weighted"), unit)];
}
