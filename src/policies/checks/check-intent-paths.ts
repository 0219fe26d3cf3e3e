import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import type { Strategy } from "../../core/strategy.ts";
import type { Path, Template } from "../template.ts";

type Intent = Extract<Strategy, { readonly kind: "intent" }>;

const above: Path = ["route_selection", "intent"];

/** Intents that lead nowhere, routes that no intent leads to, and a confidence that nobody gives. */
export function intentFindings(template: Template, { strategy }: Policy): readonly Finding[] {
  if (strategy.kind !== "intent") return [];
  return [
    ...withoutRoute(template, strategy),
    ...neverGiven(template, strategy),
    ...alwaysUnsure(template, strategy),
  ];
}

/** What a classifier may say, each where it is written; undefined: it may say anything. */
function given({
  classifier,
}: Intent): readonly { readonly intent: string; readonly path: Path }[] | undefined {
  switch (classifier.by) {
    case "label":
      return undefined;
    case "rules":
      return classifier.rules.map(({ intent }, index) => ({
        intent,
        path: [...above, "rules", index, "intent"],
      }));
    case "neighbours":
      return [...new Set(classifier.prompts.map(({ intent }) => intent))].map((intent) => ({
        intent,
        path: [...above, "prompts"],
      }));
    case "model":
      return classifier.labels.map((intent, index) => ({
        intent,
        path: [...above, "model", "labels", index],
      }));
  }
}

function withoutRoute(template: Template, strategy: Intent): readonly Finding[] {
  const routed = new Set(strategy.routes.map(({ intent }) => intent));
  const seen = new Set<string>();
  return (given(strategy) ?? []).flatMap(({ intent, path }) => {
    if (routed.has(intent) || seen.has(intent)) return [];
    seen.add(intent);
    const message = `the intent "${intent}" has no route: it counts as unsure`;
    return [template.problemAt(path, message, `write routes: {${intent}: ROUTE}`)];
  });
}

function neverGiven(template: Template, strategy: Intent): readonly Finding[] {
  const intents = given(strategy)?.map(({ intent }) => intent);
  if (intents === undefined) return [];
  return strategy.routes.flatMap(({ intent }) => {
    if (intents.includes(intent)) return [];
    const message = `nothing gives the intent "${intent}": its route is never chosen for it`;
    return [template.problemAt([...above, "routes", intent], message, "correct it, or delete it")];
  });
}

/** Rules below the least confidence, and a least confidence where nobody says how sure he is. */
function alwaysUnsure(
  template: Template,
  { classifier, minConfidence }: Intent,
): readonly Finding[] {
  if (classifier.by === "rules") {
    return classifier.rules.flatMap(({ confidence }, index) => {
      if (confidence >= minConfidence) return [];
      const message = `confidence ${confidence} is below min_confidence ${minConfidence}: what this rule finds always counts as unsure`;
      const path = [...above, "rules", index, "confidence"];
      return [template.problemAt(path, message, "correct one of the two")];
    });
  }
  const isWritten = template.shape.route_selection?.intent?.min_confidence !== undefined;
  if (classifier.by !== "label" || classifier.confidence !== undefined || !isWritten) return [];
  const message = "is not looked at: nothing says how sure the label is";
  const hint = "write confidence: EXPRESSION beside label";
  return [template.problemAt([...above, "min_confidence"], message, hint)];
}
