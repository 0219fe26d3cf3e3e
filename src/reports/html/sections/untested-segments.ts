import type { Arm } from "../../arms.ts";
import { estimateText } from "../../estimate-text.ts";
import { countText, notAvailable, pointsText } from "../../numbers.ts";
import { SMALL_SEGMENT, segmentDifferences } from "../../segment-differences.ts";
import { dataTable } from "../data-table.ts";
import type { Html } from "../../html-text.ts";

const MOST_ROWS = 60;

/** Segments of a run whose comparison tested none: both rates, and no interval of their difference. */
export function untestedSegments(baseline: Arm, candidate: Arm, index: number): Html | undefined {
  const found = segmentDifferences(baseline.metrics, candidate.metrics);
  if (found.length === 0) return undefined;
  const rest = found.length - MOST_ROWS;
  return dataTable({
    id: `segments-${index}-rates`,
    caption: `Acceptance by segment. This run was compared before segments were tested: differences have no interval of their own, and segments of fewer than ${SMALL_SEGMENT} records come last`,
    columns: [
      { title: "segment" },
      { title: "difference", isNumeric: true },
      { title: "baseline accepts", isNumeric: true },
      { title: "candidate accepts", isNumeric: true },
    ],
    rows: found
      .slice(0, MOST_ROWS)
      .map((segment) => [
        `${segment.tag}=${segment.value}${segment.isSmall ? ` (small, n=${countText(segment.n)})` : ""}`,
        segment.acceptanceDifference === undefined
          ? notAvailable("no rate in one arm")
          : pointsText(segment.acceptanceDifference),
        estimateText(segment.baseline.acceptance_rate, "rate"),
        estimateText(segment.candidate.acceptance_rate, "rate"),
      ]),
    note: rest > 0 ? `${countText(rest)} more segments in comparison.json.` : undefined,
  });
}
