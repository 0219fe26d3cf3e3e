import { expect, test } from "vitest";
import { routesServed } from "../../../src/routing/served-route.ts";
import { aRegistry } from "./policy-builders.ts";

const registry = aRegistry({
  gate: { provider: "openai_compatible", model: "auto" },
  mini: { provider: "openai", model: "gpt-5-mini" },
  nano: { provider: "openai", model: "gpt-5-nano" },
  haiku: { provider: "anthropic", model: "claude-haiku-4-5" },
  hosted: { provider: "openai_compatible", model: "meta-llama/llama-4" },
  pinned: { provider: "openai", model: "gpt-4-0613" },
  mirror: { provider: "openai_compatible", model: "gpt-5-mini" },
});

function namesOf(model: string, by?: string): readonly string[] {
  return routesServed({ model, by }, registry, "gate").map(({ name }) => name);
}

test("the same name is the same model, in any case", () => {
  expect(namesOf("GPT-5-nano")).toEqual(["nano"]);
});

test.each([
  "gpt-5-nano-2025-08-07",
  "gpt-5-nano-20250807",
  "gpt-5-nano@20250807",
  "gpt-5-nano-0807",
  "gpt-5-nano-001",
])("%s is a dated form of the route's model", (model) => {
  expect(namesOf(model)).toEqual(["nano"]);
});

test.each(["gpt-5", "gpt-5-nano-high", "gpt-5-nano-2", "gpt-5-nanos", "gpt-4", "gpt-4-1106"])(
  "%s is another model",
  (model) => {
    expect(namesOf(model)).toEqual([]);
  },
);

test("a vendor before the slash is no part of the model's name", () => {
  expect(namesOf("anthropic/claude-haiku-4-5")).toEqual(["haiku"]);
  expect(namesOf("llama-4")).toEqual(["hosted"]);
});

test("another vendor's model of the same name is another model", () => {
  expect(namesOf("someone/llama-4")).toEqual([]);
});

test("of several ways to a model the one of the named provider comes first", () => {
  expect(namesOf("gpt-5-mini")).toEqual(["mini", "mirror"]);
  expect(namesOf("gpt-5-mini", "OpenAI")).toEqual(["mini", "mirror"]);
});

test("a model that another vendor's own wire served is none of a vendor's routes", () => {
  expect(namesOf("claude-haiku-4-5", "Google")).toEqual([]);
  expect(namesOf("anthropic/claude-haiku-4-5", "Google Vertex")).toEqual([]);
});

test("a word that names no provider of a registry says nothing", () => {
  expect(namesOf("claude-haiku-4-5", "deployment-7")).toEqual(["haiku"]);
});

test("the way to the gateway is never what it served", () => {
  expect(namesOf("auto")).toEqual([]);
});
