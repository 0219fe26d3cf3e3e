import type { Classification } from "../../core/advice.ts";
import { label } from "../classifiers/label.ts";
import type { Classifier, ClassifierSetup } from "../classifiers/classifier.ts";
import { model } from "../classifiers/model.ts";
import { neighbours } from "../classifiers/neighbours.ts";
import { rules } from "../classifiers/rules.ts";
import type { Choice, Held, PreparedStrategy, StrategyOf } from "./prepared-strategy.ts";

/**
 * The route of what a request is about. Where nobody is sure of that (no label, less confidence
 * than is asked for, or an intent without a route) the record goes where the policy says.
 */
export function intent(strategy: StrategyOf<"intent">): PreparedStrategy {
  const classifier = classifierOf(strategy);
  const routes = new Map(strategy.routes.map(({ intent: name, route }) => [name, route]));
  const choiceOf = (said: Classification): Choice | Held => {
    const classification = believed(said, strategy);
    const { label: found, confidence, by } = classification;
    const route = found === undefined ? undefined : routes.get(found);
    if (route !== undefined) {
      const sure = confidence === undefined ? "" : `, ${shareText(confidence)} sure`;
      return { route, because: `intent ${found} by ${by}${sure}`, classification };
    }
    return elsewhere(whyUnsure(said, classification, strategy), classification, strategy);
  };
  const known = new Map(classifier.known.map((said) => [said, choiceOf(said)]));
  return {
    choices: [...known.values()],
    choose(view, moment) {
      const said = classifier.classify(view, moment.signals.advice);
      return known.get(said) ?? choiceOf(said);
    },
    succession: [],
    escalation: undefined,
  };
}

function classifierOf({ classifier, routes, overhead }: StrategyOf<"intent">): Classifier {
  const setup: ClassifierSetup = {
    intents: routes.map(({ intent: name }) => name),
    overhead: {
      latencyMs: overhead?.latencyMs ?? 0,
      costNanoUsd: overhead?.costNanoUsd ?? 0,
      usage: undefined,
    },
  };
  switch (classifier.by) {
    case "label":
      return label(classifier, setup);
    case "rules":
      return rules(classifier, setup);
    case "neighbours":
      return neighbours(classifier, setup);
    case "model":
      return model();
  }
}

/** The classification without a label where it is less sure than the policy asks for. */
function believed(said: Classification, { minConfidence }: StrategyOf<"intent">): Classification {
  const { label: found, confidence } = said;
  if (found === undefined || confidence === undefined || confidence >= minConfidence) return said;
  const because = `${said.because}; ${found} is below ${minConfidence}`;
  return { ...said, label: undefined, because };
}

/** A clause without any word of the request: reasons are kept where texts are not. */
function whyUnsure(
  said: Classification,
  { label: found }: Classification,
  { minConfidence }: StrategyOf<"intent">,
): string {
  if (found !== undefined) return `intent ${found} by ${said.by} has no route`;
  if (said.failure === "not_covered") return "unsure: nothing is known of what the model would say";
  if (said.failure !== undefined) return `unsure: the classifier's call failed (${said.failure})`;
  if (said.label === undefined) return `unsure: no intent by ${said.by}`;
  const sure = shareText(said.confidence ?? 0);
  return `unsure: intent ${said.label} by ${said.by} is ${sure} sure, below ${minConfidence}`;
}

function elsewhere(
  because: string,
  classification: Classification,
  { unsure }: StrategyOf<"intent">,
): Choice | Held {
  if (unsure.kind === "route") return { route: unsure.route, because, classification };
  return { route: undefined, heldFor: unsure.kind, because, classification };
}

function shareText(confidence: number): string {
  return String(Number(confidence.toFixed(3)));
}
