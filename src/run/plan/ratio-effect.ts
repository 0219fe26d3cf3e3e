import type { Direction } from "../../comparison/finding.ts";
import { FEWEST_ALIKE } from "../../comparison/ratio-finding.ts";
import { normalQuantile } from "../../stats/normal.ts";
import { recordsNeededForMean } from "../../stats/records-needed.ts";
import { isNoise } from "../../stats/rounding.ts";
import {
  inAgreeingGroups,
  inGroups,
  PLANNED_POWER,
  type GateEffect,
  type Sample,
} from "./planning-sample.ts";

/** A figure above 0 that is compared on the scale of its logarithm. */
export interface LogFigure {
  /** What it is expected to be: a ratio, or an amount in the unit of the limit. */
  readonly expected: number;
  /** Standard deviation of its logarithm, per record. */
  readonly deviation: number;
  /** Records below which no bound is given at all; absent: there is no such number. */
  readonly fewestRecords?: number;
}

/** Whether a figure lies far enough on the good side of a limit, and what would show that it does. */
export function logEffect(
  { expected, deviation, fewestRecords }: LogFigure,
  direction: Direction,
  limit: number,
  sample: Sample,
): GateEffect {
  const { n, designEffect, alpha, about, clusters } = sample;
  const z = normalQuantile(1 - alpha) + normalQuantile(PLANNED_POWER);
  const distance = (z * deviation) / Math.sqrt(n / designEffect);
  const passesFrom = limit * Math.exp(direction === "max" ? -distance : distance);
  const isGood = direction === "max" ? expected < limit : expected > limit;
  const needed =
    isGood && limit > 0
      ? recordsNeededForMean(Math.log(expected), Math.log(limit), deviation, alpha, PLANNED_POWER)
      : null;
  // One record has no error, and a few that are alike have none that is believed.
  const fewestAlike = isNoise(deviation, 1) ? FEWEST_ALIKE : 0;
  return {
    smallestEffect: {
      unit: "ratio",
      value: Math.exp(-distance),
      passes_from: passesFrom,
      power: PLANNED_POWER,
      assumed: about,
    },
    recordsNeeded: {
      assuming: `a true figure of ${Number(expected.toPrecision(4))}${clusters}`,
      n:
        needed === null
          ? null
          : inGroups(Math.max(needed, fewestRecords ?? 2, fewestAlike), sample),
      n_stable: null,
    },
    fewestRecords: inAgreeingGroups(fewestRecords ?? null, sample),
  };
}
