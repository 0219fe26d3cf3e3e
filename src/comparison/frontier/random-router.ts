import { interpolatedQuantile } from "../../stats/interpolated-quantile.ts";
import { seededNumbers } from "../../stats/resamples.ts";
import { averageGapRecovered } from "../../stats/strong-share-curve.ts";
import type { CurveSample, SampledArm } from "./curve-sample.ts";

/** Bins of equal counts that a router's scores are swept over. */
const BINS = 10;
/** How many random routers are drawn. */
export const RANDOM_ROUTERS = 200;

/**
 * APGR of routers that draw a score for each record and send the highest to the strong route, on
 * the records of a sample: what a router has to beat. Empty where there is no gap to recover.
 */
export function randomRouters({ records, weak, strong }: CurveSample, seed: number): Float64Array {
  if (weak === undefined || strong === undefined) return new Float64Array(0);
  const gap = { weak: meanOf(weak), strong: meanOf(strong) };
  if (!(gap.strong > gap.weak)) return new Float64Array(0);
  const next = seededNumbers(seed);
  const scores = new Float64Array(records.length);
  return Float64Array.from({ length: RANDOM_ROUTERS }, () => {
    for (let index = 0; index < scores.length; index += 1) scores[index] = next();
    const curve = scoreCurve(scores, weak.accepted, strong.accepted);
    return averageGapRecovered(curve, gap) ?? Number.NaN;
  });
}

/** The sweep of a score over the edges of its bins, from no strong call to all of them. */
export function scoreCurve(
  scores: Float64Array,
  weak: Uint8Array,
  strong: Uint8Array,
): readonly { readonly strongShare: number; readonly quality: number }[] {
  const sorted = scores.toSorted();
  const n = scores.length;
  return Array.from({ length: BINS + 1 }, (_, bin) => {
    const edge = interpolatedQuantile(sorted, bin / BINS, 7) ?? 0;
    // At the last edge nothing is strong: else the sweep would begin above no strong call at all.
    const isStrong = (score: number): boolean => (bin === BINS ? score > edge : score >= edge);
    let [calls, accepted] = [0, 0];
    for (let index = 0; index < n; index += 1) {
      if (isStrong(scores[index]!)) {
        calls += 1;
        accepted += strong[index]!;
      } else accepted += weak[index]!;
    }
    return { strongShare: calls / n, quality: accepted / n };
  }).reverse();
}

function meanOf({ accepted }: SampledArm): number {
  let sum = 0;
  for (const one of accepted) sum += one;
  return sum / accepted.length;
}
