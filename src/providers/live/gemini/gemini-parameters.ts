import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import {
  aCount,
  aNumberFrom0,
  aShare,
  aWholeNumber,
  aWord,
  extraBodyWithout,
  oneOf,
  problemsOfParameters,
  textOrTexts,
  type ParameterProblem,
  type ParameterRule,
} from "../route-parameters.ts";

/** -1 lets the model decide, 0 turns thinking off. */
const aBudget: ParameterRule = (value) =>
  Number.isSafeInteger(value) && Number(value) >= -1 ? undefined : "a whole number of -1 or more";

const extraBody: ParameterRule = (value) => {
  const expected = extraBodyWithout(["contents"])(value);
  if (expected !== undefined || !isJsonObject(value)) return expected;
  const generation = value["generationConfig"];
  const isTaken = isJsonObject(generation) && Object.hasOwn(generation, "maxOutputTokens");
  return isTaken ? "an object without generationConfig.maxOutputTokens" : undefined;
};

const rules: Readonly<Record<string, ParameterRule>> = {
  max_output_tokens: aCount,
  temperature: aNumberFrom0,
  top_p: aShare,
  top_k: aCount,
  reasoning_effort: oneOf(["none", "minimal", "low", "medium", "high"]),
  thinking_budget_tokens: aBudget,
  seed: aWholeNumber,
  stop: textOrTexts,
  service_tier: oneOf(["flex", "standard", "priority"]),
  tool_choice: aWord,
  api_version: oneOf(["v1", "v1beta", "v1alpha"]),
  extra_body: extraBody,
};

const cacheAdvice = "it caches by itself; a kept prompt is named by extra_body.cachedContent";

const advice: Readonly<Record<string, string>> = {
  prompt_cache: cacheAdvice,
  prompt_cache_key: cacheAdvice,
  anthropic_version: "use api_version",
};

export function geminiParameterProblems(parameters: JsonObject): readonly ParameterProblem[] {
  const problems = problemsOfParameters(parameters, rules, { wire: "gemini", advice });
  const both = ["reasoning_effort", "thinking_budget_tokens"];
  if (!both.every((name) => Object.hasOwn(parameters, name))) return problems;
  const message = "the gemini wire takes either reasoning_effort or thinking_budget_tokens";
  return [...problems, { parameter: "thinking_budget_tokens", message }];
}
