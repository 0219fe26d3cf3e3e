/** What one segment cost in all, and how many of its outcomes were accepted. */
export interface SegmentCost {
  readonly cost: number;
  readonly accepted: number;
}

/** Cost per accepted outcome of one segment; null where nothing was accepted. */
export function segmentRatio({ cost, accepted }: SegmentCost): number | null {
  return accepted === 0 ? null : cost / accepted;
}

/**
 * Cost per accepted outcome over all segments: the mean of the segments' weighted by their share of
 * the accepted outcomes, not of the records, and with the cost of segments that accepted nothing.
 */
export function overallRatio(segments: readonly SegmentCost[]): number | null {
  return segmentRatio({
    cost: segments.reduce((sum, { cost }) => sum + cost, 0),
    accepted: segments.reduce((sum, { accepted }) => sum + accepted, 0),
  });
}

/**
 * What an accepted outcome would cost if the accepted ones came from the segments in the mix given:
 * the baseline's counts make a candidate comparable that accepts more of the dear work. Segments
 * are matched by place. Null where the mix takes outcomes from a segment that accepted none.
 */
export function mixStandardizedRatio(
  segments: readonly SegmentCost[],
  mix: readonly number[],
): number | null {
  const whole = mix.reduce((sum, share) => sum + share, 0);
  if (!(whole > 0)) return null;
  let sum = 0;
  for (const [place, segment] of segments.entries()) {
    const share = mix[place]! / whole;
    if (share === 0) continue;
    const ratio = segmentRatio(segment);
    if (ratio === null) return null;
    sum += share * ratio;
  }
  return sum;
}

/** Which way the candidate differs in every segment, if the whole says the opposite. */
export type SimpsonReversal = "cheaper_in_every_segment" | "dearer_in_every_segment";

/** Simpson's paradox; null where there is none, or where a segment of either arm has no ratio. */
export function simpsonReversal(
  candidate: readonly SegmentCost[],
  baseline: readonly SegmentCost[],
): SimpsonReversal | null {
  const whole = direction(overallRatio(candidate), overallRatio(baseline));
  const parts = candidate.map((segment, place) =>
    direction(segmentRatio(segment), segmentRatio(baseline[place]!)),
  );
  if (whole > 0 && parts.every((part) => part < 0)) return "cheaper_in_every_segment";
  if (whole < 0 && parts.every((part) => part > 0)) return "dearer_in_every_segment";
  return null;
}

function direction(candidate: number | null, baseline: number | null): number {
  return candidate === null || baseline === null ? NaN : Math.sign(candidate - baseline);
}
