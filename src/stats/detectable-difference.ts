import { normalQuantile } from "./normal.ts";

/** What the variance of a difference per record is made of, when each arm answers repeatedly. */
export interface DifferenceVariance {
  /** Variance between records of the true difference (omega squared). */
  readonly betweenRecords: number;
  /** Mean variance of one answer about its record's own mean, in each arm. */
  readonly withinBaseline: number;
  readonly withinCandidate: number;
  /** Answers per record, in each arm. */
  readonly answersBaseline: number;
  readonly answersCandidate: number;
}

/**
 * Variance of one record's difference between the arms' mean answers: what repeating can take
 * away, and what it cannot. Source: Miller (2024), arXiv:2411.00640, equation 9.
 */
export function varianceOfDifference(parts: DifferenceVariance): number {
  const { betweenRecords, withinBaseline, withinCandidate } = parts;
  return (
    betweenRecords +
    withinBaseline / parts.answersBaseline +
    withinCandidate / parts.answersCandidate
  );
}

/** Standard errors between a threshold and a true value that is told from it with this power. */
function errorsApart(alpha: number, power: number): number {
  return normalQuantile(1 - alpha) + normalQuantile(power);
}

/** The smallest effect on a mean that so many records show with the power asked for. */
export function smallestDetectableEffect(
  records: number,
  standardDeviation: number,
  alpha: number,
  power: number,
): number | null {
  if (records <= 0) return null;
  return (errorsApart(alpha, power) * standardDeviation) / Math.sqrt(records);
}

/**
 * The smallest paired difference of proportions that so many pairs show, of which the share
 * `discordance` differs between the arms. Its variance is the discordance less the square of the
 * difference itself, so that the equation is solved for both at once. An answer above the
 * discordance means that nothing which that little discordance allows is shown. Null without pairs.
 */
export function smallestDetectablePairedDifference(
  pairs: number,
  discordance: number,
  alpha: number,
  power: number,
): number | null {
  if (pairs <= 0) return null;
  const z = errorsApart(alpha, power);
  return z * Math.sqrt(discordance / (pairs + z * z));
}
