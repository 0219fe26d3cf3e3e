import type { ExploredSegment, GuardedSegment, SegmentReport } from "../core/segment-report.ts";
import { countText, rateText } from "./numbers.ts";

/** How the tests of segments are to be read. */
export const SEGMENTS_NOTE: string =
  "An exact one-sided test of each tag value for a loss of accepted records. Guard segments are " +
  "adjusted by Holm and can only reject; all others are explored, adjusted by Benjamini and " +
  "Hochberg, and decide nothing. Where the records are too few to find a loss of the size that " +
  "matters, that nothing was found says nothing.";

type SegmentStatus = GuardedSegment["status"] | ExploredSegment["status"];

/** A segment's status, with a mark where there is something to see. */
export const segmentStatusWords: Readonly<Record<SegmentStatus, string>> = {
  regressed: "✗ got worse",
  flagged: "? looks worse",
  no_regression_found: "no loss found",
  cannot_detect: "cannot detect",
};

/** An adjusted p-value, to four decimals. */
export function segmentChanceText(p: number): string {
  return p < 0.0001 ? "<0.0001" : p.toFixed(4);
}

/** What was found in the segments that nobody declared; undefined: there are none. */
export function exploredText({ explored, detects }: SegmentReport): string | undefined {
  if (explored.length === 0) return undefined;
  const flagged = explored.filter(({ status }) => status === "flagged").length;
  const blind = explored.filter(({ status }) => status === "cannot_detect").length;
  return (
    `Explored: ${countText(explored.length)} other tag values. Look worse: ${countText(flagged)}. ` +
    `No loss found: ${countText(explored.length - flagged - blind)}. ` +
    `Cannot detect one of ${rateText(detects)}: ${countText(blind)}.`
  );
}

/** Above costs that are held against the same mix of accepted outcomes. */
export const STANDARDISED_TITLE =
  "Cost per accepted outcome, if both had accepted the baseline's mix";
