import { skewnessOf, skewShift } from "../stats/skewness.ts";
import { studentQuantile } from "../stats/student.ts";
import { decideBound } from "../stats/decide-bound.ts";
import type { Direction, Finding } from "./finding.ts";
import { shortNumber } from "./short-number.ts";

/** Bounds that skewed units do not make too near; never nearer than the finding's own. */
export interface CautiousBounds {
  readonly lower: number;
  readonly upper: number;
}

/** Student's bounds on a mean, moved out where the residuals of its units are skewed. */
export function cautiousBounds(
  estimate: number,
  standardError: number,
  residuals: Float64Array,
  alpha: number,
): CautiousBounds | undefined {
  const skewness = skewnessOf(residuals);
  if (skewness === null || residuals.length < 2) return undefined;
  const t = studentQuantile(1 - alpha, residuals.length - 1);
  const shift = skewShift(skewness, residuals.length, t);
  return {
    lower: estimate - (t + Math.max(0, -shift)) * standardError,
    upper: estimate + (t + Math.max(0, shift)) * standardError,
  };
}

/**
 * A bound from few or lopsided units lies a little too near: what passes by less than that does
 * not pass. Figures and violations stay as they are.
 */
export function skewWeakness(
  { interval, cautious, weakness }: Finding,
  direction: Direction,
  threshold: number,
): Partial<Pick<Finding, "weakness">> {
  if (cautious === undefined || weakness !== undefined) return {};
  if (decideBound(direction, interval, threshold) !== "pass") return {};
  const { estimate } = interval;
  if (decideBound(direction, { estimate, ...cautious }, threshold) === "pass") return {};
  const [word, bound] = direction === "max" ? ["most", cautious.upper] : ["least", cautious.lower];
  return {
    weakness: `the outcomes are so skewed that this bound may be too near: allowing for that it is at ${word} ${shortNumber(bound)}`,
  };
}
