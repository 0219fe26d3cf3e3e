import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import type { Score } from "../../../src/core/score.ts";
import { createScorer } from "../../../src/scoring/create-scorer.ts";
import { anAnswer, answered, aRecord, aSpec } from "./builders.ts";

const seed = 20_261_125;

function aGrader(options: JsonObject) {
  const scorer = createScorer([aSpec("citations", options)], { minScore: undefined });
  return (source: string, expected: JsonValue | undefined, text: string): Score => {
    const record = aRecord(expected, { messages: [{ role: "user", content: source }] });
    const [score] = scorer.grade(record, answered, [anAnswer(text)]).scores;
    if (score === undefined) throw new Error("one grader gives one score");
    return score;
  };
}

const fields = ["quotes"];
const inJson = aGrader({ fields });

// Words without marks or blanks, so that any cut of them is a passage.
const words = fc.array(fc.stringMatching(/^[a-zé0-9]{1,8}$/), { minLength: 3, maxLength: 40 });

test("every passage cut from the source is genuine and cited, however its blanks are changed", () => {
  const cut = words.chain((list) =>
    fc.record({
      list: fc.constant(list),
      from: fc.nat(list.length - 1),
      blank: fc.constantFrom(" ", "\n", "\t  ", "  \r\n"),
    }),
  );
  const cases = fc.property(cut, ({ list, from, blank }) => {
    const passage = list.slice(from, from + 5);
    const answer = JSON.stringify({ quotes: [passage.join(blank)] });
    const found = inJson(list.join(" "), [passage.join(" ")], answer);
    expect(found).toMatchObject({ value: 1, passed: true });
  });
  expect(() => fc.assert(cases, { seed })).not.toThrow();
});

test("a quote with a word that the source lacks is never genuine", () => {
  const cases = fc.property(words, fc.nat(2), (list, place) => {
    const forged = list.toSpliced(place, 0, "FORGED").join(" ");
    expect(inJson(list.join(" "), undefined, JSON.stringify({ quotes: forged })).passed).toBe(
      false,
    );
  });
  expect(() => fc.assert(cases, { seed })).not.toThrow();
});

test("no answer and no expectation makes the grader throw", () => {
  const graders = fc.constantFrom(
    inJson,
    aGrader({}),
    aGrader({ allow_ellipsis: true, min_quote_chars: 1, normalize: ["nfkc", "lowercase"] }),
    aGrader({ fields: ["*.*", "a.0"], must_quote: false }),
  );
  const marked = fc
    .array(fc.constantFrom('"', "“", "”", "«", "»", "> ", "\n", "…", "[...]", "a b", "."))
    .map((parts) => parts.join(""));
  const text = fc.oneof(fc.string(), fc.json({ maxDepth: 6 }), marked);
  const expectation = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.json(), fc.constant(undefined));
  const cases = fc.property(
    graders,
    expectation,
    text,
    marked,
    (grade, expected, answer, source) => {
      const { value = 0, because } = grade(source, expected as JsonValue | undefined, answer);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
      expect(typeof because).toBe("string");
    },
  );
  expect(() => fc.assert(cases, { seed, numRuns: 500 })).not.toThrow();
});

test("an answer nested a hundred thousand levels deep is judged, not followed", () => {
  const deep = `{"quotes": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  expect(inJson("a source", undefined, deep).because).toContain("nested deeper than 512 levels");
});
