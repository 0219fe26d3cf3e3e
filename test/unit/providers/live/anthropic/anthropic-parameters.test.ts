import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import { anthropicWire } from "../../../../../src/providers/live/anthropic/anthropic.ts";

function problemsOf(parameters: JsonObject): readonly string[] {
  const problems = anthropicWire.parameterProblems(parameters);
  return problems.map(({ parameter, message }) => `${parameter}: ${message}`);
}

test("all that the wire has is accepted", () => {
  const parameters = {
    max_output_tokens: 4000,
    reasoning_effort: "xhigh",
    thinking_budget_tokens: 1024,
    stop: ["a", "b"],
    service_tier: "auto",
    tool_choice: "required",
    prompt_cache: "5m",
    extra_body: { speed: "fast" },
  };
  expect(problemsOf(parameters)).toEqual([]);
});

test.each(["temperature", "top_p", "top_k"])(
  "%s is gone, and the message says what to do",
  (name) => {
    expect(problemsOf({ [name]: 1 })).toEqual([
      `${name}: the anthropic wire lacks it: remove it, or name an older anthropic_version (such as 2023-06-01) for a model that still takes it`,
    ]);
  },
);

test("an older version of the API still has them", () => {
  const old = { anthropic_version: "2023-06-01" };
  expect(problemsOf({ ...old, temperature: 0, top_p: 0.5, top_k: 3 })).toEqual([]);
  expect(problemsOf({ ...old, temperature: 1.5 })).toEqual([
    "temperature: expected a number from 0 to 1",
  ]);
});

test("the version that lost them lacks them when it is named too", () => {
  expect(problemsOf({ anthropic_version: "2026-10-21", temperature: 0 })).toHaveLength(1);
});

test("there is no seed, and the message says how to measure chance", () => {
  expect(problemsOf({ seed: 7 })[0]).toContain("--repeat");
});

test.each([
  [{ max_output_tokens: "many" }, "max_output_tokens: expected a whole number of 1 or more"],
  [{ max_output_tokens: 1.5 }, "max_output_tokens: expected a whole number of 1 or more"],
  [
    { reasoning_effort: "huge" },
    "reasoning_effort: expected one of none, low, medium, high, xhigh, max",
  ],
  [
    { thinking_budget_tokens: 500 },
    "thinking_budget_tokens: expected a whole number of 1024 or more",
  ],
  [{ stop: [1] }, "stop: expected a text or a list of texts"],
  [{ service_tier: "flex" }, "service_tier: expected one of auto, standard_only"],
  [{ prompt_cache: true }, "prompt_cache: expected one of 5m, 1h"],
  [{ anthropic_version: 2023 }, "anthropic_version: expected a version such as 2023-06-01"],
  [{ extra_body: { stream: true } }, "extra_body: expected an object without stream"],
])("%j is a wrong value", (parameters, problem) => {
  expect(problemsOf(parameters)).toEqual([problem]);
});

test("a budget that leaves no room for an answer is a problem", () => {
  expect(problemsOf({ thinking_budget_tokens: 2000, max_output_tokens: 2000 })).toEqual([
    "thinking_budget_tokens: expected less than max_output_tokens, which includes it",
  ]);
});

test("a budget for thinking that is turned off is a problem", () => {
  expect(problemsOf({ thinking_budget_tokens: 2000, reasoning_effort: "none" })).toEqual([
    "thinking_budget_tokens: contradicts reasoning_effort: none",
  ]);
});
