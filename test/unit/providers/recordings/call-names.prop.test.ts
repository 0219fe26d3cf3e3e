import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/core/json.ts";
import { recordingKey, type WireRequest } from "../../../../src/providers/recordings/call-names.ts";

const anyBody = fc
  .dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ stringUnit: "binary" }))
  .map((body) => JSON.parse(JSON.stringify(body)) as JsonObject);

const keyOf = (body: JsonObject): string => {
  const request: WireRequest = { provider: "openai", endpointFamily: "openai", model: "m", body };
  return recordingKey(request, { repeat: 0, priorCallsOfRoute: 0 });
};

/** The same value, its fields in the opposite order at every depth. */
function reversed(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: JsonValue) => reversed(entry));
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([name, entry]) => [name, reversed(entry)]));
}

test("the order of fields, at whatever depth, does not change a name", () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      expect(keyOf(reversed(body) as JsonObject)).toBe(keyOf(body));
    }),
    { seed: 20261121 },
  );
});

test("two bodies have the same name exactly if they mean the same", () => {
  fc.assert(
    fc.property(anyBody, anyBody, (one, other) => {
      const areSame = fc.stringify(sorted(one)) === fc.stringify(sorted(other));
      expect(keyOf(one) === keyOf(other)).toBe(areSame);
    }),
    { seed: 20261121 },
  );
});

test("any change of any value in it changes the name", () => {
  fc.assert(
    fc.property(anyBody, fc.string(), fc.jsonValue(), (body, name, value) => {
      fc.pre(!Object.hasOwn(body, name));
      const added = Object.fromEntries([...Object.entries(body), [name, value as JsonValue]]);
      expect(keyOf(added)).not.toBe(keyOf(body));
      const wrapped = Object.fromEntries([...Object.entries(body), [name, [value as JsonValue]]]);
      expect(keyOf(wrapped)).not.toBe(keyOf(added));
    }),
    { seed: 20261121 },
  );
});

function sorted(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: JsonValue) => sorted(entry));
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, entry]) => [name, sorted(entry)]);
}
