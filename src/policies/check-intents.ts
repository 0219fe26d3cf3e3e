import { didYouMean } from "../core/nearest-name.ts";
import type { Problem } from "../core/problem.ts";
import type { Path, Template } from "./template.ts";

/**
 * Intents that a classifier may give and that are nearly the name of one with a route. An intent
 * without a route is no problem by itself: it is as good as unsure.
 */
export function intentProblems(template: Template): readonly Problem[] {
  const { intent } = template.shape.route_selection ?? {};
  if (intent === undefined) return [];
  const routed = Object.keys(intent.routes);
  const above: Path = ["route_selection", "intent"];
  const given: readonly { readonly name: string; readonly path: Path }[] = [
    ...(intent.rules ?? []).map((rule, index) => ({
      name: rule.intent,
      path: [...above, "rules", index, "intent"],
    })),
    ...(intent.model?.labels ?? []).map((name, index) => ({
      name,
      path: [...above, "model", "labels", index],
    })),
  ];
  return given.flatMap(({ name, path }) => {
    const hint = routed.includes(name) ? undefined : didYouMean(name, routed);
    if (hint === undefined) return [];
    return [template.problemAt(path, `"${name}" has no route under routes`, hint)];
  });
}
