import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import { geminiWire } from "../../../../../src/providers/live/gemini/gemini.ts";

function problemsOf(parameters: JsonObject): readonly string[] {
  const problems = geminiWire.parameterProblems(parameters);
  return problems.map(({ parameter, message }) => `${parameter}: ${message}`);
}

test("all that the wire has is accepted", () => {
  const parameters = {
    max_output_tokens: 800,
    temperature: 1.5,
    top_p: 1,
    top_k: 40,
    reasoning_effort: "high",
    seed: -3,
    stop: "END",
    service_tier: "priority",
    tool_choice: "auto",
    api_version: "v1beta",
    extra_body: { cachedContent: "cachedContents/1" },
  };
  expect(problemsOf(parameters)).toEqual([]);
});

test.each(["prompt_cache", "prompt_cache_key"])(
  "%s is lacking: the wire caches by itself",
  (name) => {
    expect(problemsOf({ [name]: "5m" })[0]).toContain("it caches by itself");
  },
);

test.each([
  [{ temperature: "0" }, "temperature: expected a number of 0 or more"],
  [
    { reasoning_effort: "xhigh" },
    "reasoning_effort: expected one of none, minimal, low, medium, high",
  ],
  [{ thinking_budget_tokens: -2 }, "thinking_budget_tokens: expected a whole number of -1 or more"],
  [{ api_version: "v2" }, "api_version: expected one of v1, v1beta, v1alpha"],
  [{ extra_body: { contents: [] } }, "extra_body: expected an object without contents"],
  [
    { extra_body: { generationConfig: { maxOutputTokens: 9 } } },
    "extra_body: expected an object without generationConfig.maxOutputTokens",
  ],
])("%j is a wrong value", (parameters, problem) => {
  expect(problemsOf(parameters)).toEqual([problem]);
});

test("effort and budget together are a problem: the wire takes one of them", () => {
  expect(problemsOf({ reasoning_effort: "low", thinking_budget_tokens: 5 })).toEqual([
    "thinking_budget_tokens: the gemini wire takes either reasoning_effort or thinking_budget_tokens",
  ]);
});
