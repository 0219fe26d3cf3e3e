import type { Attempt } from "../core/attempt.ts";
import type { ConditionSource } from "../core/condition-source.ts";
import type { Decision } from "../core/decision.ts";
import type { Policy } from "../core/policy.ts";
import type { RequestView } from "../core/request-view.ts";
import { isUnsure } from "./classified.ts";
import { holdsInSignals, holdsOnRequest, isConditionName } from "./named-condition.ts";
import { answerCondition } from "./policy-expression.ts";

/** Why a person must look at the answer to a request. */
export interface ReviewReasons {
  /** As far as the request and its decision tell. */
  before(view: RequestView, decision: Decision): readonly string[];
  /** What only the answer tells, besides; absent: nothing. The last attempt is the answer. */
  after(
    view: RequestView,
    decision: Decision,
    soFar: readonly Attempt[],
  ): readonly string[] | undefined;
}

interface ReviewCondition {
  readonly reason: string;
  readonly holdsBefore: (view: RequestView, decision: Decision) => boolean;
  /** Absent: the answer says nothing of it. */
  readonly holdsAfter: ((view: RequestView, soFar: readonly Attempt[]) => boolean) | undefined;
}

const noReasons: readonly string[] = [];

/**
 * Reads `human_review_required_when`: an expression, or a name that is a true tag or feature, the
 * value of any tag (`intent: refund_exception`), or a true signal of the answer.
 */
export function reviewReasons({ reviewWhen }: Policy): ReviewReasons {
  const conditions = reviewWhen.map(conditionOf);
  const ofAnswers = conditions.filter(({ holdsAfter }) => holdsAfter !== undefined);
  return {
    before(view, decision) {
      let reasons: string[] | undefined;
      for (const { reason, holdsBefore } of conditions) {
        if (holdsBefore(view, decision)) (reasons ??= []).push(reason);
      }
      return reasons ?? noReasons;
    },
    after(view, decision, soFar) {
      let reasons: string[] | undefined;
      for (const { reason, holdsAfter } of ofAnswers) {
        if (holdsAfter?.(view, soFar) !== true || decision.review.includes(reason)) continue;
        (reasons ??= []).push(reason);
      }
      return reasons;
    },
  };
}

function conditionOf(source: ConditionSource): ReviewCondition {
  const { text } = source;
  if (isConditionName(text)) {
    return {
      reason: text,
      holdsBefore: (view, decision) => isNamed(text, view) || isUnsure(text, decision),
      holdsAfter: (_view, soFar) => holdsInSignals(text, soFar.at(-1)),
    };
  }
  const { readsAnswer, isTrue } = answerCondition("human_review_required_when", source);
  return {
    reason: text,
    holdsBefore: (view) => !readsAnswer && isTrue(view, []),
    holdsAfter: readsAnswer ? isTrue : undefined,
  };
}

function isNamed(name: string, view: RequestView): boolean {
  return holdsOnRequest(name, view) || Object.values(view.tags).includes(name);
}
