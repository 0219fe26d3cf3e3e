import fc from "fast-check";
import { expect, test } from "vitest";
import { scoreOf } from "./builders.ts";

const seed = 20_261_121;
const names = [
  "trim",
  "lowercase",
  "collapse_whitespace",
  "strip_punctuation",
  "trim_punctuation",
  "strip_accents",
  "nfc",
  "nfkc",
];

test("every text matches itself, whatever the normalizations", () => {
  const cases = fc.property(
    fc.string({ unit: "binary" }),
    fc.subarray(names),
    (text, normalize) => {
      expect(scoreOf("exact_match", { normalize }, text, text).value).toBe(1);
    },
  );
  expect(() => fc.assert(cases, { seed })).not.toThrow();
});
