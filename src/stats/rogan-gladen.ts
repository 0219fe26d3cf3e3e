import { withoutBounds, type Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/** Records that a judge passed, and how it did on records whose truth is known. */
export interface JudgedCounts {
  readonly judged: number;
  readonly judgedPositive: number;
  /** Records that are truly good, and how many of them the judge passed. */
  readonly trulyPositive: number;
  readonly truePositives: number;
  /** Records that are truly bad, and how many of them the judge failed. */
  readonly trulyNegative: number;
  readonly trueNegatives: number;
}

/** Rates that a corrected one is made of. */
interface JudgeRates {
  /** Share that the judge passes. */
  readonly apparent: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * The true rate behind an apparent one, not clipped: outside 0..1 the judge's error rates cannot
 * be those it had when it was calibrated. Null where the judge is no better than chance.
 * Source: Rogan and Gladen (1978).
 */
export function roganGladenPoint({
  apparent,
  sensitivity,
  specificity,
}: JudgeRates): number | null {
  const youden = sensitivity + specificity - 1;
  return youden > 0 ? (apparent + specificity - 1) / youden : null;
}

/** A judged rate, corrected for the judge's errors. */
export interface CorrectedRate extends JudgeRates {
  /** Sensitivity + specificity - 1: what the judge tells apart. NaN without a calibration. */
  readonly youden: number;
  /** Null where the judge is no better than chance, or was not calibrated. */
  readonly raw: number | null;
  /** The raw rate within 0..1. */
  readonly estimate: number | null;
  /** By the delta method, the errors of sensitivity and specificity included. */
  readonly standardError: number | null;
}

function ratesOf(counts: JudgedCounts): JudgeRates {
  return {
    apparent: counts.judgedPositive / counts.judged,
    sensitivity: counts.truePositives / counts.trulyPositive,
    specificity: counts.trueNegatives / counts.trulyNegative,
  };
}

/** Variance of a corrected rate by the delta method, from rates and the numbers behind them. */
function varianceOf(
  rates: JudgeRates,
  corrected: number,
  sizes: { readonly judged: number; readonly positive: number; readonly negative: number },
): number {
  const { apparent: q, sensitivity, specificity } = rates;
  const spread =
    (q * (1 - q)) / sizes.judged +
    (corrected ** 2 * sensitivity * (1 - sensitivity)) / sizes.positive +
    ((1 - corrected) ** 2 * specificity * (1 - specificity)) / sizes.negative;
  return spread / (sensitivity + specificity - 1) ** 2;
}

/** The corrected rate with its standard error. */
export function roganGladen(counts: JudgedCounts): CorrectedRate {
  const rates = ratesOf(counts);
  const youden = rates.sensitivity + rates.specificity - 1;
  const raw = roganGladenPoint(rates);
  if (raw === null || Number.isNaN(raw)) {
    return { ...rates, youden, raw: null, estimate: null, standardError: null };
  }
  const { judged, trulyPositive: positive, trulyNegative: negative } = counts;
  const variance = varianceOf(rates, raw, { judged, positive, negative });
  return { ...rates, youden, raw, estimate: clip(raw), standardError: Math.sqrt(variance) };
}

function clip(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}

/** A corrected rate between its bounds, and the bounds as they came out. */
export interface CorrectedInterval extends Interval {
  /** Before they were held within 0..1; null where nothing can be corrected. */
  readonly unclipped: { readonly lower: number; readonly upper: number } | null;
}

/**
 * Interval of a corrected rate, adjusted for small calibrations. Its bounds are withheld as
 * `calibration_inconsistent` where the judge passes a share that its error rates rule out: held
 * within 0..1 they would close to a point there, and prove whatever is asked.
 * Source: Lang and Reiczigel (2014).
 */
export function roganGladenInterval(counts: JudgedCounts, alpha: number): CorrectedInterval {
  const { raw, estimate } = roganGladen(counts);
  if (raw === null) {
    const isEmpty = counts.judged * counts.trulyPositive * counts.trulyNegative === 0;
    const reason = isEmpty ? "no_data" : "judge_no_better_than_chance";
    return { ...withoutBounds(null, reason), unclipped: null };
  }
  const unclipped = adjustedBounds(counts, normalQuantile(1 - alpha));
  if (raw < 0 || raw > 1) {
    return { ...withoutBounds(estimate, "calibration_inconsistent"), unclipped };
  }
  if (unclipped === null) {
    return { ...withoutBounds(estimate, "judge_no_better_than_chance"), unclipped };
  }
  return { estimate, lower: clip(unclipped.lower), upper: clip(unclipped.upper), unclipped };
}

/** Null where so few calibrating records, once adjusted for, tell nothing apart. */
function adjustedBounds(
  counts: JudgedCounts,
  z: number,
): { readonly lower: number; readonly upper: number } | null {
  const sizes = {
    judged: counts.judged + z * z,
    positive: counts.trulyPositive + 2,
    negative: counts.trulyNegative + 2,
  };
  const rates: JudgeRates = {
    apparent: (counts.judgedPositive + (z * z) / 2) / sizes.judged,
    sensitivity: (counts.truePositives + 1) / sizes.positive,
    specificity: (counts.trueNegatives + 1) / sizes.negative,
  };
  const { sensitivity, specificity } = rates;
  const middle = roganGladenPoint(rates);
  if (middle === null) return null;
  const shift =
    2 *
    z *
    z *
    ((middle * sensitivity * (1 - sensitivity)) / sizes.positive -
      ((1 - middle) * specificity * (1 - specificity)) / sizes.negative);
  const half = z * Math.sqrt(varianceOf(rates, middle, sizes));
  return { lower: middle + shift - half, upper: middle + shift + half };
}
