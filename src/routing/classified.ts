import type { Decision } from "../core/decision.ts";

/** The condition that a classifier was not sure of what a request is about. */
export const CONFIDENCE_BELOW_THRESHOLD = "confidence_below_threshold";

/** Whether `name` is that condition, and the classifier was unsure: it gave no label. */
export function isUnsure(name: string, { classification }: Decision): boolean {
  return (
    name === CONFIDENCE_BELOW_THRESHOLD &&
    classification !== undefined &&
    classification.label === undefined
  );
}
