import type { Classification } from "../../core/advice.ts";
import type { IntentRule } from "../../core/classifier-rule.ts";
import { userText } from "../../core/model-request.ts";
import type { RequestView } from "../../core/request-view.ts";
import { requestCondition } from "../policy-expression.ts";
import type { Classifier, ClassifierOf, ClassifierSetup } from "./classifier.ts";
import { keywordPattern } from "./keyword-pattern.ts";

/** The intent of the first rule whose condition holds, or one of whose keywords a user wrote. */
export function rules(
  { rules: written }: ClassifierOf<"rules">,
  { overhead }: ClassifierSetup,
): Classifier {
  const prepared = written.map((rule, index) => ({
    holds: conditionOf(rule, `intent rule ${index + 1}`),
    classification: {
      label: rule.intent,
      confidence: rule.confidence,
      by: "rules",
      because: `intent rule ${index + 1}`,
      ...overhead,
    } satisfies Classification,
  }));
  const none: Classification = {
    label: undefined,
    confidence: undefined,
    by: "rules",
    because: "no intent rule holds",
    ...overhead,
  };
  return {
    known: [...prepared.map(({ classification }) => classification), none],
    classify(view) {
      // Long conversations are joined once for all rules, and only where a rule has keywords.
      let text: string | undefined;
      const textOf = (): string => (text ??= userText(view.request));
      return prepared.find(({ holds }) => holds(view, textOf))?.classification ?? none;
    },
  };
}

type Holds = (view: RequestView, textOf: () => string) => boolean;

function conditionOf({ when, keywords }: IntentRule, name: string): Holds {
  const condition = when === undefined ? undefined : requestCondition(name, when);
  const pattern = keywords.length === 0 ? undefined : keywordPattern(keywords);
  return (view, textOf) =>
    (condition?.(view) ?? false) || (pattern !== undefined && pattern.test(textOf()));
}
