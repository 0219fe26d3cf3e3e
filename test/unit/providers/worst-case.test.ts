import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import type { ModelRequest } from "../../../src/core/model-request.ts";
import type { EndpointFamily, Route } from "../../../src/core/route.ts";
import { worstCase } from "../../../src/providers/worst-case.ts";
import { aPrice, aRecord, aRoute } from "./provider-call-builders.ts";

const price = aPrice({ input: 2, cachedInput: 0.2, output: 10, perRequest: 0.001 });
const limited = (parts: Partial<Route> = {}): Route =>
  aRoute({ price, parameters: { max_output_tokens: 100 }, ...parts });
const requestOf = (parts: Partial<ModelRequest> = {}): ModelRequest => ({
  ...aRecord().request,
  ...parts,
});
const ask = (route: Route, parts: Partial<ModelRequest> = {}, bodyBytes = 1000) =>
  worstCase(route, { request: requestOf(parts), bodyBytes });
const nanoUsdOf = (...asked: Parameters<typeof ask>): number => {
  const bound = ask(...asked);
  return bound.kind === "bounded" ? bound.nanoUsd : Number.NaN;
};
const whyNot = (...asked: Parameters<typeof ask>): string => {
  const bound = ask(...asked);
  return bound.kind === "unbounded" ? bound.because : "";
};

test("a body of 1,000 bytes is at most as many tokens, and 32 for each message and the answer", () => {
  expect(nanoUsdOf(limited())).toBe(1064 * 2000 + 100 * 10_000 + 1_000_000);
});

test("the smaller of two limits of the answer holds", () => {
  expect(nanoUsdOf(limited(), { maxOutputTokens: 10 })).toBe(1064 * 2000 + 100_000 + 1_000_000);
  expect(nanoUsdOf(limited(), { maxOutputTokens: 1000 })).toBe(nanoUsdOf(limited()));
  const open = limited({ parameters: {} });
  expect(nanoUsdOf(open, { maxOutputTokens: 100 })).toBe(nanoUsdOf(limited()));
  expect(whyNot(open)).toContain("max_output_tokens");
});

test("tools and answer schemas bring a prompt of the provider's own", () => {
  const more = nanoUsdOf(limited()) + 1024 * 2000;
  expect(nanoUsdOf(limited(), { tools: [{ name: "search" }] })).toBe(more);
  expect(nanoUsdOf(limited(), { responseSchema: { type: "object" } })).toBe(more);
});

test("all input may be written to a cache that is kept long, where that is the dearest", () => {
  const dear = { ...price, cacheWriteNanoUsdPerMtok: 1, cacheWriteLongNanoUsdPerMtok: 4e9 };
  expect(nanoUsdOf(limited({ price: dear }))).toBe(1064 * 4000 + 1_000_000 + 1_000_000);
});

test("a tier counts from the size that the prompt may reach, and not below it", () => {
  const tier = (aboveInputTokens: number) =>
    limited({
      price: {
        ...price,
        tiers: [{ ...aPrice({ input: 4, output: 15 }), aboveInputTokens }],
      },
    });
  expect(nanoUsdOf(tier(1063))).toBe(1064 * 4000 + 100 * 15_000 + 1_000_000);
  expect(nanoUsdOf(tier(1064))).toBe(nanoUsdOf(limited()));
});

test("only the plain tier rules out the multipliers of the others", () => {
  const multiplied = { ...price, multipliers: { priority: 2, batch: 0.5 } };
  const tier = (name?: string) =>
    limited({
      price: multiplied,
      parameters: { max_output_tokens: 100, ...(name && { service_tier: name }) },
    });
  const plain = nanoUsdOf(limited());
  for (const name of ["default", "standard", "standard_only"]) {
    expect(nanoUsdOf(tier(name))).toBe(plain);
  }
  for (const name of [undefined, "auto", "batch", "priority"]) {
    expect(nanoUsdOf(tier(name))).toBe(2 * plain);
  }
  expect(whyNot(tier("flex"))).toBe('its price has no multiplier for "flex"');
});

test("a price per request alone needs no limit of tokens", () => {
  const route = aRoute({ price: aPrice({ perRequest: 0.004 }) });
  expect(nanoUsdOf(route)).toBe(4_000_000);
});

test("without a price, or with half of one, there is no bound, and the reason is told", () => {
  expect(whyNot(aRoute())).toBe("it has no price");
  const half = "its price does not cover both input and output";
  expect(whyNot(limited({ price: aPrice({ input: 2 }) }))).toBe(half);
  expect(whyNot(limited({ price: aPrice({ output: 2 }) }))).toBe(half);
});

test("a fraction of a nano-dollar is rounded up", () => {
  const tiny = limited({ price: { ...price, perRequestNanoUsd: 0, inputNanoUsdPerMtok: 1 } });
  const cheap = { ...tiny.price, cachedInputNanoUsdPerMtok: 1, outputNanoUsdPerMtok: 1 };
  expect(nanoUsdOf(limited({ price: { ...price, ...cheap } }))).toBe(1);
});

test.each<[JsonValue, boolean]>([
  ["text", true],
  [[{ type: "text", text: "a" }, "b"], true],
  [[{ type: "tool_result", content: "done" }], true],
  [[{ type: "tool_result", content: [{ type: "image", source: {} }] }], false],
  [[{ type: "image_url", image_url: { url: "https://example.org/a.png" } }], false],
  [{ fileData: { fileUri: "gs://bucket/video.mp4" } }, false],
])("the size of %j bounds its tokens: %s", (content, isBounded) => {
  const bound = ask(limited(), { messages: [{ role: "user", content }] });
  expect(bound.kind).toBe(isBounded ? "bounded" : "unbounded");
});

test("a limit of the answer in the vendor's own words is the limit that is sent", () => {
  const saying = (extra_body: JsonObject, endpointFamily: EndpointFamily = "openai") =>
    limited({ endpointFamily, parameters: { max_output_tokens: 100, extra_body } });
  const of = (outputTokens: number) => 1064 * 2000 + outputTokens * 10_000 + 1_000_000;
  expect(nanoUsdOf(saying({ max_completion_tokens: 5000 }))).toBe(of(5000));
  expect(nanoUsdOf(saying({ max_completion_tokens: null, max_tokens: 50 }))).toBe(of(50));
  expect(nanoUsdOf(saying({ max_tokens: 5000 }))).toBe(of(5000));
  expect(nanoUsdOf(saying({ max_tokens: 50 }))).toBe(of(100));
  expect(whyNot(saying({ max_completion_tokens: null }))).toContain("max_output_tokens");
  expect(nanoUsdOf(saying({ max_output_tokens: 5000 }, "openai-response"))).toBe(of(5000));
});

test("a limit that the wire does not know limits nothing", () => {
  const parameters = { extra_body: { max_tokens: 50 } };
  expect(whyNot(limited({ endpointFamily: "openai-response", parameters }))).not.toBe("");
  const chat = { max_output_tokens: 100, extra_body: { max_output_tokens: 5 } };
  expect(nanoUsdOf(limited({ endpointFamily: "openai", parameters: chat }))).toBe(
    nanoUsdOf(limited()),
  );
});

test("a tier that is asked for in extra_body has to have a multiplier, and counts", () => {
  const fast = limited({
    parameters: { max_output_tokens: 100, service_tier: "default", extra_body: { speed: "fast" } },
  });
  expect(whyNot(fast)).toContain('"fast"');
  const multiplied = { ...fast, price: { ...price, multipliers: { fast: 6 } } };
  expect(nanoUsdOf(multiplied)).toBe(6 * nanoUsdOf(limited()));
});

test.each<JsonObject>([
  { cachedContent: "cachedContents/1" },
  { previous_response_id: "resp_1" },
  { generationConfig: { candidateCount: 4 } },
])("what extra_body %j adds to a call has no bound", (extra_body) => {
  const parameters = { max_output_tokens: 100, extra_body };
  expect(whyNot(limited({ parameters }))).toContain("extra_body.");
});
