import { didYouMean } from "../../core/nearest-name.ts";
import type { Problem } from "../../core/problem.ts";
import type { IntentShape } from "../shapes/intent-shape.ts";
import type { Path, Template } from "../template.ts";

const above: Path = ["route_selection", "intent"];

/** What is wrong with the intents of a policy, and with how they are held against the right ones. */
export function intentProblems(template: Template): readonly Problem[] {
  const { intent } = template.shape.route_selection ?? {};
  if (intent === undefined) return [];
  return [...unroutedProblems(template, intent), ...goldenProblems(template, intent)];
}

/**
 * Intents that a classifier may give and that are nearly the name of one with a route. An intent
 * without a route is no problem by itself: it is as good as unsure.
 */
function unroutedProblems(template: Template, intent: IntentShape): readonly Problem[] {
  const routed = Object.keys(intent.routes);
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
  // A routed name that the classifier gives as well is an intent of its own, however like another.
  const names = given.map(({ name }) => name);
  const ungiven = routed.filter((name) => !names.includes(name));
  return given.flatMap(({ name, path }) => {
    const hint = routed.includes(name) ? undefined : didYouMean(name, ungiven);
    if (hint === undefined) return [];
    return [template.problemAt(path, `"${name}" has no route under routes`, hint)];
  });
}

/** A classifier that reads the right answer would be held against itself. */
function goldenProblems(template: Template, intent: IntentShape): readonly Problem[] {
  const { golden_tag: golden, label, confidence, rules = [] } = intent;
  if (golden === undefined) return [];
  const read: readonly (readonly [string | undefined, Path])[] = [
    [label, ["label"]],
    [confidence, ["confidence"]],
    ...rules.map(({ when }, index): [string | undefined, Path] => [when, ["rules", index, "when"]]),
  ];
  const isRead = tagReader(golden);
  return read.flatMap(([text, path]) => {
    if (text === undefined || !isRead.test(text)) return [];
    const message = `reads the golden tag "${golden}": it would be held against itself`;
    return [
      template.problemAt([...above, ...path], message, "read another tag, or name no golden_tag"),
    ];
  });
}

/** `tags.NAME`, `tags["NAME"]`, and with single quotes. */
function tagReader(name: string): RegExp {
  const text = RegExp.escape(name);
  return new RegExp(`\\btags\\s*(?:\\.\\s*${text}(?![\\w])|\\[\\s*(["'])${text}\\1)`);
}
