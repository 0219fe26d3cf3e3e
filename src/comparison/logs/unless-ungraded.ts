import type { ArmColumns } from "../arm-columns.ts";
import { unknownFinding, type Finding } from "../finding.ts";
import type { MetricReading } from "../metric-reading.ts";
import { tooFewAreGraded } from "./ungraded.ts";

/**
 * A reading of what rests on the graders' verdict on every answer. Where no grader can judge more
 * than 1 % of a log's answers (their texts or the log's verdict are not kept), they are not
 * accepted for want of evidence alone: two arms of such answers are equal at nothing, and no gate
 * may pass or fail on it.
 */
export function unlessUngraded(plain: MetricReading): MetricReading {
  const isUngraded = (arms: readonly ArmColumns[], units: Uint32Array): boolean =>
    arms.some((arm) => tooFewAreGraded(arm, units));
  const orUnknown = (
    arms: readonly ArmColumns[],
    units: Uint32Array,
    read: () => Finding,
  ): Finding => {
    if (!isUngraded(arms, units)) return read();
    return {
      ...unknownFinding("not_judged", { n: units.length, method: "none" }),
      weakness:
        "answers that no grader could judge are not accepted, and here they are more than 1 %",
    };
  };
  return {
    point: (arm, units) => (isUngraded([arm], units) ? null : plain.point(arm, units)),
    absolute: (arm, units) => orUnknown([arm], units, () => plain.absolute(arm, units)),
    difference: (from, to, units) =>
      orUnknown([from, to], units, () => plain.difference(from, to, units)),
    ratio: (from, to, units) => orUnknown([from, to], units, () => plain.ratio(from, to, units)),
  };
}
