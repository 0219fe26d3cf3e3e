import { expect, test } from "vitest";
import { safePattern } from "../../../src/datasets/safe-pattern.ts";

test.each([
  ["^(.*)_[^_]*$", "AIME_24_7", "AIME_24"],
  ["^([a-z]+(?:-[a-z]+)?)", "a-b/c", "a-b"],
  ["(\\d{4})-\\d\\d", "on 2024-05", "2024"],
  ["(?<kind>[()*+?]+)x", "a+)x", "+)"],
  ["\\((a|b)\\)", "(b)", "b"],
  ["((?:ab){2})", "abab", "abab"],
])("%s takes its first group", (source, text, value) => {
  const checked = safePattern(source);
  expect(checked.kind === "pattern" && checked.pattern.exec(text)?.[1]).toBe(value);
});

test.each([
  ["^((a+)+)$", "repeats a group"],
  ["^(a|a)*$", "repeats a group"],
  ["((a?b)*)c", "repeats a group"],
  ["(((ab)+c){2,})", "repeats a group"],
  ["((?:x(?:a+))*)", "repeats a group"],
  ["(a)\\1", "back-reference"],
  ["(?<n>a)\\k<n>", "back-reference"],
  ["(?=a)(b)", "look-around"],
  ["(?<!a)(b)", "look-around"],
  ["(a", "is not a regular expression"],
  ["abc", "has no group"],
])("%s is refused", (source, because) => {
  expect(safePattern(source)).toMatchObject({
    kind: "refused",
    because: expect.stringContaining(because),
  });
});
