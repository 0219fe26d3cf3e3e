import type { DriftFeature, DriftReport, PostStratified } from "../../core/drift.ts";
import { sizeText } from "../drift-text.ts";
import { estimateText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { chanceText, distanceText, mostMoved, movedText } from "../mix-rows.ts";
import { rateText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

const MOVED_VALUES = 3;
const WARNING_CHARS = 400;

/** Whether the golden set is like a request log; absent: none was named. */
export function drift({ comparison }: RunReport, rows: number): string | undefined {
  return comparison.drift && driftSection(comparison.drift, rows);
}

function driftSection(report: DriftReport, rows: number): string {
  const { golden, log, warnings, not_compared: skipped } = report;
  const features = cutList(report.features, rows, "features");
  const said =
    warnings.length === 0
      ? "It is like the log, in everything that could be compared."
      : warnings.map((text) => `- ${inert(text, WARNING_CHARS)}`).join("\n");
  const left = skipped.map(
    ({ feature, because }) => `- ${inert(feature)} was not compared: ${inert(because, 200)}`,
  );
  const sides = `${inert(golden.name)} (${sizeText(golden, "records")}) against ${inert(log.name)} (${sizeText(log, "requests")}).`;
  const parts = [
    `## Is this like the log?\n\n${sides}\n\n${said}`,
    table(
      ["feature", "total variation", "p (Holm)", "golden → log"],
      features.shown.map(featureRow),
    ) + features.note,
    ...(left.length === 0 ? [] : [left.join("\n")]),
    ...weightedPart(report.post_stratified ?? [], rows),
  ];
  return parts.join("\n\n");
}

function featureRow(feature: DriftFeature): readonly string[] {
  const moved = mostMoved(feature, MOVED_VALUES);
  return [
    `${inert(feature.feature)} (${inert(feature.from)})`,
    distanceText(feature.total_variation),
    chanceText(feature.p_holm),
    moved.map((one) => `${inert(one.value, 40)} ${movedText(one)}`).join("<br>"),
  ];
}

function weightedPart(weighted: readonly PostStratified[], rows: number): readonly string[] {
  if (weighted.length === 0) return [];
  const lines = weighted.flatMap(weightedRows);
  const { shown, note } = cutList(lines, rows, "weighted figures");
  const header = ["weighted by", "of", "accepted", "weighted", "cost per accepted", "weighted"];
  return [
    "The figures of this run, and what they would be with each value as frequent as in the log. Values without at least two golden records are left out of the weights; the share of the log that remains stands with each feature.",
    table(header, shown) + note,
  ];
}

function weightedRows(one: PostStratified): readonly (readonly string[])[] {
  const by = `${inert(one.by)} (${rateText(one.log_share_covered)} of the log)`;
  return [
    ...Object.entries(one.policies).map(([policy, figures]) => [
      by,
      inert(policy),
      estimateText(figures.acceptance_rate.plain, "rate"),
      estimateText(figures.acceptance_rate.weighted, "rate"),
      estimateText(figures.cost_per_accepted_usd.plain, "usd"),
      estimateText(figures.cost_per_accepted_usd.weighted, "usd"),
    ]),
    ...one.comparisons.map((pair) => [
      by,
      `${inert(pair.candidate)} against the baseline`,
      estimateText(pair.acceptance_rate_difference.plain, "points"),
      estimateText(pair.acceptance_rate_difference.weighted, "points"),
      estimateText(pair.cost_per_accepted_ratio.plain, "ratio"),
      estimateText(pair.cost_per_accepted_ratio.weighted, "ratio"),
    ]),
  ];
}
