import type { Metrics, PolicyMetrics } from "../core/metrics.ts";
import { ownValue } from "./own-value.ts";

/** Below this many records a segment's difference is mostly chance. */
export const SMALL_SEGMENT = 30;

/** One tag value under both policies. */
export interface SegmentDifference {
  readonly tag: string;
  readonly value: string;
  readonly baseline: Metrics;
  readonly candidate: Metrics;
  /** Candidate less baseline in acceptance rate; absent: one of them has none. */
  readonly acceptanceDifference: number | undefined;
  /** The smaller arm's. */
  readonly n: number;
  readonly isSmall: boolean;
}

/** Every segment that both policies have: the largest loss first, small ones after all others. */
export function segmentDifferences(
  baseline: PolicyMetrics,
  candidate: PolicyMetrics,
): readonly SegmentDifference[] {
  const found: SegmentDifference[] = [];
  for (const [tag, values] of Object.entries(baseline.segments)) {
    const others = ownValue(candidate.segments, tag);
    for (const [value, metrics] of Object.entries(values)) {
      const other = ownValue(others, value);
      if (other !== undefined) found.push(differenceOf(tag, value, metrics, other));
    }
  }
  return found.sort(byLoss);
}

function differenceOf(
  tag: string,
  value: string,
  baseline: Metrics,
  candidate: Metrics,
): SegmentDifference {
  const before = baseline.acceptance_rate;
  const after = candidate.acceptance_rate;
  const n = Math.min(before.n, after.n);
  return {
    tag,
    value,
    baseline,
    candidate,
    acceptanceDifference:
      before.value === null || after.value === null ? undefined : after.value - before.value,
    n,
    isSmall: n < SMALL_SEGMENT,
  };
}

function byLoss(left: SegmentDifference, right: SegmentDifference): number {
  if (left.isSmall !== right.isSmall) return left.isSmall ? 1 : -1;
  const a = left.acceptanceDifference ?? Infinity;
  const b = right.acceptanceDifference ?? Infinity;
  if (a !== b) return a < b ? -1 : 1;
  if (left.tag !== right.tag) return left.tag < right.tag ? -1 : 1;
  return left.value < right.value ? -1 : 1;
}
