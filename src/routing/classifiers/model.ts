import type { Advice, Classification } from "../../core/advice.ts";
import type { Classifier } from "./classifier.ts";

/** What a small model said of the request before the decision. */
export function model(): Classifier {
  return {
    known: [],
    classify: (_view, advice) =>
      advice?.kind === "classified" ? advice.classification : untold(advice),
  };
}

function untold(advice: Advice | undefined): Classification {
  return {
    label: undefined,
    confidence: undefined,
    by: "model",
    because: advice?.kind === "failed" ? advice.because : "the classifier was not asked",
    latencyMs: undefined,
    costNanoUsd: undefined,
    usage: undefined,
  };
}
