import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonValue } from "../../../src/core/json.ts";
import { jsonChanges, jsonDocument } from "../../../src/reports/json-diff.ts";

const keys = fc.constantFrom("a", "b", "a/b", "~", "~1", "", "__proto__", "0");
const { document } = fc.letrec<{ document: JsonValue }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<JsonValue>(null, true, false, 0, 1, "x", "", "y"),
    fc.array(tie("document"), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(keys, tie("document")), { maxLength: 4, selector: ([key]) => key })
      .map((entries) => JSON.parse(objectText(entries)) as JsonValue),
  ),
}));

/** Written and parsed, so that a key like `__proto__` is a key. */
function objectText(entries: readonly (readonly [string, JsonValue])[]): string {
  const fields = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{${fields.join(",")}}`;
}

/** Every value within a document by its pointer: leaves, and lists and objects that are empty. */
function leaves(value: JsonValue, pointer = ""): ReadonlyMap<string, string> {
  const isBranch = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isBranch) return new Map([[pointer, JSON.stringify(value)]]);
  const kind = Array.isArray(value) ? "list" : "object";
  const below = Object.entries(value).flatMap(([key, item]) => [
    ...leaves(item as JsonValue, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  ]);
  return new Map([[`${pointer} is`, kind], ...below]);
}

test("the changes are the places at which an independent walk finds other values", () => {
  fc.assert(
    fc.property(document, document, (before, after) => {
      const changes = jsonChanges(before, after);
      const isCovered = (place: string) =>
        changes.some(
          ({ pointer }) =>
            place === pointer || place === `${pointer} is` || place.startsWith(`${pointer}/`),
        );
      const [ones, others] = [leaves(before), leaves(after)];
      for (const place of new Set([...ones.keys(), ...others.keys()])) {
        // A list or an object that is emptied changes what it is, and so do the places in it.
        const isSame = ones.get(place) === others.get(place);
        if (!isSame && !isCovered(place)) {
          const bare = place.replace(/ is$/, "");
          expect([...changes].some(({ pointer }) => pointer.startsWith(`${bare}/`))).toBe(true);
        }
      }
      for (const { pointer } of changes) {
        const touched = [...new Set([...ones.keys(), ...others.keys()])].filter(
          (place) =>
            place === pointer || place === `${pointer} is` || place.startsWith(`${pointer}/`),
        );
        expect(touched.some((place) => ones.get(place) !== others.get(place))).toBe(true);
      }
      expect(changes.length === 0).toBe(canonical(before) === canonical(after));
    }),
    { seed: 20_261_126 },
  );
});

function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item as JsonValue)).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join()}}`;
}

test("a document that is nested too deep is compared whole, not walked", () => {
  const deep = (end: string) => jsonDocument("[".repeat(4_000) + end + "]".repeat(4_000))!;
  const changes = jsonChanges(deep("1"), deep("2"));
  expect(changes).toHaveLength(1);
  expect(changes[0]?.pointer).toBe("/0".repeat(60));
});

test("a text is a document only where it is a JSON object or list", () => {
  expect(jsonDocument(' {"a": 1} ')).toEqual({ a: 1 });
  expect(jsonDocument("[1]")).toEqual([1]);
  for (const text of ["1", '"x"', "null", "", "{", "yes [1]", "[1] yes"]) {
    expect(jsonDocument(text)).toBeUndefined();
  }
});
