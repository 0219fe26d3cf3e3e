import { jackknifedSkewness, skewnessOf, skewShift } from "../stats/skewness.ts";
import { studentQuantile } from "../stats/student.ts";
import { clopperPearsonInterval } from "../stats/clopper-pearson.ts";
import { decideBound } from "../stats/decide-bound.ts";
import type { Interval } from "../stats/interval.ts";
import type { Direction, Finding } from "./finding.ts";
import { shortNumber } from "./short-number.ts";

/** Bounds that what the units are like does not make too near; never nearer than the finding's own. */
export interface CautiousBounds {
  readonly lower: number;
  readonly upper: number;
  /** Why the finding's own bounds may be too near, as the first half of a sentence. */
  readonly because: string;
}

const SKEWED = "the outcomes are so skewed";
const ONE_WAY = "the pairs that differ are so few, and all differ the same way,";

/** Student's bounds on a mean, moved out where the residuals of its units are skewed. */
export function cautiousBounds(
  estimate: number,
  standardError: number,
  residuals: Float64Array,
  alpha: number,
): CautiousBounds | undefined {
  const units = residuals.length;
  const seen = skewnessOf(residuals);
  if (seen === null || units < 2) return undefined;
  const t = studentQuantile(1 - alpha, units - 1);
  const shifts = [seen, jackknifedSkewness(residuals) ?? seen].map((skewness) =>
    skewShift(skewness, units, t),
  );
  return {
    lower: estimate - (t + Math.max(0, -Math.min(...shifts))) * standardError,
    upper: estimate + (t + Math.max(0, ...shifts)) * standardError,
    because: SKEWED,
  };
}

/**
 * Bounds on a difference of shares where some pairs differ and all of them the same way. The score
 * method is a little too bold there: of 300 pairs with losses alone, at a margin of 0.02, it lets
 * 6.0 % pass. The exact bound on the share of these pairs is then one on the difference as well.
 */
export function oneWayBounds(
  { lower, upper }: Pick<Interval, "lower" | "upper">,
  up: number,
  down: number,
  pairs: number,
  alpha: number,
): CautiousBounds | undefined {
  if (up > 0 === down > 0 || lower === null || upper === null) return undefined;
  const most = clopperPearsonInterval(up + down, pairs, alpha).upper ?? 1;
  return {
    lower: down > 0 ? Math.min(lower, -most) : lower,
    upper: up > 0 ? Math.max(upper, most) : upper,
    because: ONE_WAY,
  };
}

/**
 * A bound from few or lopsided units lies a little too near: what passes by less than that does
 * not pass. Figures and violations stay as they are.
 */
export function cautionWeakness(
  { interval, cautious: look, weakness }: Finding,
  direction: Direction,
  threshold: number,
): Partial<Pick<Finding, "weakness">> {
  if (look === undefined || weakness !== undefined) return {};
  if (decideBound(direction, interval, threshold) !== "pass") return {};
  const cautious = look();
  if (cautious === undefined) return {};
  const { estimate } = interval;
  if (decideBound(direction, { estimate, ...cautious }, threshold) === "pass") return {};
  const [word, bound] = direction === "max" ? ["most", cautious.upper] : ["least", cautious.lower];
  return {
    weakness: `${cautious.because} that this bound may be too near: allowing for that it is at ${word} ${shortNumber(bound)}`,
  };
}
