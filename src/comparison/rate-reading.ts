import type { ArmColumns } from "./arm-columns.ts";
import { coveredUnits } from "./covered-units.ts";
import { differenceFinding } from "./difference-finding.ts";
import type { Finding } from "./finding.ts";
import { flaggedUnits, indicatorsOf } from "./flagged-units.ts";
import type { MetricReading, ReadingContext } from "./metric-reading.ts";
import { proportionFinding } from "./proportion-finding.ts";
import type { Rate } from "./rate.ts";
import { rateRatioFinding } from "./rate-ratio-finding.ts";
import { clustersOf, sumOf } from "./sample.ts";

/** A yes or no, or a number from 0 to 1, for each unit of those it is asked of. */
export interface Question {
  readonly askedOf: (arm: ArmColumns, units: Uint32Array) => Uint32Array;
  /** `into` has a place for each unit. */
  readonly answers: (arm: ArmColumns, units: Uint32Array, into: Float64Array) => Float64Array;
}

/** Reads a rate that is a count of flags. */
export function rateReading(rate: Rate, context: ReadingContext): MetricReading {
  return questionReading(rateQuestion(rate), context);
}

export function rateQuestion({ counts, among }: Rate): Question {
  return {
    askedOf: (arm, units) => flaggedUnits(units, arm.flags, among),
    answers: (arm, units, into) => indicatorsOf(units, arm.flags, counts, into),
  };
}

/** Reads the share of outcomes whose last attempt went to a provider. */
export function providerShareReading(provider: string, context: ReadingContext): MetricReading {
  return questionReading(providerQuestion(provider), context);
}

export function providerQuestion(provider: string): Question {
  return {
    askedOf: (arm, units) => coveredUnits([arm], units),
    answers: ({ providers }, units, into) => {
      const code = providers.texts.find(provider);
      for (let index = 0; index < units.length; index += 1) {
        into[index] = code !== 0 && providers.at(units[index]!) === code ? 1 : 0;
      }
      return into;
    },
  };
}

/** How the answers to a question are read; `ofOne` makes the finding of one arm by itself. */
export function questionReading(
  { askedOf, answers }: Question,
  context: ReadingContext,
  ofOne: typeof proportionFinding = proportionFinding,
): MetricReading {
  const { clustering, alpha, scratch } = context;
  const single = (arm: ArmColumns, asked: Uint32Array) =>
    answers(arm, asked, scratch.take(0, asked.length));
  /** Only pairs of which the question is asked in both arms. */
  const paired = (
    from: ArmColumns,
    to: ArmColumns,
    units: Uint32Array,
    combine: typeof differenceFinding,
  ): Finding => {
    const both = askedOf(to, askedOf(from, units));
    const before = answers(from, both, scratch.take(2, both.length));
    const after = answers(to, both, scratch.take(3, both.length));
    return combine(before, after, clustersOf(both, clustering), alpha);
  };
  return {
    point: (arm, units) => {
      const values = single(arm, askedOf(arm, units));
      return values.length === 0 ? null : sumOf(values) / values.length;
    },
    absolute: (arm, units) => {
      const asked = askedOf(arm, units);
      return ofOne(single(arm, asked), clustersOf(asked, clustering), alpha);
    },
    difference: (from, to, units) => paired(from, to, units, differenceFinding),
    ratio: (from, to, units) => paired(from, to, units, rateRatioFinding),
  };
}
