import { expect, test } from "vitest";
import { unknownUsage } from "../../../src/core/usage.ts";
import { costNanoUsd } from "../../../src/providers/cost-nano-usd.ts";
import { aPrice, aUsage } from "./provider-call-builders.ts";

const listPrice = aPrice({ input: 2.5, output: 10 });

test("195 tokens in and 31 out at 2.50 and 10 dollars per million cost 797,500 nano-dollars", () => {
  // 195 * 2.5 = 487.5 and 31 * 10 = 310 millionths of a dollar.
  expect(costNanoUsd(aUsage(195, 31), listPrice)).toBe(797_500);
});

test("cached input has its own price", () => {
  const price = aPrice({ input: 0.25, cachedInput: 0.025, output: 2 });
  const usage = { ...aUsage(1000, 100), inputCacheReadTokens: 2000 };
  // 250,000 + 2000 * 25 + 200,000 nano-dollars.
  expect(costNanoUsd(usage, price)).toBe(500_000);
});

test.each([
  // One nano-dollar and a half: 1 token at 0.0015 dollars per million tokens.
  { perMtok: 1_500_000, tokens: 1, expected: 2 },
  { perMtok: 500_000, tokens: 1, expected: 0 },
  { perMtok: 2_500_000, tokens: 1, expected: 2 },
  { perMtok: 2_500_001, tokens: 1, expected: 3 },
  { perMtok: 499_999, tokens: 1, expected: 0 },
  { perMtok: 500_000, tokens: 3, expected: 2 },
])("$tokens tokens at $perMtok round half to even: $expected", ({ perMtok, tokens, expected }) => {
  const price = { ...listPrice, inputNanoUsdPerMtok: perMtok };
  expect(costNanoUsd(aUsage(tokens, 0), price)).toBe(expected);
});

test("a tie goes to the even total, the price per request included", () => {
  const price = { ...listPrice, inputNanoUsdPerMtok: 500_000, perRequestNanoUsd: 1 };
  expect(costNanoUsd(aUsage(1, 0), price)).toBe(2);
});

test("a half is told from less near the limit of doubles", () => {
  // 8,999,999,999,499,999 millionths: the quotient as a double would be a tie.
  const price = { ...listPrice, inputNanoUsdPerMtok: 8_999_999_999_499_999 };
  expect(costNanoUsd(aUsage(1, 0), price)).toBe(8_999_999_999);
});

test("products beyond 2^53 stay exact", () => {
  // 10^9 tokens at 15.000000001 dollars per million: 15,000.000001 dollars.
  const price = { ...listPrice, inputNanoUsdPerMtok: 15_000_000_001 };
  expect(costNanoUsd(aUsage(1_000_000_000, 0), price)).toBe(15_000_000_001_000);
});

test("without a price the cost is unknown", () => {
  expect(costNanoUsd(aUsage(1, 1), undefined)).toBeUndefined();
});

test("an unknown count of a kind that has a price leaves the cost unknown", () => {
  expect(costNanoUsd(aUsage(undefined, 31), listPrice)).toBeUndefined();
  expect(costNanoUsd(aUsage(195, undefined), listPrice)).toBeUndefined();
  const cached = aPrice({ input: 2.5, cachedInput: 1.25, output: 10 });
  expect(costNanoUsd(aUsage(195, 31), cached)).toBeUndefined();
});

test("tokens of a kind without a price leave the cost unknown, unless there are none", () => {
  const usage = aUsage(195, 31);
  expect(costNanoUsd({ ...usage, inputCacheReadTokens: 7 }, listPrice)).toBeUndefined();
  expect(costNanoUsd({ ...usage, inputCacheReadTokens: 0 }, listPrice)).toBe(797_500);
  expect(costNanoUsd({ ...usage, inputCacheWriteTokens: 7 }, listPrice)).toBeUndefined();
  expect(costNanoUsd({ ...usage, inputCacheWriteTokens: 0 }, listPrice)).toBe(797_500);
  expect(costNanoUsd(usage, aPrice({ input: 2.5 }))).toBeUndefined();
});

test("a price per request alone needs no counts", () => {
  expect(costNanoUsd(unknownUsage, aPrice({ perRequest: 0.004 }))).toBe(4_000_000);
});

test("a price per request comes on top of tokens, and does not replace unknown ones", () => {
  const price = aPrice({ input: 2.5, output: 10, perRequest: 0.01 });
  expect(costNanoUsd(aUsage(195, 31), price)).toBe(10_797_500);
  expect(costNanoUsd(unknownUsage, price)).toBeUndefined();
});

test("counts that are no counts leave the cost unknown", () => {
  expect(costNanoUsd(aUsage(-1, 31), listPrice)).toBeUndefined();
  expect(costNanoUsd(aUsage(Number.NaN, 31), listPrice)).toBeUndefined();
});
