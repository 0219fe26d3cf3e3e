import type { Attempt } from "../core/attempt.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { ConditionSource } from "../core/condition-source.ts";
import type { RequestView } from "../core/request-view.ts";
import {
  compileExpression,
  evaluateCondition,
  evaluateNumber,
} from "../expressions/compile-expression.ts";
import { compileRuleSet } from "../expressions/rule-set.ts";
import { requestRoots, requestScope, triggerRoots, triggerScope } from "../expressions/scope.ts";

/** A condition on the request; `name` is what messages call it, such as `rule 2`. */
export function requestCondition(
  name: string,
  source: ConditionSource,
): (view: RequestView) => boolean {
  const expression = compileExpression(source, requestRoots, "condition");
  return (view) => {
    try {
      return evaluateCondition(expression, requestScope(view));
    } catch (error) {
      throw failedOn(name, source, view, error);
    }
  };
}

/**
 * The first of several conditions that holds, by its position; -1: none does. `nameOf` says what
 * messages call each.
 */
export function firstTrueCondition(
  sources: readonly ConditionSource[],
  nameOf: (index: number) => string,
): (view: RequestView) => number {
  const { firstTrue } = compileRuleSet(sources);
  return (view) =>
    firstTrue(view, (index, cause) => failedOn(nameOf(index), sources[index]!, view, cause));
}

/** A number computed from the request. */
export function requestNumber(
  name: string,
  source: ConditionSource,
): (view: RequestView) => number {
  const expression = compileExpression(source, requestRoots, "number");
  return (view) => {
    try {
      return evaluateNumber(expression, requestScope(view));
    } catch (error) {
      throw failedOn(name, source, view, error);
    }
  };
}

/** A text, number or truth value read from the request, as text; an empty one is an error. */
export function requestText(name: string, source: ConditionSource): (view: RequestView) => string {
  const textOf = requestLabel(name, source);
  return (view) => {
    const text = textOf(view);
    if (text === undefined) throw failedOn(name, source, view, noText());
    return text;
  };
}

/** A text, number or truth value read from the request, as text; absent: the text is empty. */
export function requestLabel(
  name: string,
  source: ConditionSource,
): (view: RequestView) => string | undefined {
  const expression = compileExpression(source, requestRoots, "text");
  return (view) => {
    let value: unknown;
    try {
      value = expression.evaluate(requestScope(view));
    } catch (error) {
      throw failedOn(name, source, view, error);
    }
    const text = asText(value);
    if (text === undefined) throw failedOn(name, source, view, noText());
    return text === "" ? undefined : text;
  };
}

/** A number from 0 to 1 computed from the request. */
export function requestShare(name: string, source: ConditionSource): (view: RequestView) => number {
  const numberOf = requestNumber(name, source);
  return (view) => {
    const share = numberOf(view);
    if (share >= 0 && share <= 1) return share;
    throw failedOn(name, source, view, new Error(`it gives ${share}, not a number from 0 to 1`));
  };
}

/**
 * A condition on what was answered, that may be asked of a failure too: it sees `response.error`.
 * One that needs an answer to be evaluated does not hold after a failure; on an answer, failing to
 * evaluate is an error of the policy.
 */
export function attemptCondition(
  name: string,
  source: ConditionSource,
): (view: RequestView, soFar: readonly Attempt[]) => boolean {
  const isTrue = triggerCondition(name, source);
  return (view, soFar) => {
    if (soFar.at(-1)?.result.kind === "response") return isTrue(view, soFar);
    try {
      return isTrue(view, soFar);
    } catch {
      return false;
    }
  };
}

/** A condition on the request and what was answered so far. */
export function triggerCondition(
  name: string,
  source: ConditionSource,
): (view: RequestView, soFar: readonly Attempt[]) => boolean {
  const expression = compileExpression(source, triggerRoots, "condition");
  return (view, soFar) => {
    try {
      return evaluateCondition(expression, triggerScope(view, soFar));
    } catch (error) {
      throw failedOn(name, source, view, error);
    }
  };
}

/** A condition that may look at the answer, and whether it does: else it is known before any call. */
export function answerCondition(
  name: string,
  source: ConditionSource,
): {
  readonly readsAnswer: boolean;
  readonly isTrue: (view: RequestView, soFar: readonly Attempt[]) => boolean;
} {
  const { roots } = compileExpression(source, triggerRoots, "condition");
  const readsAnswer = triggerRoots.some((root) => !requestRoots.includes(root) && roots.has(root));
  const isTrue = readsAnswer ? triggerCondition(name, source) : requestCondition(name, source);
  return { readsAnswer, isTrue };
}

function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const isPlain =
    typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
  return isPlain ? String(value) : undefined;
}

function noText(): Error {
  return new Error("it gives neither a text nor a number");
}

/** The expression's own message starts with its place; rule and record go between. */
function failedOn(
  name: string,
  source: ConditionSource,
  view: RequestView,
  cause: unknown,
): HarnessError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const placed = `${source.place}: `;
  const why = message.startsWith(placed) ? message.slice(placed.length) : message;
  return new HarnessError(
    "invalid-input",
    `${placed}${name} fails on record "${view.recordId}": ${why}`,
    { cause, hint: cause instanceof HarnessError ? cause.hint : undefined },
  );
}
