import { expect, test } from "vitest";
import { baseUrlOf, familyOf, hostOf } from "../../../../src/providers/live/base-url.ts";
import { aRoute } from "../provider-call-builders.ts";

test.each([
  ["openai", "openai-response"],
  ["anthropic", "anthropic"],
  ["google", "gemini"],
  ["openai_compatible", "openai"],
] as const)("a route of %s that names no endpoint family is called over %s", (provider, family) => {
  expect(familyOf(aRoute({ provider, endpointFamily: undefined }))).toBe(family);
});

test("a compatible server has no usual address: no vendor gets its calls by accident", () => {
  expect(baseUrlOf(aRoute({ provider: "openai_compatible" }))).toBeUndefined();
  expect(baseUrlOf(aRoute({ provider: "openai" }))).toBe("https://api.openai.com/v1");
});

test("an address that cannot be read has no host", () => {
  expect(hostOf(aRoute({ baseUrl: "not an address" }))).toBeUndefined();
});
