import { meanOf, squaresAbout } from "./moments.ts";

/** What of a mean's variance lies between records, and what within the answers to one. */
export interface AnswerVariance {
  readonly records: number;
  readonly mean: number;
  /** Mean variance of one answer about its record's mean. */
  readonly within: number;
  /** Variance of the records' true means; below 0 where chance makes up more than there is. */
  readonly between: number;
}

/**
 * Splits the variance of repeated answers, of which every record has the same number, two at
 * least. Null: fewer than two records or answers. Source: Miller (2024), section 3.1.
 *
 * `answers` holds the scores record by record, `repeats` of each.
 */
export function answerVariance(answers: Float64Array, repeats: number): AnswerVariance | null {
  const records = answers.length / repeats;
  if (!(records >= 2 && repeats >= 2)) return null;
  const means = new Float64Array(records);
  let squaresWithin = 0;
  for (let record = 0; record < records; record += 1) {
    const own = answers.subarray(record * repeats, (record + 1) * repeats);
    const mean = meanOf(own);
    means[record] = mean;
    squaresWithin += squaresAbout(own, mean);
  }
  const mean = meanOf(means);
  const within = squaresWithin / records / (repeats - 1);
  const between = squaresAbout(means, mean) / (records - 1) - within / repeats;
  return { records, mean, within, between };
}

/** The standard error of the mean that so many answers per record would leave. */
export function predictedError(parts: AnswerVariance, repeats: number): number {
  return Math.sqrt(Math.max(0, parts.between + parts.within / repeats) / parts.records);
}
