import type { DriftFeature, DriftReport, PostStratified } from "../../core/drift.ts";
import { estimateText } from "../estimate-text.ts";
import { lineWriter, type Write } from "./line-writer.ts";
import { chanceText, distanceText, mostMoved, movedText, sizeText } from "../mix-rows.ts";
import { rateText } from "../numbers.ts";
import type { TerminalOptions } from "./terminal-options.ts";

const MOVED_VALUES = 4;

/** What `drift` prints for people: where the golden set is not like the log, then every feature. */
export function renderDrift(drift: DriftReport, options: TerminalOptions): string {
  const write = lineWriter(options);
  const { golden, log, features, not_compared: skipped, warnings } = drift;
  const isLike = warnings.length === 0;
  const lines = [
    ...write(
      `${golden.name} (${sizeText(golden, "records")}) against ${log.name} (${sizeText(log, "requests")})`,
      "bold",
    ),
    ...(isLike
      ? write("like the log, in everything that could be compared", "green")
      : warnings.flatMap((warning) => write(`~ ${warning}`, "yellow"))),
    "",
    ...features.flatMap((feature) => featureLines(feature, write)),
    ...skipped.flatMap(({ feature, because }) =>
      write(`  ${feature}: not compared, ${because}`, "dim"),
    ),
    ...(drift.post_stratified ?? []).flatMap((one) => weightedLines(one, write)),
  ];
  return `${lines.join("\n")}\n`;
}

function featureLines(feature: DriftFeature, write: Write): readonly string[] {
  const { feature: name, from, total_variation: distance, p_holm: p, note } = feature;
  const moved = mostMoved(feature, MOVED_VALUES).map((one) => `${one.value} ${movedText(one)}`);
  return [
    ...write(
      `${feature.shifted ? "~" : "="} ${name} (${from}): ${distanceText(distance)} apart, p ${chanceText(p)}`,
      feature.shifted ? "yellow" : undefined,
    ),
    ...(moved.length === 0 ? [] : write(`    golden → log: ${moved.join(", ")}`)),
    ...(note === undefined ? [] : write(`    ${note}`, "dim")),
  ];
}

function weightedLines(
  { by, log_share_covered: covered, policies, comparisons }: PostStratified,
  write: Write,
): readonly string[] {
  const rest = covered === 1 ? "" : `; ${rateText(1 - covered)} of the log has no golden records`;
  return [
    "",
    ...write(`With ${by} as frequent as in the log${rest}`, "bold"),
    ...Object.entries(policies).flatMap(([policy, figures]) => [
      ...write(`  ${policy}`),
      ...write(
        `    accepted ${estimateText(figures.acceptance_rate.plain, "rate")}, weighted ${estimateText(figures.acceptance_rate.weighted, "rate")}`,
      ),
      ...write(
        `    per accepted ${estimateText(figures.cost_per_accepted_usd.plain, "usd")}, weighted ${estimateText(figures.cost_per_accepted_usd.weighted, "usd")}`,
      ),
    ]),
    ...comparisons.flatMap((one) => [
      ...write(`  ${one.candidate} against the baseline`),
      ...write(
        `    accepted ${estimateText(one.acceptance_rate_difference.plain, "points")}, weighted ${estimateText(one.acceptance_rate_difference.weighted, "points")}`,
      ),
      ...write(
        `    per accepted ${estimateText(one.cost_per_accepted_ratio.plain, "ratio")}, weighted ${estimateText(one.cost_per_accepted_ratio.weighted, "ratio")}`,
      ),
    ]),
  ];
}
