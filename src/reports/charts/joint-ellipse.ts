import type { JointRegion } from "../../core/charts/joint-region.ts";

const CORNERS = 72;

/** The 95 % quantile of chi-squared with two degrees of freedom, which is exponential. */
export const CHI_SQUARED_95: number = -2 * Math.log(0.05);

/**
 * The edge of the region that holds cost per accepted outcome and acceptance rate together with
 * 95 % confidence: `[US dollars, share]`, an ellipse in log cost. Shares beyond 0..1 are put at the
 * end, as no rate lies there. Undefined where there is no covariance, or no cost to take a log of.
 */
export function jointEllipse(
  region: JointRegion,
): readonly (readonly [number, number])[] | undefined {
  const { cost_per_accepted_usd: cost, acceptance_rate: rate, covariance } = region;
  if (cost === null || !(cost > 0) || rate === null || covariance === null) return undefined;
  // Any square root of the covariance maps the circle to the ellipse; the triangular one is short.
  const [ofCost, together, ofRate] = covariance;
  const across = Math.sqrt(Math.max(0, ofCost));
  const slope = across === 0 ? 0 : together / across;
  const along = Math.sqrt(Math.max(0, ofRate - slope * slope));
  const radius = Math.sqrt(CHI_SQUARED_95);
  return Array.from({ length: CORNERS }, (_, index) => {
    const angle = (2 * Math.PI * index) / CORNERS;
    const [right, up] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    const share = rate + slope * right + along * up;
    return [cost * Math.exp(across * right), Math.min(1, Math.max(0, share))] as const;
  });
}
