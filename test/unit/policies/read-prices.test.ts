import { expect, test } from "vitest";
import { readPrices } from "../../../src/policies/read-prices.ts";
import { PolicyFiles } from "./policy-files.ts";

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const now = day("2026-11-21");

const read = (files: PolicyFiles, text: string) => readPrices(files.write("prices.yaml", text));

const dated = `
prices:
  - {provider: openai, model: gpt-5-mini, effective_to: 2026-07-31, input_per_mtok_usd: 0.25, output_per_mtok_usd: 2}
  - {provider: openai, model: gpt-5-mini, effective_from: 2026-08-01, input_per_mtok_usd: 0.2, output_per_mtok_usd: 1.5}
  - {provider: anthropic, model: claude-sonnet-*, input_per_mtok_usd: 3, output_per_mtok_usd: 15, multipliers: {batch: 0.5}}
  - {provider: openai_compatible, model: '*', per_request_usd: 0.001}
`;

test("an entry holds from its first day to the end of its last, in UTC", async () => {
  using files = new PolicyFiles();
  const { priceOf } = await read(files, dated);
  const input = (atMs: number) => priceOf("openai", "gpt-5-mini", atMs)?.inputNanoUsdPerMtok;
  expect(input(day("1990-01-01"))).toBe(250_000_000);
  expect(input(day("2026-08-01") - 1)).toBe(250_000_000);
  expect(input(day("2026-08-01"))).toBe(200_000_000);
  expect(input(day("2099-01-01"))).toBe(200_000_000);
});

test("a name is exact, or the beginning of names", async () => {
  using files = new PolicyFiles();
  const { priceOf } = await read(files, dated);
  expect(priceOf("openai", "gpt-5-mini-2026-09-01", now)).toBeUndefined();
  expect(priceOf("openai", "gpt-5", now)).toBeUndefined();
  expect(priceOf("anthropic", "claude-sonnet-5-5", now)).toMatchObject({
    inputNanoUsdPerMtok: 3e9,
    multipliers: { batch: 0.5 },
  });
  expect(priceOf("anthropic", "claude-sonnet", now)).toBeUndefined();
  expect(priceOf("google", "claude-sonnet-5", now)).toBeUndefined();
  expect(priceOf("openai_compatible", "auto", now)?.perRequestNanoUsd).toBe(1_000_000);
});

test("before and after the days of an entry there is no price", async () => {
  using files = new PolicyFiles();
  const text =
    "prices: [{provider: google, model: g, effective_from: 2026-01-01, effective_to: 2026-01-31, per_request_usd: 1}]";
  const { priceOf } = await read(files, text);
  expect(priceOf("google", "g", day("2025-12-31"))).toBeUndefined();
  expect(priceOf("google", "g", day("2026-01-31"))?.perRequestNanoUsd).toBe(1e9);
  expect(priceOf("google", "g", day("2026-02-01"))).toBeUndefined();
});

test.each([
  ["exact twice", "m", "", "m", "", true],
  ["exact within a beginning", "m*", "", "m-1", "", true],
  ["a beginning within a beginning", "m-1*", "", "m*", "", true],
  ["everything", "*", "", "m", "", true],
  ["two names", "m", "", "m-1", "", false],
  ["two beginnings", "m-1*", "", "m-2*", "", false],
  ["a name shorter than a beginning", "m", "", "m-*", "", false],
  ["one day shared", "m", "effective_to: 2026-08-01,", "m", "effective_from: 2026-08-01,", true],
  ["days that follow", "m", "effective_to: 2026-07-31,", "m", "effective_from: 2026-08-01,", false],
])("overlapping entries are refused: %s", async (_what, one, days, other, otherDays, isRefused) => {
  using files = new PolicyFiles();
  const line = (model: string, more: string): string =>
    `  - {provider: openai, model: '${model}', ${more} per_request_usd: 1}\n`;
  const text = `prices:\n${line(one, days)}${line(other, otherDays)}`;
  const problems = await files.problemsOf(read(files, text));
  expect(problems).toHaveLength(isRefused ? 1 : 0);
  if (isRefused) {
    expect(problems[0]).toMatch(/^prices\.yaml:3:5: "prices\.1" overlaps "prices\.0" on line 2: /);
  }
});

test("the same model of two providers does not overlap", async () => {
  using files = new PolicyFiles();
  const text =
    "prices: [{provider: openai, model: m, per_request_usd: 1}, {provider: google, model: m, per_request_usd: 1}]";
  expect(await files.problemsOf(read(files, text))).toEqual([]);
});

test("all problems of a prices file are told at once, each where it stands", async () => {
  using files = new PolicyFiles();
  const text = `prices:
  - {provider: openai, model: a, input_usd: 1}
  - {provider: opnai, model: b, per_request_usd: -1}
  - {provider: openai, model: 'c*d', per_request_usd: 1, effective_from: 2026-02-30}
  - provider: openai
    model: d
    input_per_mtok_usd: 1
    output_per_mtok_usd: 2
    effective_from: 2026-02-02
    effective_to: 2026-02-01
    tiers:
      - {above_input_tokens: 10, input_per_mtok_usd: 2}
  - {provider: openai, model: e, multipliers: {batch: 0.5}}
`;
  expect(await files.problemsOf(read(files, text))).toEqual([
    expect.stringMatching(/^prices\.yaml:2:5: "prices\.0" names no price/),
    expect.stringMatching(/^prices\.yaml:2:34: unknown key "input_usd" in "prices\.0"/),
    expect.stringMatching(/^prices\.yaml:3:16: .*did you mean "openai"/),
    expect.stringMatching(/^prices\.yaml:3:50: "prices\.1\.per_request_usd" expected a number/),
    expect.stringMatching(/^prices\.yaml:4:31: "prices\.2\.model" expected a model/),
    expect.stringMatching(/^prices\.yaml:4:74: .*expected a day such as/),
    expect.stringMatching(/^prices\.yaml:10:19: .*is before effective_from/),
    expect.stringMatching(/^prices\.yaml:12:9: .*says nothing of output_per_mtok_usd/),
    expect.stringMatching(/^prices\.yaml:13:5: "prices\.4" names no price/),
  ]);
});

test("a prices file without entries is a mistake, and no key stands in it", async () => {
  using files = new PolicyFiles();
  expect(await files.problemsOf(read(files, "prices: []"))).toHaveLength(1);
  const secret =
    "prices: [{provider: openai, model: sk-proj-abcdefghijklmnop1234, per_request_usd: 1}]";
  expect((await files.problemsOf(read(files, secret))).join()).toContain("looks like a secret key");
});
