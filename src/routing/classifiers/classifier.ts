import type { Advice, Classification } from "../../core/advice.ts";
import type { ClassifierRule } from "../../core/classifier-rule.ts";
import type { RequestView } from "../../core/request-view.ts";

/** A classifier's part of a policy, by its name. */
export type ClassifierOf<By extends ClassifierRule["by"]> = Extract<
  ClassifierRule,
  { readonly by: By }
>;

/** A classifier at work for one policy. */
export interface Classifier {
  /** Classifications made once, not once a record: `classify` returns the very same objects. */
  readonly known: readonly Classification[];
  /** What a request is about. Advice is what a model said of it; absent: none was asked. */
  classify(view: RequestView, advice: Advice | undefined): Classification;
}

/** What classifiers know of their policy. */
export interface ClassifierSetup {
  /** The intents that have a route. */
  readonly intents: readonly string[];
  /** What a classification takes and costs, as the policy states it. */
  readonly overhead: Pick<Classification, "latencyMs" | "costNanoUsd" | "usage">;
}
