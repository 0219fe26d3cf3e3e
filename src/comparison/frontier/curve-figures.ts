import {
  averageQuality,
  costQualityFrontier,
  costRangeOf,
} from "../../stats/cost-quality-frontier.ts";
import {
  averageGapRecovered,
  hasDip,
  shareToRecover,
  wholeCurve,
  type QualityGap,
  type StrongSharePoint,
} from "../../stats/strong-share-curve.ts";
import { weightedMeans, type CurveSample, type WeightedMeans } from "./curve-sample.ts";

/** Shares of the gap between the two routes whose price in strong calls is told. */
export const cptTargets = [20, 50, 80] as const;

/** What one curve says; NaN: it is undefined, Infinity: not even all strong calls get there. */
export interface CurveFigures {
  readonly apgr: number;
  /** By the order of `cptTargets`, in per cent of the records. */
  readonly cpt: readonly number[];
  readonly aiq: number;
}

/** A setting on the curve, with its place among the settings. */
export interface PlacedPoint extends StrongSharePoint {
  readonly setting: number;
}

/** Settings by share of strong calls, rising; equal shares by what they accept. */
export function strongShareCurve(means: readonly WeightedMeans[]): readonly PlacedPoint[] {
  return means
    .map(({ accepted, strong }, setting) => ({ setting, strongShare: strong, quality: accepted }))
    .toSorted((one, other) => one.strongShare - other.strongShare || one.quality - other.quality);
}

/** The figures of the curve over records that count as often as their weights say. */
export function curveFigures(sample: CurveSample, weights: Uint16Array): CurveFigures {
  const means = sample.settings.map((arm) => weightedMeans(arm, weights));
  return { ...gapFigures(sample, weights, means), aiq: aiqOf(means) };
}

/** What the two routes alone accept; absent: there is no pair. */
function gapOf({ weak, strong }: CurveSample, weights: Uint16Array): QualityGap | undefined {
  if (weak === undefined || strong === undefined) return undefined;
  return {
    weak: weightedMeans(weak, weights).accepted,
    strong: weightedMeans(strong, weights).accepted,
  };
}

/** Whether more strong calls never accept less, from none of them to all; each record counts once. */
export function isMonotone(curve: readonly StrongSharePoint[], sample: CurveSample): boolean {
  const gap = gapOf(sample, new Uint16Array(sample.records.length).fill(1));
  return !hasDip(gap === undefined ? curve : wholeCurve(curve, gap));
}

function gapFigures(
  sample: CurveSample,
  weights: Uint16Array,
  means: readonly WeightedMeans[],
): Omit<CurveFigures, "aiq"> {
  const unknown = { apgr: Number.NaN, cpt: cptTargets.map(() => Number.NaN) };
  const gap = gapOf(sample, weights);
  if (gap === undefined || !(gap.strong > gap.weak)) return unknown;
  const curve = wholeCurve(strongShareCurve(means), gap);
  const cpt = cptTargets.map((target) => {
    const share = shareToRecover(target / 100, curve, gap);
    return share === null ? Number.POSITIVE_INFINITY : 100 * share;
  });
  return { apgr: averageGapRecovered(curve, gap) ?? Number.NaN, cpt };
}

function aiqOf(means: readonly WeightedMeans[]): number {
  const points = means.map(({ costNanoUsd, accepted }) => ({
    cost: costNanoUsd,
    quality: accepted,
  }));
  if (points.some(({ cost }) => Number.isNaN(cost))) return Number.NaN;
  const range = costRangeOf(points);
  return (range && averageQuality(costQualityFrontier(points), range)) ?? Number.NaN;
}
