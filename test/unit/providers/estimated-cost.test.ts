import { expect, test } from "vitest";
import type { Price, Route } from "../../../src/core/route.ts";
import { estimateCost } from "../../../src/providers/estimated-cost.ts";
import { aView } from "../expressions/a-view.ts";
import { aRegistry } from "../routing/policy-builders.ts";

const price: Price = {
  inputNanoUsdPerMtok: 2_000_000_000,
  cachedInputNanoUsdPerMtok: undefined,
  outputNanoUsdPerMtok: 10_000_000_000,
  perRequestNanoUsd: 0,
};
const perRequest: Price = {
  inputNanoUsdPerMtok: undefined,
  cachedInputNanoUsdPerMtok: undefined,
  outputNanoUsdPerMtok: undefined,
  perRequestNanoUsd: 7,
};
const simulation = {
  latency: { p50Ms: 1, p95Ms: 2 },
  firstToken: undefined,
  errors: {},
  accuracy: 1,
  schemaErrorRate: 0,
  outputTokens: 30,
};

function aRoute(parts: Partial<Route>): Route {
  return aRegistry({ a: parts }).routes.get("a")!;
}

/** "Be brief." and "Where is my refund?" are 28 characters: 7 tokens. */
const view = aView();

test("the prompt counts a token for four characters, the answer what the simulation says", () => {
  // 7 × $2 and 30 × $10 a million: 14,000 + 300,000 nano-dollars.
  expect(estimateCost(aRoute({ price, simulation }), view)).toEqual({
    nanoUsd: 314_000,
    inputTokens: 7,
    outputTokens: 30,
    outputFrom: "simulation",
  });
});

test("without a simulation an answer takes the least limit on its length", () => {
  const route = aRoute({ price, parameters: { max_output_tokens: 400 } });
  expect(estimateCost(route, view)).toMatchObject({ nanoUsd: 4_014_000, outputFrom: "limit" });
  const shorter = aView({ request: { ...view.request, maxOutputTokens: 100 } });
  expect(estimateCost(route, shorter)).toMatchObject({ nanoUsd: 1_014_000, outputTokens: 100 });
});

test("what cannot be known is absent, never 0", () => {
  expect(estimateCost(aRoute({ price }), view)).toBeUndefined();
  expect(estimateCost(aRoute({ simulation }), view)).toBeUndefined();
  const flex = aRoute({ price, simulation, parameters: { service_tier: "flex" } });
  expect(estimateCost(flex, view)).toBeUndefined();
});

test("a price per request alone asks for no tokens; a service tier multiplies", () => {
  expect(estimateCost(aRoute({ price: perRequest }), view)).toEqual({
    nanoUsd: 7,
    inputTokens: 7,
    outputTokens: undefined,
    outputFrom: undefined,
  });
  const half = { ...price, multipliers: { flex: 0.5 } };
  const flex = aRoute({ price: half, simulation, parameters: { service_tier: "flex" } });
  expect(estimateCost(flex, view)?.nanoUsd).toBe(157_000);
});
