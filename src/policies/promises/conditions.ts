import type { Attempt } from "../../core/attempt.ts";
import type { ConditionSource } from "../../core/condition-source.ts";
import {
  compileExpression,
  evaluateCondition,
  evaluateNumber,
} from "../../expressions/compile-expression.ts";
import { requestRoots, requestScope, triggerRoots, triggerScope } from "../../expressions/scope.ts";
import type { DrillRequest } from "./promised.ts";

/** What a condition gives on a request; undefined: it fails there. */
export type Answer<T> = (request: DrillRequest) => T | undefined;

/** A condition of a document on its own, without the policy that it belongs to. */
export function conditionOn(source: ConditionSource): Answer<boolean> {
  const expression = compileExpression(source, requestRoots, "condition");
  return (request) => unlessFailing(() => evaluateCondition(expression, requestScope(request)));
}

/** A score of a document on its own. */
export function numberOn(source: ConditionSource): Answer<number> {
  const expression = compileExpression(source, requestRoots, "number");
  return (request) => unlessFailing(() => evaluateNumber(expression, requestScope(request)));
}

/** A text or number of a document on its own, as text. */
export function textOn(source: ConditionSource): Answer<string> {
  const expression = compileExpression(source, requestRoots, "text");
  return (request) =>
    unlessFailing(() => {
      const value = expression.evaluate(requestScope(request));
      return value === null || value === undefined || value === ""
        ? undefined
        : `${value as string}`;
    });
}

/** A condition on what was answered. */
export function conditionAfter(
  source: ConditionSource,
): (request: DrillRequest, soFar: readonly Attempt[]) => boolean | undefined {
  const expression = compileExpression(source, triggerRoots, "condition");
  return (request, soFar) =>
    unlessFailing(() => evaluateCondition(expression, triggerScope(request, soFar)));
}

function unlessFailing<T>(evaluate: () => T | undefined): T | undefined {
  try {
    return evaluate();
  } catch {
    return undefined;
  }
}
