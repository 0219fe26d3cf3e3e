import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance } from "../../../src/core/nearest-name.ts";
import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import { isJsonObject } from "../../../src/core/json.ts";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { jsonSchemaOf, readShape } from "../../../src/documents/shape.ts";
import { parseDocument } from "../../../src/documents/source-document.ts";
import { policySchema } from "../../../src/policies/shapes/policy-schema.ts";

interface KnownKey {
  readonly path: readonly string[];
  readonly key: string;
  readonly siblings: readonly string[];
}

/** Every key of every closed mapping that can be reached by keys alone. */
function keysOf(schema: JsonValue | undefined, path: readonly string[]): readonly KnownKey[] {
  if (!isJsonObject(schema)) return [];
  const properties = schema["properties"];
  if (!isJsonObject(properties) || schema["additionalProperties"] !== false) return [];
  const siblings = Object.keys(properties);
  return siblings.flatMap((key) => [
    { path, key, siblings },
    ...keysOf(properties[key], [...path, key]),
  ]);
}

const known = keysOf(jsonSchemaOf(policySchema), []);

const slip = fc.record({
  at: fc.nat(30),
  letter: fc.constantFrom(...Array.from("abcdefghijklmnopqrstuvwxyz_")),
  kind: fc.constantFrom("drop", "add", "change", "swap"),
});

function withSlip(key: string, { at, letter, kind }: { at: number; letter: string; kind: string }) {
  const index = at % key.length;
  const [before, here, after] = [key.slice(0, index), key[index] ?? "", key.slice(index + 1)];
  switch (kind) {
    case "drop":
      return before + after;
    case "add":
      return before + letter + here + after;
    case "change":
      return before + letter + after;
    default:
      return before + (after[0] ?? "") + here + after.slice(1);
  }
}

function nested(path: readonly string[], value: JsonObject): JsonObject {
  return path.reduceRight<JsonObject>((inner, key) => ({ [key]: inner }), value);
}

test("the template's keys are known", () => {
  expect(known.length).toBeGreaterThan(60);
});

test("a key one slip away from a known one is refused with a suggestion as near as that", () => {
  fc.assert(
    fc.property(fc.constantFrom(...known), slip, ({ path, key, siblings }, change) => {
      const typo = withSlip(key, change);
      fc.pre(!siblings.includes(typo) && typo.length > 2);
      const text = JSON.stringify(nested(path, { [typo]: "x" }), undefined, 2);
      const problem = unknownKeyOf(text, typo);
      const suggested = /did you mean "(.+)"\?/.exec(problem.hint ?? "")?.[1] ?? "";
      expect(editDistance(typo, suggested, 3)).toBe(1);
      const asNear = siblings.filter((name) => editDistance(typo, name, 3) <= 1);
      expect(asNear).toContain(suggested);
      expect(asNear).toContain(key);
      const line = text.split("\n").findIndex((row) => row.includes(`"${typo}"`)) + 1;
      expect(problem.line).toBe(line);
    }),
    { seed: 20260112, numRuns: 400 },
  );
});

function unknownKeyOf(text: string, typo: string) {
  try {
    readShape(policySchema, parseDocument("p.yaml", text));
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const found = error.problems.find(({ message }) => message.startsWith(`unknown key "${typo}"`));
    if (found !== undefined) return found;
  }
  throw new Error(`${typo} was not refused`);
}
