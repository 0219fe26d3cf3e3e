import fc from "fast-check";
import { expect, test } from "vitest";
import { answerDifference } from "../../../src/reports/answer-difference.ts";
import { wordDiff } from "../../../src/reports/word-diff.ts";

const words = fc
  .array(fc.constantFrom("the", "refund", "is", "denied", " ", "\n", ".", "größe", "😀"), {
    maxLength: 30,
  })
  .map((parts) => parts.join(" "));

test("what is the same and removed is the one text, what is the same and added the other", () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      const parts = wordDiff(before, after);
      if (parts === undefined) return;
      const textOf = (kinds: readonly string[]) =>
        parts.flatMap(({ kind, text }) => (kinds.includes(kind) ? [text] : [])).join("");
      expect(textOf(["same", "removed"])).toBe(before);
      expect(textOf(["same", "added"])).toBe(after);
    }),
    { seed: 20_261_126 },
  );
});

test("texts without words in common, or too long, are not marked", () => {
  const many = (word: string) => Array.from({ length: 40 }, (_, at) => `${word}${at}`).join(" ");
  expect(wordDiff(many("a"), many("b"))).toBeUndefined();
  expect(wordDiff("x ".repeat(5_000), "x ".repeat(5_001))).toBeUndefined();
  expect(answerDifference(many("a"), many("b"))).toEqual({
    kind: "unmarked",
    because: "the answers are too long or too unlike to mark words",
  });
});

test("an answer that is not kept is not compared", () => {
  expect(answerDifference(undefined, "x").kind).toBe("unmarked");
  expect(answerDifference("x", "x")).toEqual({ kind: "none" });
  expect(answerDifference("[1]", "[2]").kind).toBe("json");
  expect(answerDifference("[1]", "yes").kind).toBe("words");
});
