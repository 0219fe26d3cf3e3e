import type { Policy } from "../core/policy.ts";
import type { RequestView } from "../core/request-view.ts";
import { holdsOnRequest, isConditionName } from "./named-condition.ts";
import { requestCondition } from "./policy-expression.ts";

const noReasons: readonly string[] = [];

/**
 * Why a person must look at the answer to a request, as far as the request tells: an expression,
 * or a name that is a true tag or feature, or the value of any tag (`intent: refund_exception`).
 * A decision is taken before any call, so signals of the answer are not asked here.
 */
export function reviewReasons(policy: Policy): (view: RequestView) => readonly string[] {
  const conditions = policy.reviewWhen.map((source) => ({
    reason: source.text,
    holds: isConditionName(source.text)
      ? (view: RequestView) => isNamed(source.text, view)
      : requestCondition("human_review_required_when", source),
  }));
  if (conditions.length === 0) return () => noReasons;
  return (view) => {
    let reasons: string[] | undefined;
    for (const { reason, holds } of conditions) if (holds(view)) (reasons ??= []).push(reason);
    return reasons ?? noReasons;
  };
}

function isNamed(name: string, view: RequestView): boolean {
  return holdsOnRequest(name, view) || Object.values(view.tags).includes(name);
}
