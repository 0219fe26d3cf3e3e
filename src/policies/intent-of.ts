import type { ClassifierRule } from "../core/classifier-rule.ts";
import type { ReferencePrompt } from "../core/classifier-rule.ts";
import { nanoUsdFromUsd } from "../core/money.ts";
import type { Problem } from "../core/problem.ts";
import type { Strategy, UnsurePath } from "../core/strategy.ts";
import { byName } from "./by-name.ts";
import { conditionAt, conditionIfAny } from "./condition-at.ts";
import type { IntentShape } from "./shapes/intent-shape.ts";
import type { Path, Template } from "./template.ts";

const section: Path = ["route_selection", "intent"];

/** Keys that speak of one classifier alone, with the one that it cannot do without. */
const keysOf: Readonly<
  Record<
    IntentShape["by"],
    { readonly needed: keyof IntentShape; readonly keys: readonly string[] }
  >
> = {
  label: { needed: "label", keys: ["label", "confidence"] },
  rules: { needed: "rules", keys: ["rules"] },
  neighbours: { needed: "prompts", keys: ["prompts", "neighbours"] },
  model: { needed: "model", keys: ["model"] },
};

/** The strategy `intent`; absent: it is not one, and the problems say why. */
export function intentOf(
  template: Template,
  shape: IntentShape,
  prompts: readonly ReferencePrompt[],
  problems: Problem[],
): Extract<Strategy, { readonly kind: "intent" }> | undefined {
  const found = keyProblems(template, shape);
  problems.push(...found);
  const classifier = classifierOf(template, shape, prompts);
  const unsure = unsureOf(template, shape);
  if (unsure === undefined) {
    const message = 'the strategy intent needs "unsure" or "primary_route"';
    const hint = "say where a request of unknown intent goes";
    problems.push(template.problemAt(section, message, hint));
  }
  if (classifier === undefined || unsure === undefined || found.length > 0) return undefined;
  const { overhead } = shape;
  return {
    kind: "intent",
    classifier,
    routes: byName(shape.routes).map(([intent, route]) => ({ intent, route })),
    minConfidence: shape.min_confidence ?? 0.5,
    unsure,
    goldenTag: shape.golden_tag,
    overhead: overhead && {
      latencyMs: overhead.latency_ms ?? 0,
      costNanoUsd: nanoUsdFromUsd(overhead.cost_usd ?? 0),
    },
  };
}

function keyProblems(template: Template, shape: IntentShape): readonly Problem[] {
  const { by } = shape;
  const { needed, keys: own } = keysOf[by];
  const lacking =
    shape[needed] === undefined
      ? [template.problemAt([...section, "by"], `intent by ${by} needs "${needed}"`)]
      : [];
  const idle = Object.values(keysOf)
    .flatMap(({ keys }) => keys)
    .filter((key) => !own.includes(key) && Object.hasOwn(shape, key))
    .map((key) => {
      const message = `"${key}" is not looked at by: ${by}`;
      return template.problemAt([...section, key], message);
    });
  return [...lacking, ...idle, ...idleOverhead(template, shape)];
}

/** What a model takes and costs is seen when it is called. */
function idleOverhead(template: Template, { by, overhead }: IntentShape): readonly Problem[] {
  if (by !== "model" || overhead === undefined) return [];
  const message = '"overhead" is not looked at by: model';
  const hint = "its calls are timed and priced like any other";
  return [template.problemAt([...section, "overhead"], message, hint)];
}

function classifierOf(
  template: Template,
  shape: IntentShape,
  prompts: readonly ReferencePrompt[],
): ClassifierRule | undefined {
  const { by, label, rules, model } = shape;
  switch (by) {
    case "label":
      if (label === undefined) return undefined;
      return {
        by,
        label: conditionAt(template, [...section, "label"], label),
        confidence: conditionIfAny(template, [...section, "confidence"], shape.confidence),
      };
    case "rules":
      return rules === undefined ? undefined : { by, rules: intentRules(template, rules) };
    case "neighbours":
      return { by, prompts, neighbours: shape.neighbours ?? 5 };
    case "model":
      if (model === undefined) return undefined;
      return { by, route: model.route, labels: model.labels, timeoutMs: model.timeout_ms };
  }
}

function intentRules(
  template: Template,
  rules: NonNullable<IntentShape["rules"]>,
): Extract<ClassifierRule, { readonly by: "rules" }>["rules"] {
  return rules.map(({ when, keywords, intent, confidence }, index) => ({
    when: conditionIfAny(template, [...section, "rules", index, "when"], when),
    keywords: keywords ?? [],
    intent,
    confidence: confidence ?? 1,
  }));
}

function unsureOf({ shape }: Template, { unsure }: IntentShape): UnsurePath | undefined {
  const route = unsure ?? shape.route_selection?.primary_route;
  if (route === undefined) return undefined;
  if (route === "queue" || route === "ask_a_person") return { kind: route };
  return { kind: "route", route };
}
