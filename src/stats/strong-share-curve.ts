/** One setting of a router between two models. */
export interface StrongSharePoint {
  /** Share of records that go to the strong model, 0 to 1. */
  readonly strongShare: number;
  /** Mean quality over all records, in any unit. */
  readonly quality: number;
}

/** Qualities of the two models alone. */
export interface QualityGap {
  readonly weak: number;
  readonly strong: number;
}

/** Share of the gap between the models that a quality makes up; null where there is no gap. */
export function gapRecovered(quality: number, { weak, strong }: QualityGap): number | null {
  return strong > weak ? (quality - weak) / (strong - weak) : null;
}

/** Area under the quality over the share of strong calls, by trapezoids; points in share order. */
export function areaUnderQuality(curve: readonly StrongSharePoint[]): number {
  return curve.slice(1).reduce((area, point, index) => {
    const before = curve[index]!;
    const width = point.strongShare - before.strongShare;
    return area + (width * (point.quality + before.quality)) / 2;
  }, 0);
}

/**
 * APGR: the gap recovered, averaged over the shares of strong calls that the points span; 0.5 for
 * a router that draws at random. Points are in share order. Null without a gap or without a span.
 * Source: RouteLLM (Ong et al. 2024).
 */
export function averageGapRecovered(
  curve: readonly StrongSharePoint[],
  gap: QualityGap,
): number | null {
  const span = (curve.at(-1)?.strongShare ?? 0) - (curve[0]?.strongShare ?? 0);
  return span > 0 ? gapRecovered(areaUnderQuality(curve) / span, gap) : null;
}

/**
 * The curve from no strong call to all of them: where its points begin or end short of that, the
 * models alone are its ends, as anybody can have those. A router that was tried at high shares only
 * would else look better than one that draws at random, whatever it does.
 */
export function wholeCurve(
  curve: readonly StrongSharePoint[],
  { weak, strong }: QualityGap,
): readonly StrongSharePoint[] {
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined) return curve;
  return [
    ...(first.strongShare > 0 ? [{ strongShare: 0, quality: weak }] : []),
    ...curve,
    ...(last.strongShare < 1 ? [{ strongShare: 1, quality: strong }] : []),
  ];
}

/**
 * CPT: the smallest share of strong calls at which so much of the gap is recovered, straight
 * lines between the points. On a curve that dips it is the first crossing. Null where the curve
 * never gets there, or without a gap.
 */
export function shareToRecover(
  target: number,
  curve: readonly StrongSharePoint[],
  gap: QualityGap,
): number | null {
  if (!(gap.strong > gap.weak)) return null;
  const wanted = gap.weak + target * (gap.strong - gap.weak);
  const index = curve.findIndex(({ quality }) => quality >= wanted);
  const reached = curve[index];
  if (reached === undefined) return null;
  const before = curve[index - 1];
  if (before === undefined) return reached.strongShare;
  const part = (wanted - before.quality) / (reached.quality - before.quality);
  return before.strongShare + part * (reached.strongShare - before.strongShare);
}

/** Whether more strong calls ever made it worse: then the crossing is not the only one. */
export function hasDip(curve: readonly StrongSharePoint[]): boolean {
  return curve.some(({ quality }, index) => index > 0 && quality < curve[index - 1]!.quality);
}
