import type { JsonObject, JsonValue } from "../../../core/json.ts";
import {
  aCount,
  aShare,
  aWord,
  extraBodyWithout,
  oneOf,
  problemsOfParameters,
  textOrTexts,
  type ParameterProblem,
  type ParameterRule,
} from "../route-parameters.ts";

/** From this version of the API on the sampling parameters are gone. */
const WITHOUT_SAMPLING = "2026-10-21";

const SMALLEST_BUDGET_TOKENS = 1024;

const efforts: readonly string[] = ["low", "medium", "high", "xhigh", "max"];

const aDate: ParameterRule = (value) =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/u.test(value)
    ? undefined
    : "a version such as 2023-06-01";

const aBudget: ParameterRule = (value) =>
  Number.isSafeInteger(value) && Number(value) >= SMALLEST_BUDGET_TOKENS
    ? undefined
    : `a whole number of ${SMALLEST_BUDGET_TOKENS} or more`;

const rules: Readonly<Record<string, ParameterRule>> = {
  max_output_tokens: aCount,
  reasoning_effort: oneOf(["none", ...efforts]),
  thinking_budget_tokens: aBudget,
  stop: textOrTexts,
  service_tier: oneOf(["auto", "standard_only"]),
  tool_choice: aWord,
  prompt_cache: oneOf(["5m", "1h"]),
  anthropic_version: aDate,
  extra_body: extraBodyWithout(["model", "messages", "max_tokens", "stream"]),
};

const samplingRules: Readonly<Record<string, ParameterRule>> = {
  temperature: aShare,
  top_p: aShare,
  top_k: aCount,
};

const samplingAdvice =
  "remove it, or name an older anthropic_version (such as 2023-06-01) for a model that still takes it";

const advice: Readonly<Record<string, string>> = {
  temperature: samplingAdvice,
  top_p: samplingAdvice,
  top_k: samplingAdvice,
  seed: "no seed makes its answers repeatable; repeat the run instead (--repeat)",
  prompt_cache_key: 'use prompt_cache: "5m" or "1h"',
  api_version: "use anthropic_version",
};

/** Whether a route names a version of the API that still takes `temperature` and its kind. */
export function hasSampling(parameters: JsonObject): boolean {
  const version = parameters["anthropic_version"];
  return typeof version === "string" && version < WITHOUT_SAMPLING;
}

export function anthropicParameterProblems(parameters: JsonObject): readonly ParameterProblem[] {
  const known = hasSampling(parameters) ? { ...rules, ...samplingRules } : rules;
  return [
    ...problemsOfParameters(parameters, known, { wire: "anthropic", advice }),
    ...budgetProblems(parameters),
  ];
}

function budgetProblems(parameters: JsonObject): readonly ParameterProblem[] {
  const budget: JsonValue | undefined = parameters["thinking_budget_tokens"];
  if (typeof budget !== "number") return [];
  const parameter = "thinking_budget_tokens";
  const max = parameters["max_output_tokens"];
  if (typeof max === "number" && budget >= max) {
    return [{ parameter, message: "expected less than max_output_tokens, which includes it" }];
  }
  if (parameters["reasoning_effort"] === "none") {
    return [{ parameter, message: "contradicts reasoning_effort: none" }];
  }
  return [];
}
