import {
  areaUnderFrontier,
  averageQuality,
  costQualityFrontier,
  costRangeOf,
} from "../../../src/stats/cost-quality-frontier.ts";
import {
  areaUnderQuality,
  averageGapRecovered,
  gapRecovered,
  shareToRecover,
  type QualityGap,
  type StrongSharePoint,
} from "../../../src/stats/strong-share-curve.ts";
import { num, nums, rows, type Coverage, type Fields } from "./vector-fields.ts";

/** A sweep with the gap between its models; shares are percentages in the vectors. */
function sweep(input: Fields): { readonly curve: StrongSharePoint[]; readonly gap: QualityGap } {
  const qualities = nums(input, "accuracy");
  const curve = nums(input, "strong_percentage").map((percentage, index) => ({
    strongShare: percentage / 100,
    quality: qualities[index]!,
  }));
  return { curve, gap: { weak: num(input, "weak"), strong: num(input, "strong") } };
}

function percentToRecover(target: number, curve: StrongSharePoint[], gap: QualityGap) {
  const share = shareToRecover(target, curve, gap);
  return share === null ? null : share * 100;
}

/** Our functions, by the method of the vectors that they meet. */
export const frontierVectors: Readonly<Record<string, Coverage>> = {
  routellm_frontier: {
    ours: (input) => {
      const { curve, gap } = sweep(input);
      return {
        routellm_auc: areaUnderQuality(curve),
        routellm_apgr: averageGapRecovered(curve, gap),
        pgr: curve.map(({ quality }) => gapRecovered(quality, gap)),
        cpt_first_crossing: [0.2, 0.5, 0.8].map((target) => percentToRecover(target, curve, gap)),
      };
    },
  },
  routellm_cpt: {
    ours: (input) => {
      const { curve, gap } = sweep(input);
      return {
        cpt: nums(input, "targets").map((target) => percentToRecover(target, curve, gap)),
      };
    },
  },
  routerbench_aiq: {
    ours: (input) => {
      const points = rows(input, "points").map(([cost, quality]) => ({
        cost: cost!,
        quality: quality!,
      }));
      const [frontier, range] = [costQualityFrontier(points), costRangeOf(points)!];
      return {
        frontier: frontier.map(({ cost, quality }) => [cost, quality]),
        area: areaUnderFrontier(frontier, range),
        aiq_paper: averageQuality(frontier, range),
      };
    },
  },
};
