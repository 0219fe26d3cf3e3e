import { HarnessError } from "../core/harness-error.ts";
import type { ConditionSource } from "../core/condition-source.ts";
import type { Policy } from "../core/policy.ts";
import type { Problem } from "../core/problem.ts";
import type { Strategy } from "../core/strategy.ts";
import { compileExpression, type ResultKind } from "../expressions/compile-expression.ts";
import { requestRoots, triggerRoots } from "../expressions/scope.ts";

/** What is wrong with the expressions of a policy, all of them. */
export function compileProblems(policy: Policy): readonly Problem[] {
  const problems: Problem[] = [];
  const check: Check = (source, roots, kind) => {
    if (source === undefined) return;
    try {
      compileExpression(source, roots, kind);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      problems.push(...error.problems);
    }
  };
  checkStrategy(policy.strategy, check);
  const { risk, ceilings, fallback, reviewWhen } = policy;
  check(risk.classBy, requestRoots, "text");
  check(risk.sensitivityBy, requestRoots, "text");
  // A cap on money and on requests is two ceilings with one key.
  for (const key of new Set(ceilings.map((ceiling) => ceiling.key))) {
    check(key, requestRoots, "text");
  }
  for (const { expression } of fallback.transitions) check(expression, triggerRoots, "condition");
  for (const source of reviewWhen) {
    if (!isConditionName(source.text)) check(source, triggerRoots, "condition");
  }
  return problems;
}

type Check = (
  source: ConditionSource | undefined,
  roots: readonly string[],
  kind: ResultKind,
) => void;

function checkStrategy(strategy: Strategy, check: Check): void {
  switch (strategy.kind) {
    case "rules":
      for (const { when } of strategy.rules) check(when, requestRoots, "condition");
      break;
    case "cascade":
      check(strategy.escalateWhen, triggerRoots, "condition");
      break;
    case "threshold":
      check(strategy.score, requestRoots, "number");
      break;
    case "weighted":
      check(strategy.stickyBy, requestRoots, "text");
      break;
    case "intent": {
      const { classifier } = strategy;
      if (classifier.by === "label") {
        check(classifier.label, requestRoots, "text");
        check(classifier.confidence, requestRoots, "number");
      }
      if (classifier.by !== "rules") break;
      for (const { when } of classifier.rules) check(when, requestRoots, "condition");
      break;
    }
    case "cost_aware":
    case "scored":
      check(strategy.task, requestRoots, "text");
      break;
    case "latency_aware":
      if (strategy.budget.kind === "expression") {
        check(strategy.budget.source, requestRoots, "number");
      }
      break;
    case "pinned":
    case "priority":
    case "gateway":
    case "module":
      break;
  }
}

/** A bare name such as `refund_exception` is that of a tag or signal, not an expression. */
function isConditionName(text: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(text) && text !== "true" && text !== "false";
}
