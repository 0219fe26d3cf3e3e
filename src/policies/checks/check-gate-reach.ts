import { isCountRule } from "../../core/count-rule.ts";
import type { Gate } from "../../core/gate.ts";
import { metricNames, rateMetrics } from "../../core/metric-names.ts";
import type { Problem } from "../../core/problem.ts";
import { gateBounds } from "../gate-bounds.ts";
import type { Path, Template } from "../template.ts";

type Limit = Pick<Gate, "metric" | "bound" | "threshold">;

/** Keys of `acceptance_tests` that hold a share to a bound. */
const acceptanceShares = [
  ["min_eval_pass_rate", "acceptance_rate", "min"],
  ["min_accuracy", "accuracy", "min"],
  ["min_evidence_complete_rate", "evidence_complete_rate", "min"],
  ["max_schema_error_rate", "schema_error_rate", "max"],
  ["max_unreviewed_fallback_rate", "unreviewed_fallback_rate", "max"],
] as const;

/**
 * Gates that no number of records makes pass, or none makes fail: they ask nothing, or too much.
 * What too few records cannot decide is no fault of the policy; `plan` says it.
 */
export function gateReachProblems(template: Template): readonly Problem[] {
  const { promotion = {}, acceptance_tests: tests = {} } = template.shape;
  const byPoint = promotion.decide_on === "point";
  const written: { readonly path: Path; readonly limit: Limit }[] = [];
  for (const [index, gate] of (promotion.gates ?? []).entries()) {
    for (const bound of gateBounds) {
      const threshold = gate[bound];
      if (threshold === undefined) continue;
      const path = ["promotion", "gates", index, bound];
      written.push({ path, limit: { metric: gate.metric, bound, threshold } });
    }
  }
  for (const [key, metric, bound] of acceptanceShares) {
    const threshold = tests[key];
    if (threshold === undefined) continue;
    written.push({ path: ["acceptance_tests", key], limit: { metric, bound, threshold } });
  }
  return written.flatMap(({ path, limit }) => {
    const found = unreachable(limit, byPoint);
    return found === undefined ? [] : [template.problemAt(path, found.message, found.hint)];
  });
}

interface Unreachable {
  readonly message: string;
  readonly hint: string;
}

function unreachable(limit: Limit, byPoint: boolean): Unreachable | undefined {
  const isNoShare = isShare(limit.metric) && (limit.threshold < 0 || limit.threshold > 1);
  // A percent that is written for a share, or a negative one, is said by itself.
  if (isCountRule(limit) || isNoShare) return undefined;
  return neverFails(limit) ?? (byPoint ? undefined : neverPasses(limit));
}

/** Graders' names are metrics too, and shares; every other metric that is none has its own name. */
function isShare(metric: string): boolean {
  return rateMetrics.includes(metric) || !metricNames.includes(metric);
}

function neverFails({ metric, bound, threshold }: Limit): Unreachable | undefined {
  const asks = `${metric} ${bound} ${threshold} can never fail`;
  const hint = "give a limit that something could break, or delete it";
  if (bound === "min" && threshold <= 0) {
    return { message: `${asks}: nothing lies below 0`, hint };
  }
  if (!isShare(metric)) return undefined;
  if (bound === "max" && threshold >= 1) {
    return { message: `${asks}: a share never exceeds 1`, hint };
  }
  if ((bound === "max_drop" || bound === "max_rise") && threshold >= 1) {
    return { message: `${asks}: a share cannot change by more than 1`, hint };
  }
  return undefined;
}

function neverPasses({ metric, bound, threshold }: Limit): Unreachable | undefined {
  const asks = `${metric} ${bound} ${threshold} can never pass`;
  if (!isShare(metric)) return undefined;
  if (bound === "min" && threshold >= 1) {
    const message = `${asks}: no number of records proves that it is exactly 1`;
    return { message, hint: "give a limit below 1: 0.99 needs 299 records without exception" };
  }
  if (bound === "max" && threshold <= 0) {
    const message = `${asks}: no number of records proves that it is exactly 0`;
    return { message, hint: "give a limit above 0: 0.01 needs 299 records without exception" };
  }
  return undefined;
}
