import { expect, test } from "vitest";
import type { JsonValue } from "../../../../src/core/json.ts";
import { allowsStrict } from "../../../../src/providers/live/strict-schema.ts";
import { strictSchema } from "./request-builders.ts";

const around = (inner: JsonValue): JsonValue => ({
  ...strictSchema,
  properties: { label: inner },
});

test.each<[string, JsonValue]>([
  ["an enum", { type: "string", enum: ["a", "b"] }],
  ["a list of closed objects", { type: "array", items: strictSchema }],
  ["a union", { anyOf: [{ type: "null" }, strictSchema] }],
  [
    "a property that is named like a keyword",
    { ...strictSchema, properties: { oneOf: { type: "string" } }, required: ["oneOf"] },
  ],
])("a closed object with %s can be enforced", (_, inner) => {
  expect(allowsStrict(around(inner))).toBe(true);
});

test.each<[string, JsonValue]>([
  ["no schema but a boolean", true],
  ["an open object", { ...strictSchema, additionalProperties: true }],
  ["an optional property", { ...strictSchema, required: [] }],
  ["an open object inside", around({ type: "object", properties: {} })],
  ["an open object in a list", around({ type: "array", items: { type: "object" } })],
  ["a property of any kind", around({ description: "anything" })],
  ["oneOf", around({ type: "string", oneOf: [] })],
  ["an open definition", { ...strictSchema, $defs: { a: { type: "object" } } }],
])("%s cannot be enforced", (_, schema) => {
  expect(allowsStrict(schema)).toBe(false);
});
