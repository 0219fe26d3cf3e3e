import { expect, test } from "vitest";
import { scoreOf } from "./builders.ts";

test("without normalizations every character counts", () => {
  expect(scoreOf("exact_match", {}, "Paris", "Paris").passed).toBe(true);
  expect(scoreOf("exact_match", {}, "Paris", "paris")).toEqual({
    name: "exact_match",
    value: 0,
    passed: false,
    because: 'the answer is "paris", expected "Paris"',
  });
});

test.each([
  [["trim", "lowercase"], "Paris", "  paris\n", true],
  [["collapse_whitespace"], "a b", "a \n\t b", true],
  [["strip_punctuation", "trim"], "yes", "«Yes!»", false],
  [["strip_punctuation", "lowercase"], "yes", "«Yes!»", true],
  [["nfc"], "é", "e\u0301", true],
  [["nfkc"], "1", "１", true],
  [["strip_accents"], "Muller", "Müller", true],
  [["trim_punctuation"], "a.b", "**a.b**.", true],
])("%j makes %j and %j agree: %s", (normalize, expected, answer, passed) => {
  expect(scoreOf("exact_match", { normalize }, expected, answer).passed).toBe(passed);
});

test("a long id is compared as text and not rounded", () => {
  const id = "12345678901234567890";
  expect(scoreOf("exact_match", {}, id, id).passed).toBe(true);
  expect(scoreOf("exact_match", {}, id, "12345678901234567891").passed).toBe(false);
});

test("an expected structure is compared as JSON, whatever the order of its keys", () => {
  const expected = { a: [1, 2], b: null };
  expect(scoreOf("exact_match", {}, expected, '{"b": null, "a": [1, 2.0]}').passed).toBe(true);
  expect(scoreOf("exact_match", {}, expected, '{"b": null, "a": [2, 1]}').passed).toBe(false);
});

test("without an expectation there is no score", () => {
  expect(scoreOf("exact_match", {}, undefined, "Paris").value).toBeUndefined();
  expect(scoreOf("exact_match", {}, null, "null").value).toBeUndefined();
});
