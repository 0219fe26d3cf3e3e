import { expect, test } from "vitest";
import { percentWords } from "../../../src/core/percent-words.ts";

test.each([
  [0.07, "7 %"],
  [0.29, "29 %"],
  [0.0055, "0.55 %"],
  [1 / 3, "33.3333333333 %"],
  [0, "0 %"],
  [1, "100 %"],
])("%d is told as %s", (share, words) => {
  expect(percentWords(share)).toBe(words);
});
