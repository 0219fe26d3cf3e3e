import { expect, test } from "vitest";
import { canonicalJson, sameJson } from "../../../src/scoring/same-json.ts";

test("the order of keys means nothing, the order of items does", () => {
  expect(sameJson({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
  expect(sameJson([1, 2], [2, 1])).toBe(false);
  expect(canonicalJson({ b: 1, a: [null, "x"] })).toBe('{"a":[null,"x"],"b":1}');
});

test("an absent key is not a key with null", () => {
  expect(sameJson({ a: null }, {})).toBe(false);
  expect(sameJson({ a: null }, { b: null })).toBe(false);
});

test("a rounded 64-bit id agrees with the digits it came from", () => {
  // JSON.parse("12345678901234567890") gives 12345678901234567000 or so.
  expect(sameJson({ id: Number("12345678901234567890") }, { id: "12345678901234567890" })).toBe(
    true,
  );
  expect(sameJson("12345678901234567890", "12345678901234567891")).toBe(false);
  expect(sameJson(42, "42")).toBe(false);
});

test("values of endless depth are unequal, not a crash", () => {
  const deep = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  expect(sameJson(deep(100_000), deep(100_000))).toBe(false);
  expect(sameJson(deep(400), deep(400))).toBe(true);
});
