import fc from "fast-check";
import { expect, test } from "vitest";
import { createNeighbourIndex } from "../../../src/routing/neighbour-index.ts";

const ofTexts = (...texts: readonly string[]) =>
  createNeighbourIndex(texts.map((text) => ({ text, intent: text })));

/** The same search in the plainest way, over features by name instead of hashed. */
function plainSimilarities(texts: readonly string[], asked: string): readonly number[] {
  const features = (text: string): Map<string, number> => {
    const counts = new Map<string, number>();
    const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) {
      add(`word ${word}`);
      const padded = `<${word}>`;
      for (let at = 0; at + 3 <= padded.length; at += 1) add(padded.slice(at, at + 3));
    }
    return counts;
  };
  const all = texts.map(features);
  const rarity = (name: string) =>
    1 + Math.log((1 + all.length) / (1 + all.filter((counts) => counts.has(name)).length));
  const vector = (counts: Map<string, number>) =>
    new Map([...counts].map(([name, count]) => [name, (1 + Math.log(count)) * rarity(name)]));
  const length = (weights: Map<string, number>) =>
    Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0));
  const query = vector(features(asked));
  return all.map(vector).map((weights) => {
    let dot = 0;
    for (const [name, weight] of query) dot += weight * (weights.get(name) ?? 0);
    return dot === 0 ? 0 : dot / (length(query) * length(weights));
  });
}

test("similarities are those of a plain computation", () => {
  const word = fc.constantFrom("refund", "refunds", "order", "orders", "late", "code", "coder");
  const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), text, (texts, asked) => {
      const found = ofTexts(...texts).nearest(asked, texts.length);
      const plain = plainSimilarities(texts, asked).filter((similarity) => similarity > 0);
      expect(found.map(({ similarity }) => similarity.toFixed(5))).toEqual(
        plain.toSorted((one, other) => other - one).map((similarity) => similarity.toFixed(5)),
      );
    }),
    { seed: 11, numRuns: 200 },
  );
});

test("the nearest come first, of equal ones the first of the file", () => {
  const index = createNeighbourIndex([
    { text: "opening hours", intent: "a" },
    { text: "my refund", intent: "b" },
    { text: "my refund", intent: "c" },
    { text: "my refund of last week", intent: "d" },
  ]);
  const intents = index.nearest("My refund?", 3).map(({ prompt }) => prompt.intent);
  expect(intents).toEqual(["b", "c", "d"]);
});

test("a text without letters is near nothing", () => {
  expect(ofTexts("refund").nearest("?! 😀", 5)).toEqual([]);
  expect(ofTexts("?!").nearest("refund", 5)).toEqual([]);
});

test("only the end of a long text is looked at", () => {
  const index = ofTexts("refund", "weather");
  const long = `refund ${" ".repeat(4000)}weather`;
  expect(index.nearest(long, 2).map(({ prompt }) => prompt.text)).toEqual(["weather"]);
});
