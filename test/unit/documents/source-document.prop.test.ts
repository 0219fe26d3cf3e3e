import fc from "fast-check";
import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { canonicalJson } from "../../../src/core/canonical-json.ts";
import { parseDocument } from "../../../src/documents/source-document.ts";

const key = fc.string({ unit: "binary", maxLength: 20 }).filter((name) => name !== "__proto__");
const { value: anyJson } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** What an exponent would write: digits alone must stay exact, so doubles beyond them are left out. */
const isExactInDigits = (text: string): boolean => !/(?<![.\d])\d{17,}(?![.\d])/.test(text);

test("every JSON text means in a document what it means to JSON", () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      const text = JSON.stringify(value, undefined, 2);
      fc.pre(isExactInDigits(text));
      expect(parseDocument("a.json", text).value).toEqual(JSON.parse(text));
    }),
    { seed: 71, numRuns: 500 },
  );
});

test("canonical text depends on the value alone, not on the order of keys", () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      const reversed: unknown = JSON.parse(JSON.stringify(value), (_, entry: unknown) =>
        typeof entry === "object" && entry !== null && !Array.isArray(entry)
          ? Object.fromEntries(Object.entries(entry).toReversed())
          : entry,
      );
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 72, numRuns: 300 },
  );
});

test("no text at all makes the reader fail in a way of its own", () => {
  const bits = fc.constantFrom(
    ...Array.from("-:[]{}&*!|>'\"#%@` \n\tab1,?~<"),
    "<<",
    ".inf",
    "...",
    "---",
  );
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 40 }), (parts) => {
      const outcome = outcomeOf(parts.join(""));
      expect(["value", "invalid-input"]).toContain(outcome);
    }),
    { seed: 73, numRuns: 2000 },
  );
});

function outcomeOf(text: string): unknown {
  try {
    parseDocument("a.yaml", text);
    return "value";
  } catch (error) {
    return error instanceof HarnessError ? error.code : error;
  }
}
