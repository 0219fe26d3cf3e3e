import type { PolicyComparison } from "../../core/comparison.ts";
import type {
  ExploredSegment,
  GuardedSegment,
  SegmentReport,
  StandardisedCost,
  TestedSegment,
} from "../../core/segment-report.ts";
import { estimateText, valueText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, rateText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { cutList } from "./cut-list.ts";

const NOTE =
  "An exact one-sided test of each tag value for a loss of accepted records. Guard segments are " +
  "adjusted by Holm and can only reject; all others are explored, adjusted by Benjamini and " +
  "Hochberg, and decide nothing. Where the records are too few to find a loss of the size that " +
  "matters, that nothing was found says nothing.";

/** What was declared of segments before the run, and what is only seen after it. */
export function segmentsTested({ comparison }: RunReport, rows: number): string | undefined {
  const { shown, note } = cutList(comparison.comparisons, rows, "candidates");
  const parts = shown.flatMap((one) => candidateSegments(one, rows));
  return parts.length === 0
    ? undefined
    : `## Segments, tested\n\n${NOTE}\n\n${parts.join("\n\n")}${note}`;
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

const words: Readonly<Record<GuardedSegment["status"] | ExploredSegment["status"], string>> = {
  regressed: "✗ got worse",
  flagged: "? looks worse",
  no_regression_found: "no loss found",
  cannot_detect: "cannot detect",
};

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
function explored({ explored: all, detects }: SegmentReport, rows: number): string | undefined {
  if (all.length === 0) return undefined;
  const flagged = all.filter(({ status }) => status === "flagged");
  const blind = all.filter(({ status }) => status === "cannot_detect").length;
  const found = all.length - flagged.length - blind;
  const summary =
    `Explored: ${countText(all.length)} other tag values. Look worse: ${countText(flagged.length)}. ` +
    `No loss found: ${countText(found)}. Cannot detect one of ${rateText(detects)}: ${countText(blind)}.`;
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
  segment: TestedSegment & { readonly status: keyof typeof words },
  adjusted: number,
): readonly string[] {
  return [
    `${inert(segment.tag)}=${inert(segment.value)}`,
    words[segment.status],
    countText(segment.baseline_only),
    countText(segment.candidate_only),
    countText(segment.pairs),
    estimateText(segment.difference, "points"),
    pText(segment.p),
    pText(adjusted),
    segment.smallest_detectable === null ? "none" : rateText(segment.smallest_detectable),
  ];
}

function pText(p: number): string {
  return p < 0.0001 ? "<0.0001" : p.toFixed(4);
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
  const title = "Cost per accepted outcome, if both had accepted the baseline's mix:";
  return `${title}\n\n${table(["mix of", "baseline", "candidate", "ratio"], body)}${note}`;
}
