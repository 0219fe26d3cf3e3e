import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import { openAiChat } from "../../../../../src/providers/live/openai/openai-chat.ts";
import { openAiResponses } from "../../../../../src/providers/live/openai/openai-responses.ts";

const good = {
  temperature: 0.2,
  top_p: 1,
  max_output_tokens: 800,
  reasoning_effort: "low",
  service_tier: "flex",
  prompt_cache_key: "support",
  tool_choice: "auto",
  extra_body: { verbosity: "low" },
};

const problemsOn = (wire: typeof openAiChat, parameters: JsonObject): readonly string[] =>
  wire.parameterProblems(parameters).map(({ parameter, message }) => `${parameter}: ${message}`);

test("Chat Completions have all of our parameters", () => {
  expect(problemsOn(openAiChat, { ...good, seed: 7, stop: ["\n"] })).toEqual([]);
});

test("Responses have all but seed and stop, and say where those are", () => {
  expect(problemsOn(openAiResponses, good)).toEqual([]);
  const problems = problemsOn(openAiResponses, { seed: 7, stop: "\n" });
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/^seed: .*endpoint_family "openai"/);
});

test.each<[string, JsonObject]>([
  ["temperature", { temperature: "hot" }],
  ["temperature", { temperature: -1 }],
  ["top_p", { top_p: 2 }],
  ["max_output_tokens", { max_output_tokens: 0 }],
  ["max_output_tokens", { max_output_tokens: 1.5 }],
  ["reasoning_effort", { reasoning_effort: 3 }],
  ["seed", { seed: "7" }],
  ["stop", { stop: [1] }],
  ["stop", { stop: [] }],
  ["extra_body", { extra_body: [] }],
  ["extra_body", { extra_body: { model: "another" } }],
  ["extra_body", { extra_body: { stream: true } }],
])("a wrong %s is a problem", (parameter, parameters) => {
  const problems = openAiChat.parameterProblems(parameters);
  expect(problems.map((problem) => problem.parameter)).toEqual([parameter]);
});

test("a slip of a name is pointed out, and a vendor's field is sent to extra_body", () => {
  expect(problemsOn(openAiChat, { temprature: 1 })).toEqual([
    'temprature: not a known parameter: did you mean "temperature"?',
  ]);
  expect(problemsOn(openAiChat, { logit_bias: {} })[0]).toContain("extra_body");
});
