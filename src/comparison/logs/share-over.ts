import { isAtMost } from "../../stats/rounding.ts";
import type { ArmColumns } from "../arm-columns.ts";
import type { Finding } from "../finding.ts";
import { knownUnits, latencySample, timedUnits, type LatencyKind } from "../latency-sample.ts";
import type { ReadingContext } from "../metric-reading.ts";
import { questionReading, type Question } from "../rate-reading.ts";
import { worstCaseReading } from "./worst-case-reading.ts";

/**
 * Share of an arm's outcomes that take longer than a limit, of a request log: between what the
 * outcomes that it does not hold can make of it.
 */
export function shareOverOfLog(
  kind: LatencyKind,
  limitMs: number,
  arm: ArmColumns,
  context: ReadingContext,
): Finding {
  const question: Question = {
    askedOf: (one, units) => knownUnits([one], kind, timedUnits([one], kind, units)),
    answers: (one, units, into) => {
      const { values, endless = values } = latencySample(one, kind, units);
      for (let index = 0; index < endless.length; index += 1) {
        into[index] = isAtMost(endless[index]!, limitMs) ? 0 : 1;
      }
      return into;
    },
  };
  const plain = questionReading(question, context);
  const finding = worstCaseReading(question, plain, context).absolute(arm, arm.present);
  const method = `share_over_limit_${finding.from.method}`;
  return { ...finding, from: { ...finding.from, method } };
}
