import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import { scoreOf } from "./builders.ts";

const seed = 20_261_121;
const anObject = fc
  .dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1, maxKeys: 6 })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);

test("an object agrees with itself in every field", () => {
  const cases = fc.property(anObject, (value) => {
    expect(scoreOf("json_fields", {}, value, JSON.stringify(value)).value).toBe(1);
  });
  expect(() => fc.assert(cases, { seed })).not.toThrow();
});

test("field accuracy is a share, and whole only where it passes", () => {
  const cases = fc.property(anObject, anObject, (expected, answer) => {
    const { value, passed } = scoreOf("json_fields", {}, expected, JSON.stringify(answer));
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
    expect(passed).toBe(value === 1);
  });
  expect(() => fc.assert(cases, { seed })).not.toThrow();
});
