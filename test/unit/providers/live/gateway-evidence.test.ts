import { expect, test } from "vitest";
import { gatewayEvidence } from "../../../../src/providers/live/gateway-evidence.ts";

test("LiteLLM's headers give cost, deployment, retries and fallbacks", () => {
  const headers = {
    "x-litellm-response-cost": "3.5e-05",
    "x-litellm-model-id": "deployment-7",
    "x-litellm-model-group": "support",
    "x-litellm-attempted-retries": "2",
    "x-litellm-attempted-fallbacks": "0",
  };
  expect(gatewayEvidence(headers, { model: "gpt-5-mini" })).toEqual({
    reportedCostNanoUsd: 35_000,
    gateway: { servedBy: "deployment-7", retries: 2, fallbacks: 0 },
    servedModel: "gpt-5-mini",
  });
});

test("LiteLLM's model group stands in for a model that the body does not name", () => {
  const headers = { "x-litellm-model-group": "support-backup" };
  expect(gatewayEvidence(headers, undefined).servedModel).toBe("support-backup");
});

test("OpenRouter's body gives cost, provider and model", () => {
  const body = {
    model: "anthropic/claude-haiku-4.5",
    provider: "Anthropic",
    usage: { prompt_tokens: 9, completion_tokens: 4, cost: 0.0000123 },
  };
  expect(gatewayEvidence({}, body)).toEqual({
    reportedCostNanoUsd: 12_300,
    gateway: { servedBy: "Anthropic" },
    servedModel: "anthropic/claude-haiku-4.5",
  });
});

test("the last event of a Responses stream is read like the answer in it", () => {
  const body = {
    type: "response.completed",
    response: { model: "openai/gpt-5-mini", provider: "OpenAI", usage: { cost: 0.001 } },
  };
  expect(gatewayEvidence({}, body)).toEqual({
    reportedCostNanoUsd: 1_000_000,
    gateway: { servedBy: "OpenAI" },
    servedModel: "openai/gpt-5-mini",
  });
});

test.each([
  ["config.targets[0]", 0],
  ["config.targets[1]", 1],
  ["config.targets[0].targets[2]", 2],
  ["config", 0],
])("Portkey's option %s means %i targets passed over", (option, fallbacks) => {
  const headers = { "x-portkey-last-used-option-index": option, "x-portkey-provider": "openai" };
  expect(gatewayEvidence(headers, undefined)).toEqual({
    gateway: { servedBy: "openai", fallbacks },
  });
});

test("Portkey's -1 for spent retries is no count", () => {
  const headers = {
    "x-portkey-last-used-option-index": "config.targets[0]",
    "x-portkey-retry-attempt-count": "-1",
  };
  expect(gatewayEvidence(headers, undefined).gateway).toEqual({ fallbacks: 0 });
});

test.each(["-0.1", "abc", "", "NaN", "Infinity", "1e300", "0x10", "1,5"])(
  "a reported cost of %j is absent, not zero",
  (text) => {
    expect(gatewayEvidence({ "x-litellm-response-cost": text }, undefined)).toEqual({
      gateway: {},
    });
  },
);

test.each([-1, null, "x", true, { usd: 1 }])("a body's cost of %j is absent", (cost) => {
  expect(gatewayEvidence({}, { usage: { cost } })).toEqual({});
});

test.each(["-1", "1.5", "many", ""])("a retry count of %j is absent", (text) => {
  const headers = { "x-litellm-attempted-retries": text };
  expect(gatewayEvidence(headers, undefined).gateway).toEqual({});
});

test("a plain answer shows no gateway", () => {
  expect(gatewayEvidence({ "content-type": "application/json" }, { model: "gpt-5" })).toEqual({
    servedModel: "gpt-5",
  });
});

test("a gateway in front of another adds to what that one told", () => {
  const headers = {
    "x-portkey-last-used-option-index": "config.targets[1]",
    "x-portkey-provider": "openrouter",
  };
  const body = { model: "openai/gpt-5", provider: "Azure", usage: { cost: 0.002 } };
  expect(gatewayEvidence(headers, body)).toEqual({
    reportedCostNanoUsd: 2_000_000,
    gateway: { servedBy: "openrouter", fallbacks: 1 },
    servedModel: "openai/gpt-5",
  });
});
