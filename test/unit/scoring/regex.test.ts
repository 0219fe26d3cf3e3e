import { expect, test } from "vitest";
import { scoreOf } from "./builders.ts";

test("a pattern is found anywhere, or has to cover the whole answer", () => {
  const pattern = "\\bINV-\\d{4}\\b";
  expect(scoreOf("regex", { pattern }, undefined, "see INV-0042, please").passed).toBe(true);
  expect(scoreOf("regex", { pattern }, undefined, "see INV-00421").passed).toBe(false);
  expect(scoreOf("regex", { pattern, full_match: true }, undefined, "INV-0042").passed).toBe(true);
  expect(scoreOf("regex", { pattern, full_match: true }, undefined, "INV-0042 ").passed).toBe(
    false,
  );
});

test("flags hold", () => {
  const text = "first\nSECOND line";
  expect(scoreOf("regex", { pattern: "^second" }, undefined, text).passed).toBe(false);
  const flags = ["ignore_case", "multiline"];
  expect(scoreOf("regex", { pattern: "^second", flags }, undefined, text).passed).toBe(true);
  expect(
    scoreOf("regex", { pattern: "first.SECOND", flags: ["dot_all"] }, undefined, text).passed,
  ).toBe(true);
});

test("what a group captures is compared with what is expected", () => {
  const options = { pattern: "answer is (?<letter>[A-D])", capture: "letter" };
  expect(scoreOf("regex", options, "C", "The answer is C.").passed).toBe(true);
  expect(scoreOf("regex", options, "C", "The answer is B.").because).toBe(
    'captured "B", expected "C"',
  );
  expect(scoreOf("regex", options, "C", "No idea.").because).toBe("the pattern captures nothing");
  expect(scoreOf("regex", { ...options, capture: 1 }, "C", "answer is C").passed).toBe(true);
});

test("without a pattern the expectation is the pattern", () => {
  expect(scoreOf("regex", {}, "^(yes|yep)$", "yep").passed).toBe(true);
  expect(scoreOf("regex", {}, "^(yes|yep)$", "nope").passed).toBe(false);
});

test("an expected pattern that cannot be run leaves the record unscored", () => {
  const score = scoreOf("regex", {}, "(?=a)b", "ab");
  expect(score.value).toBeUndefined();
  expect(score.because).toContain("cannot be run");
});

test.each(["^(a+)+$", "^(a|a)*$", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){20}$"])(
  "the backtracking trap %s ends on hostile text",
  (pattern) => {
    const hostile = `${"a".repeat(50_000)}!`;
    expect(scoreOf("regex", { pattern }, undefined, hostile).passed).toBe(false);
    expect(scoreOf("regex", {}, pattern, hostile).passed).toBe(false);
  },
);

test("an answer too long for a large pattern is refused, not scanned for minutes", () => {
  const pattern = "([ab]?){300}[ab]{300}[cd]";
  const score = scoreOf("regex", { pattern }, undefined, "ab".repeat(1_000_000));
  expect(score.passed).toBe(false);
  expect(score.because).toContain("longer than this pattern may scan");
});

test("an empty expected pattern leaves the record unscored, since it is found everywhere", () => {
  const score = scoreOf("regex", {}, "", "x");
  expect(score.value).toBeUndefined();
  expect(score.because).toBe("the expected pattern is empty");
});
