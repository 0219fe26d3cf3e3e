import type { Degradation } from "../core/degradation.ts";
import type { RequestChange } from "../core/request-change.ts";
import type { DegradeShape, ReducedScopeShape } from "./shapes/fallback-shape.ts";
import type { Template } from "./template.ts";
import type { Problem } from "../core/problem.ts";

/** The lesser services of a policy, in order. */
export function degradeOf(template: Template, problems: Problem[]): readonly Degradation[] {
  const steps = template.shape.fallback?.degrade ?? [];
  const end = steps.findIndex((step) => step.static_answer !== undefined);
  if (end >= 0 && end < steps.length - 1) {
    const message = "stands behind a static answer, after which nothing is tried";
    const path = ["fallback", "degrade", end + 1];
    problems.push(template.problemAt(path, message, "put the static answer last"));
  }
  return steps.flatMap(degradationOf);
}

function degradationOf({ static_answer: text, reduced_scope: scope }: DegradeShape): Degradation[] {
  if (text !== undefined) return [{ kind: "static_answer", text }];
  if (scope === undefined) return [];
  return [{ kind: "reduced_scope", route: scope.route, change: changeOf(scope) }];
}

function changeOf({
  max_output_tokens: maxOutputTokens,
  without_tools: withoutTools,
  instruction,
}: ReducedScopeShape): RequestChange {
  return {
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(withoutTools === true && { withoutTools }),
    ...(instruction !== undefined && { instruction }),
  };
}
