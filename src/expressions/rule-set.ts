import type { ConditionSource } from "../core/condition-source.ts";
import type { RequestView } from "../core/request-view.ts";
import { soundExpression, truthOf } from "./compile-expression.ts";
import { contextFiller, requestRoots, requestScope, type Facts } from "./scope.ts";

/** Conditions on a request, asked in their order. */
export interface RuleSet {
  /**
   * Position of the first condition that holds; -1: none does. `failed` makes an error of what a
   * condition threw.
   */
  readonly firstTrue: (
    view: RequestView,
    failed: (index: number, cause: unknown) => Error,
  ) => number;
}

/**
 * Compiles conditions that are asked one after another. All of them share one set of variables a
 * record, which grows as conditions need more: a long list of rules reads the record once, and a
 * prompt's length is not counted before a rule asks for it.
 */
export function compileRuleSet(sources: readonly ConditionSource[]): RuleSet {
  const held = new Set<string>();
  const conditions = sources.map((source) => {
    const { reads, evaluateIn } = soundExpression(source, requestRoots, "condition");
    return { source, evaluateIn, fill: contextFiller(reads, held) };
  });
  return {
    firstTrue(view, failed) {
      const context: Facts = {};
      const scope = requestScope(view);
      for (let index = 0; index < conditions.length; index += 1) {
        const { source, evaluateIn, fill } = conditions[index]!;
        fill(context, scope);
        try {
          if (truthOf(source, evaluateIn(context))) return index;
        } catch (error) {
          throw failed(index, error);
        }
      }
      return -1;
    },
  };
}
