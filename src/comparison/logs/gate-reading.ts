import type { Gate } from "../../core/gate.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { coveredUnits } from "../covered-units.ts";
import { isTooMuchMissing, unknownFinding, type Finding } from "../finding.ts";
import { meanFinding } from "../mean-finding.ts";
import type { MetricReading, ReadingContext } from "../metric-reading.ts";
import { providerQuestion, rateQuestion } from "../rate-reading.ts";
import { isRateName, rates } from "../rate.ts";
import { readingOf } from "../reading-of.ts";
import { scoreQuestion } from "../score-reading.ts";
import { isGradedMetric } from "./ungraded.ts";
import { unlessUngraded } from "./unless-ungraded.ts";
import { WORST_CASE, worstCaseReading } from "./worst-case-reading.ts";

/**
 * How a gate reads its metric; absent: no metric or grader has that name. Where outcomes are those
 * of a request log a share is bounded by the worst and the best that the missing ones can be, and
 * what has no best or worst, such as a cost, is not identified. What nobody judged is not known.
 */
export function gateReadingOf(
  gate: Pick<Gate, "metric" | "provider">,
  context: ReadingContext,
): MetricReading | undefined {
  const plain = readingOf(gate, context);
  if (plain === undefined || context.collected.records.logged === undefined) return plain;
  const bounded = boundedReading(gate, plain, context);
  return isGradedMetric(gate.metric) ? unlessUngraded(bounded) : bounded;
}

function boundedReading(
  { metric, provider }: Pick<Gate, "metric" | "provider">,
  plain: MetricReading,
  context: ReadingContext,
): MetricReading {
  if (metric === "coverage") return plain;
  if (metric === "provider_share") {
    return provider === undefined
      ? plain
      : worstCaseReading(providerQuestion(provider), plain, context);
  }
  if (isRateName(metric)) return worstCaseReading(rateQuestion(rates[metric]), plain, context);
  const grader = context.collected.arms[0]?.scores.graders.indexOf(metric) ?? -1;
  if (metric === "accuracy" || grader >= 0) {
    const question = scoreQuestion(metric === "accuracy" ? undefined : grader);
    return worstCaseReading(question, plain, context, meanFinding);
  }
  return unlessUncovered(plain);
}

/** A reading without a worst case: it speaks only where next to nothing is missing. */
function unlessUncovered(plain: MetricReading): MetricReading {
  const orUnknown = (
    arms: readonly ArmColumns[],
    units: Uint32Array,
    read: () => Finding,
  ): Finding => {
    const covered = coveredUnits(arms, units).length;
    if (!isTooMuchMissing(units.length - covered, units.length)) return read();
    return {
      ...unknownFinding("not_identified", { n: units.length, method: "worst_case" }),
      weakness: `the log covers ${covered} of ${units.length} records, and what the others would have been has no bound`,
    };
  };
  return {
    point: (arm, units) => plain.point(arm, units),
    absolute: (arm, units) => orUnknown([arm], units, () => plain.absolute(arm, units)),
    difference: (from, to, units) =>
      orUnknown([from, to], units, () => plain.difference(from, to, units)),
    ratio: (from, to, units) => orUnknown([from, to], units, () => plain.ratio(from, to, units)),
  };
}

/**
 * Why a gate that looks at what was seen, and at no bound, may not pass: it has seen a part alone.
 */
export function unseenWeakness(
  arms: readonly ArmColumns[],
  units: Uint32Array,
  { collected }: Pick<ReadingContext, "collected">,
): Partial<Pick<Finding, "weakness" | "recordsNeeded">> {
  if (collected.records.logged === undefined) return {};
  const missing = units.length - coveredUnits(arms, units).length;
  if (missing === 0) return {};
  return {
    weakness: `the log does not say what became of ${missing} of ${units.length} records`,
    recordsNeeded: () => null,
  };
}

/** What bounds of a log hold for, as the rest of a gate's sentence; empty: they are the plain ones. */
export function worstCaseNote(
  { from }: Finding,
  arms: readonly ArmColumns[],
  units: Uint32Array,
): string {
  if (!from.method.endsWith(WORST_CASE)) return "";
  const missing = units.length - coveredUnits(arms, units).length;
  return `; the log holds no outcome of ${missing} of ${units.length} records, and the bounds allow for whatever they would have been`;
}
