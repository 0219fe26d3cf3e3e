import type { PolicyComparison } from "../../core/comparison.ts";
import type { GuardedSegment } from "../../core/segment-report.ts";
import { countText, rateText } from "../numbers.ts";

/** What a reader of the verdict has to know of its segments, in a line each. */
export function segmentNotes({ segments }: PolicyComparison): readonly string[] {
  if (segments === undefined) return [];
  const { guard, detects, simpson } = segments;
  const count = (status: GuardedSegment["status"]): number =>
    guard.filter((segment) => segment.status === status).length;
  const worse = guard.filter(({ status }) => status === "regressed");
  const names = worse.map(({ tag, value }) => `${tag}=${value}`).join(", ");
  const guards =
    `guards: ${countText(worse.length)} of ${countText(guard.length)} got worse` +
    `${worse.length === 0 ? "" : ` (${names})`}, in ${countText(count("no_regression_found"))} no loss was ` +
    `found, ${countText(count("cannot_detect"))} cannot detect one of ${rateText(detects)}`;
  return [
    ...(guard.length === 0 ? [] : [guards]),
    ...simpson.map(({ says }) => `Simpson's paradox: ${says}`),
  ];
}
