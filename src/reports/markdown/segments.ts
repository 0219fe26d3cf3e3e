import { type Arm, armsOf } from "../arms.ts";
import { estimateText } from "../estimate-text.ts";
import { inert, table } from "../markdown-text.ts";
import { countText, notAvailable, pointsText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import {
  SMALL_SEGMENT,
  type SegmentDifference,
  segmentDifferences,
} from "../segment-differences.ts";
import { cutList } from "./cut-list.ts";

const NOTE =
  `Differences of two rates on the same records, largest loss first, without an interval of their own: ` +
  `judge them by the intervals of both arms. Segments of fewer than ${SMALL_SEGMENT} records come last.`;

/** Each tag value under candidate and baseline. */
export function segments(report: RunReport, rows: number): string | undefined {
  const [baseline, ...candidates] = armsOf(report);
  const { shown, note } = cutList(candidates, rows, "candidates");
  const parts = shown.flatMap((arm) => {
    const found = segmentDifferences(baseline.metrics, arm.metrics);
    return found.length === 0 ? [] : [candidateSegments(arm, found, rows)];
  });
  return parts.length === 0 ? undefined : `## Segments\n\n${NOTE}\n\n${parts.join("\n\n")}${note}`;
}

function candidateSegments(arm: Arm, found: readonly SegmentDifference[], rows: number): string {
  const { shown, note } = cutList(found, rows, "segments");
  const header = [
    "segment",
    "difference",
    "baseline accepts",
    "candidate accepts",
    "baseline, cost per accepted",
    "candidate, cost per accepted",
  ];
  return `### ${inert(arm.name)}\n\n${table(header, shown.map(segmentRow))}${note}`;
}

function segmentRow(segment: SegmentDifference): readonly string[] {
  const { tag, value, baseline, candidate, acceptanceDifference, isSmall, n } = segment;
  return [
    `${inert(tag)}=${inert(value)}${isSmall ? ` (small, n=${countText(n)})` : ""}`,
    acceptanceDifference === undefined
      ? notAvailable("no rate in one arm")
      : pointsText(acceptanceDifference),
    estimateText(baseline.acceptance_rate, "rate"),
    estimateText(candidate.acceptance_rate, "rate"),
    estimateText(baseline.cost.per_accepted_usd, "usd"),
    estimateText(candidate.cost.per_accepted_usd, "usd"),
  ];
}
