import type { ArmColumns } from "./arm-columns.ts";
import { gateSentence } from "./gate-sentence.ts";
import type { ReadingContext } from "./metric-reading.ts";
import { directionOf, type PreparedGate } from "./prepared-gate.ts";
import { isCountRule, type ArmPair } from "./promotion-gates.ts";
import { rateReading } from "./rate-reading.ts";
import { rates, type RateName } from "./rate.ts";

/** The gates of `acceptance_tests`, for the candidate alone. */
export function acceptanceGates(arms: ArmPair, context: ReadingContext): readonly PreparedGate[] {
  const { acceptance } = arms.candidate.policy;
  const asked = [
    ["min_eval_pass_rate", "acceptance_rate", "min", acceptance.minEvalPassRate],
    ["max_schema_error_rate", "schema_error_rate", "max", acceptance.maxSchemaErrorRate],
    [
      "max_unreviewed_fallback_rate",
      "unreviewed_fallback_rate",
      "max",
      acceptance.maxUnreviewedFallbackRate,
    ],
  ] as const;
  return asked.flatMap(([key, metric, bound, threshold]) =>
    threshold === undefined ? [] : [prepare(key, metric, bound, threshold, arms, context)],
  );
}

function prepare(
  key: string,
  metric: RateName,
  bound: "min" | "max",
  threshold: number,
  { baseline, candidate }: ArmPair,
  context: ReadingContext,
): PreparedGate {
  const reading = rateReading(rates[metric], context);
  const finding = reading.absolute(candidate, candidate.present);
  const direction = directionOf(bound);
  const { confidence } = candidate.policy.promotion;
  const point = (arm: ArmColumns) => reading.point(arm, arm.present);
  const isCount = isCountRule({ metric, bound, threshold });
  const scope = "overall";
  const facts = { metric, scope, bound, direction, threshold, finding, confidence, isCount };
  return {
    id: `acceptance_tests.${key} ${threshold}`,
    metric,
    askedBy: "acceptance_tests",
    scope,
    bound,
    threshold,
    baseline: point(baseline),
    candidate: point(candidate),
    finding,
    direction,
    limit: threshold,
    isCount,
    unpricedCalls: 0,
    sentence: (status) => gateSentence({ ...facts, status }),
  };
}
