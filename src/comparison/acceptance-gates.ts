import { isCountRule } from "../core/count-rule.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import type { Policy } from "../core/policy.ts";
import type { ArmColumns } from "./arm-columns.ts";
import { cautionWeakness } from "./cautious-bounds.ts";
import { coveredUnits } from "./covered-units.ts";
import { unknownFinding } from "./finding.ts";
import { gateSentence } from "./gate-sentence.ts";
import type { ReadingContext } from "./metric-reading.ts";
import { directionOf, type PreparedGate } from "./prepared-gate.ts";
import { unpricedCalls, type ArmPair } from "./promotion-gates.ts";
import { gateReadingOf, unseenWeakness, worstCaseNote } from "./logs/gate-reading.ts";
import { isCostMetric } from "./reading-of.ts";

/** A key of `acceptance_tests` with the metric that it holds to a bound. */
interface Asked {
  readonly key: string;
  readonly metric: string;
  readonly bound: "min" | "max";
  readonly threshold: number | undefined;
}

interface AcceptanceLimit {
  readonly metric: string;
  readonly bound: "min" | "max";
  readonly threshold: number;
}

/** The gates of `acceptance_tests`, for the candidate alone. */
export function acceptanceGates(arms: ArmPair, context: ReadingContext): readonly PreparedGate[] {
  return acceptanceLimits(arms.candidate.policy.acceptance).map(({ id, limit }) =>
    prepare(id, limit, arms, context),
  );
}

/** What `acceptance_tests` holds to which bound, by the names of the gates. */
export function acceptanceLimits(
  acceptance: Policy["acceptance"],
): readonly { readonly id: string; readonly limit: AcceptanceLimit }[] {
  return askedBy(acceptance).flatMap(({ key, metric, bound, threshold }) =>
    threshold === undefined
      ? []
      : [{ id: `acceptance_tests.${key} ${threshold}`, limit: { metric, bound, threshold } }],
  );
}

function askedBy(acceptance: Policy["acceptance"]): readonly Asked[] {
  const {
    minEvalPassRate,
    minAccuracy,
    maxSchemaErrorRate,
    maxUnreviewedFallbackRate,
    maxCostPerAcceptedNanoUsd: mostNanoUsd,
    minEvidenceCompleteRate,
  } = acceptance;
  const least = (key: string, metric: string, threshold: number | undefined): Asked => ({
    key,
    metric,
    bound: "min",
    threshold,
  });
  const most = (key: string, metric: string, threshold: number | undefined): Asked => ({
    key,
    metric,
    bound: "max",
    threshold,
  });
  const mostUsd = mostNanoUsd === undefined ? undefined : usdFromNanoUsd(mostNanoUsd);
  return [
    least("min_eval_pass_rate", "acceptance_rate", minEvalPassRate),
    least("min_accuracy", "accuracy", minAccuracy),
    most("max_schema_error_rate", "schema_error_rate", maxSchemaErrorRate),
    most("max_unreviewed_fallback_rate", "unreviewed_fallback_rate", maxUnreviewedFallbackRate),
    most("max_cost_per_accepted", "cost_per_accepted_usd", mostUsd),
    least("min_evidence_complete_rate", "evidence_complete_rate", minEvidenceCompleteRate),
  ];
}

function prepare(
  id: string,
  limit: AcceptanceLimit,
  { baseline, candidate }: ArmPair,
  context: ReadingContext,
): PreparedGate {
  const { metric, bound, threshold } = limit;
  const reading = gateReadingOf({ metric, provider: undefined }, context);
  const { confidence, decideOn } = candidate.policy.promotion;
  const isCount = isCountRule(limit);
  const direction = directionOf(bound);
  const found =
    reading?.absolute(candidate, candidate.present) ??
    unknownFinding("no_such_metric", { n: 0, method: "none" });
  const finding = {
    ...found,
    ...(decideOn === "bound" && cautionWeakness(found, direction, threshold)),
    ...(isCount || decideOn === "point"
      ? unseenWeakness([candidate], candidate.present, context)
      : {}),
  };
  const point = (arm: ArmColumns) => reading?.point(arm, arm.present) ?? null;
  const scope = "overall";
  const facts = { metric, scope, bound, direction, threshold, finding, confidence, isCount };
  return {
    id,
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
    unpricedCalls: isCostMetric(metric)
      ? unpricedCalls([candidate], coveredUnits([candidate], candidate.present))
      : 0,
    sentence: (status) =>
      gateSentence({ ...facts, status }) + worstCaseNote(finding, [candidate], candidate.present),
  };
}
