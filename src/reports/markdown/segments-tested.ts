import type { PolicyComparison } from "../../core/comparison.ts";
import type { SegmentReport, StandardisedCost, TestedSegment } from "../../core/segment-report.ts";
import { estimateText, valueText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, rateText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import {
  exploredText,
  segmentChanceText,
  SEGMENTS_NOTE,
  segmentStatusWords,
  STANDARDISED_TITLE,
} from "../segment-words.ts";
import { cutList } from "./cut-list.ts";

/** What was declared of segments before the run, and what is only seen after it. */
export function segmentsTested({ comparison }: RunReport, rows: number): string | undefined {
  const { shown, note } = cutList(comparison.comparisons, rows, "candidates");
  const parts = shown.flatMap((one) => candidateSegments(one, rows));
  return parts.length === 0
    ? undefined
    : `## Segments, tested\n\n${SEGMENTS_NOTE}\n\n${parts.join("\n\n")}${note}`;
}

function candidateSegments(
  { candidate, segments }: PolicyComparison,
  rows: number,
): readonly string[] {
  if (segments === undefined) return [];
  const parts = [
    guards(segments, rows),
    explored(segments, rows),
    ...segments.simpson.map(({ says }) => `Simpson's paradox: ${inert(says, 400)}.`),
    standardised(segments.standardised_cost_per_accepted, rows),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : [`### ${inert(candidate)}`, ...parts];
}

function guards({ guard, detects }: SegmentReport, rows: number): string | undefined {
  if (guard.length === 0) return undefined;
  const { shown, note } = cutList(
    worstFirst(guard, ({ p_holm: p }) => p),
    rows,
    "guard segments",
  );
  const rowsOf = shown.map((one) => segmentRow(one, one.p_holm));
  return `Guard segments, held against a loss of ${rateText(detects)}:\n\n${table(header("Holm"), rowsOf)}${note}`;
}

/** Only what is flagged has a row: of the rest it is told how much could have been found. */
function explored(found: SegmentReport, rows: number): string | undefined {
  const summary = exploredText(found);
  if (summary === undefined) return undefined;
  const flagged = found.explored.filter(({ status }) => status === "flagged");
  if (flagged.length === 0) return summary;
  const { shown, note } = cutList(
    worstFirst(flagged, ({ p_bh: p }) => p),
    rows,
    "flagged segments",
  );
  return `${summary}\n\n${table(
    header("BH"),
    shown.map((one) => segmentRow(one, one.p_bh)),
  )}${note}`;
}

function header(adjusted: string): readonly string[] {
  return [
    "segment",
    "result",
    "lost",
    "won",
    "pairs",
    "difference",
    "p",
    `p (${adjusted})`,
    "smallest loss it can show",
  ];
}

function segmentRow(
  segment: TestedSegment & { readonly status: keyof typeof segmentStatusWords },
  adjusted: number,
): readonly string[] {
  return [
    `${inert(segment.tag)}=${inert(segment.value)}`,
    segmentStatusWords[segment.status],
    countText(segment.baseline_only),
    countText(segment.candidate_only),
    countText(segment.pairs),
    estimateText(segment.difference, "points"),
    segmentChanceText(segment.p),
    segmentChanceText(adjusted),
    segment.smallest_detectable === null ? "none" : rateText(segment.smallest_detectable),
  ];
}

function worstFirst<T extends TestedSegment>(
  segments: readonly T[],
  adjusted: (segment: T) => number,
): readonly T[] {
  return segments.toSorted((one, other) => adjusted(one) - adjusted(other) || one.p - other.p);
}

function standardised(costs: readonly StandardisedCost[], rows: number): string | undefined {
  if (costs.length === 0) return undefined;
  const { shown, note } = cutList(costs, rows, "tags");
  const body = shown.map(({ by, baseline, candidate, ratio }) => [
    inert(by),
    valueText(baseline.value, "usd", baseline.reason),
    valueText(candidate.value, "usd", candidate.reason),
    estimateText(ratio, "ratio"),
  ]);
  return `${STANDARDISED_TITLE}:\n\n${table(["mix of", "baseline", "candidate", "ratio"], body)}${note}`;
}
