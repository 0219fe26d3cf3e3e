import type { ArmColumns } from "../arm-columns.ts";
import { coveredUnits } from "../covered-units.ts";
import type { Finding } from "../finding.ts";
import type { MetricReading, ReadingContext } from "../metric-reading.ts";
import { COVERED } from "../outcome-flags.ts";
import type { proportionFinding } from "../proportion-finding.ts";
import { questionReading, type Question } from "../rate-reading.ts";
import { Scratch } from "../scratch.ts";

/** What the method of such bounds ends with. */
export const WORST_CASE = "+worst_case";

/** What every outcome of an arm counts as where the log holds none. */
type Fill = (arm: ArmColumns) => 0 | 1;

/**
 * Reads a share of a request log, whose outcomes are known only where a policy does as the log
 * did. The estimate is that of the known part. Each bound holds whatever the rest would have
 * been: the lower one is the sample's with every unknown outcome at 0, the upper one with every
 * unknown outcome at 1, and of two arms each is held at the far end from the other.
 * Source: Manski (1990), with the sampling error of the filled sample on top.
 */
export function worstCaseReading(
  question: Question,
  plain: MetricReading,
  context: ReadingContext,
  ofOne?: typeof proportionFinding,
): MetricReading {
  // Two findings are held at a time: each needs a room of its own.
  const filled = (fill: Fill): MetricReading =>
    questionReading(withFilled(question, fill), { ...context, scratch: new Scratch() }, ofOne);
  const between =
    (how: "difference" | "ratio") =>
    (from: ArmColumns, to: ArmColumns, units: Uint32Array): Finding => {
      const known = plain[how](from, to, units);
      if (coveredUnits([from, to], units).length === units.length) return known;
      const least = filled((arm) => (arm === to ? 0 : 1))[how](from, to, units);
      const most = filled((arm) => (arm === to ? 1 : 0))[how](from, to, units);
      return enclosed(known, least, most);
    };
  return {
    point: (arm, units) => plain.point(arm, units),
    absolute: (arm, units) => {
      const known = plain.absolute(arm, units);
      if (coveredUnits([arm], units).length === units.length) return known;
      return enclosed(
        known,
        filled(() => 0).absolute(arm, units),
        filled(() => 1).absolute(arm, units),
      );
    },
    difference: between("difference"),
    ratio: between("ratio"),
  };
}

/** The same question, with an answer for every outcome that is not known. */
function withFilled({ askedOf, answers }: Question, fill: Fill): Question {
  return {
    // An unknown outcome may be one that the question is not asked of: to ask it is the far end.
    askedOf: (arm, units) => {
      const asked = askedOf(arm, units);
      const all = new Uint32Array(units.length);
      let [place, count] = [0, 0];
      for (let index = 0; index < units.length; index += 1) {
        const unit = units[index]!;
        const isAsked = asked[place] === unit;
        if (isAsked) place += 1;
        if (isAsked || !isCovered(arm, unit)) all[count++] = unit;
      }
      return count === units.length ? units : all.subarray(0, count);
    },
    answers: (arm, units, into) => {
      const found = answers(arm, units, into);
      const value = fill(arm);
      for (let index = 0; index < units.length; index += 1) {
        if (!isCovered(arm, units[index]!)) found[index] = value;
      }
      return found;
    },
  };
}

function isCovered({ flags }: ArmColumns, unit: number): boolean {
  return (flags[unit]! & COVERED) !== 0;
}

/** What is known between the least and the most that it can be. */
function enclosed(known: Finding, least: Finding, most: Finding): Finding {
  const { estimate } = known.interval;
  const interval = { estimate, lower: least.interval.lower, upper: most.interval.upper };
  return {
    interval: estimate === null ? { ...interval, reason: "nothing_agrees" } : interval,
    from: { ...most.from, method: `${most.from.method}${WORST_CASE}` },
    pAtMost: (threshold) => least.pAtMost(threshold),
    pAtLeast: (threshold) => most.pAtLeast(threshold),
    recordsNeeded: (direction, threshold) =>
      (direction === "min" ? least : most).recordsNeeded(direction, threshold),
    ...(known.weakness !== undefined && { weakness: known.weakness }),
  };
}
