import fc from "fast-check";
import { expect, test } from "vitest";
import { textIndex } from "../../../src/datasets/text-index.ts";

const anyText = fc.string({ unit: "binary", maxLength: 12 });

test("it numbers texts like a Map does, lone surrogates and all", () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  const text = fc.oneof(
    anyText,
    fc.array(unit, { maxLength: 3 }).map((units) => units.join("")),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 200 }), anyText, (texts, other) => {
      const index = textIndex();
      const numbers = new Map<string, number>();
      for (const added of texts) {
        const known = numbers.get(added);
        expect(index.add(added)).toBe(known === undefined ? numbers.size : -1 - known);
        if (known === undefined) numbers.set(added, numbers.size);
      }
      expect(index.size).toBe(numbers.size);
      for (const [added, number] of numbers) {
        expect(index.find(added)).toBe(number);
        expect(index.holds(number, added)).toBe(true);
      }
      expect(index.find(other)).toBe(numbers.get(other));
    }),
    { seed: 20261121, numRuns: 200 },
  );
});

test("a hundred thousand ids keep their numbers as it grows", () => {
  const index = textIndex();
  const ids = Array.from({ length: 100_000 }, (_, number) => `record-${number}`);
  expect(ids.map((id) => index.add(id))).toEqual(ids.map((_, number) => number));
  expect(index.find("record-99999")).toBe(99_999);
  expect(index.find("record-100000")).toBeUndefined();
  expect(index.holds(5, "record-6")).toBe(false);
  expect(index.holds(100_000, "")).toBe(false);
});
