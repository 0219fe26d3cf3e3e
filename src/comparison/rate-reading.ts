import type { ArmColumns } from "./arm-columns.ts";
import { coveredUnits } from "./covered-units.ts";
import { differenceFinding } from "./difference-finding.ts";
import type { Finding } from "./finding.ts";
import type { MetricReading, ReadingContext } from "./metric-reading.ts";
import { proportionFinding } from "./proportion-finding.ts";
import { denominatorOf, indicatorsOf, type Rate } from "./rate.ts";
import { rateRatioFinding } from "./rate-ratio-finding.ts";
import { clustersOf, valuesOf } from "./sample.ts";

/** A yes or no for each unit of those it is asked of. */
interface Question {
  readonly askedOf: (arm: ArmColumns, units: Uint32Array) => Uint32Array;
  readonly answers: (arm: ArmColumns, units: Uint32Array) => Float64Array;
}

/** Reads a rate that is a count of flags. */
export function rateReading(rate: Rate, context: ReadingContext): MetricReading {
  return questionReading(
    {
      askedOf: (arm, units) => denominatorOf(arm, units, rate),
      answers: (arm, units) => indicatorsOf(arm, units, rate),
    },
    context,
  );
}

/** Reads the share of outcomes whose last attempt went to a provider. */
export function providerShareReading(provider: string, context: ReadingContext): MetricReading {
  return questionReading(
    {
      askedOf: (arm, units) => coveredUnits([arm], units),
      answers: (arm, units) => {
        const code = arm.providers.texts.find(provider);
        return valuesOf(units, (unit) => (code !== 0 && arm.providers.at(unit) === code ? 1 : 0));
      },
    },
    context,
  );
}

function questionReading({ askedOf, answers }: Question, context: ReadingContext): MetricReading {
  const { clustering, alpha } = context;
  /** Only pairs of which the question is asked in both arms. */
  const paired = (
    from: ArmColumns,
    to: ArmColumns,
    units: Uint32Array,
    combine: typeof differenceFinding,
  ): Finding => {
    const both = askedOf(to, askedOf(from, units));
    return combine(answers(from, both), answers(to, both), clustersOf(both, clustering), alpha);
  };
  return {
    point: (arm, units) => {
      const values = answers(arm, askedOf(arm, units));
      return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
    },
    absolute: (arm, units) => {
      const asked = askedOf(arm, units);
      return proportionFinding(answers(arm, asked), clustersOf(asked, clustering), alpha);
    },
    difference: (from, to, units) => paired(from, to, units, differenceFinding),
    ratio: (from, to, units) => paired(from, to, units, rateRatioFinding),
  };
}
