import type { Classification } from "../../core/advice.ts";
import { requestLabel, requestShare } from "../policy-expression.ts";
import type { Classifier, ClassifierOf, ClassifierSetup } from "./classifier.ts";

/** The label that a record already carries. An empty one is none. */
export function label(
  { label: source, confidence: share }: ClassifierOf<"label">,
  { intents, overhead }: ClassifierSetup,
): Classifier {
  const labelOf = requestLabel("label", source);
  const confidenceOf = share === undefined ? undefined : requestShare("confidence", share);
  const make = (found: string | undefined, confidence: number | undefined): Classification => ({
    label: found,
    confidence,
    by: "label",
    because: found === undefined ? `${source.text} is empty` : `${source.text} is ${found}`,
    ...overhead,
  });
  const known = new Map(
    confidenceOf === undefined ? intents.map((intent) => [intent, make(intent, undefined)]) : [],
  );
  return {
    known: [...known.values()],
    classify(view) {
      const found = labelOf(view);
      if (confidenceOf === undefined) return known.get(found ?? "") ?? make(found, undefined);
      return make(found, found === undefined ? undefined : confidenceOf(view));
    },
  };
}
