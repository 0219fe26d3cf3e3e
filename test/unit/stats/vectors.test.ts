import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { checkVector, differences, isKnownMethod } from "./vector-check.ts";
import { vectorMethods } from "./vector-methods.ts";
import type { Vector } from "./vector-fields.ts";

const path = resolve(import.meta.dirname, "../../../../shared/reference/stat-vectors.json");
const isThere = existsSync(path);
const vectors = isThere ? (JSON.parse(readFileSync(path, "utf8")) as readonly Vector[]) : [];
const covered = vectors.filter(({ method }) => isKnownMethod(method));
process.stderr.write(
  isThere
    ? `statistics vectors: ${covered.length} of ${vectors.length} covered\n`
    : "statistics vectors: skipped, the reference vectors are not beside this checkout\n",
);

/** Values computed for a method's vectors that none of these asks for. */
function madeUp(method: string): readonly string[] {
  const ofMethod = vectors.filter((vector) => vector.method === method);
  const asked = new Set(ofMethod.flatMap(({ expected }) => Object.keys(expected)));
  const computed = ofMethod.flatMap(({ input }) => Object.keys(vectorMethods[method]!.ours(input)));
  return [...new Set(computed)].filter((key) => !asked.has(key));
}

test.skipIf(!isThere)("every method in the table has a vector, and every vector a method", () => {
  const methods = new Set(vectors.map(({ method }) => method));
  expect(Object.keys(vectorMethods).filter((method) => !methods.has(method))).toEqual([]);
  expect([...methods].filter((method) => !isKnownMethod(method))).toEqual([]);
});

test.skipIf(!isThere).each(Object.keys(vectorMethods))("%s computes nothing unasked", (method) => {
  expect(madeUp(method)).toEqual([]);
});

test("a value off by more than the tolerance is a difference", () => {
  const off = (got: string, expected: string, place = "x") => ({ place, got, expected });
  expect(differences([1, 2, null], [1, 2.1, null], 1e-9, "x")).toEqual([off("2", "2.1", "x[1]")]);
  expect(differences([1], [1, 2], 1e-9, "x")).toEqual([
    off("1 values", "2 values"),
    off("undefined", "2", "x[1]"),
  ]);
  expect(differences({ a: 1 }, { a: 2 }, 1e-9, "x")).toEqual([off("1", "2", "x[a]")]);
  expect(differences(1, [1], 1e-9, "x")).toEqual([off("1", "[1]")]);
  expect(differences(null, 0, 1e-9, "x")).toEqual([off("null", "0")]);
  expect(differences(NaN, 0, 1e-9, "x")).toEqual([off("NaN", "0")]);
  expect(differences(1 + 1e-10, 1, 1e-9, "x")).toEqual([]);
});

test.skipIf(!isThere).each(covered)("meets $name", (vector) => {
  expect(checkVector(vector).mismatches).toEqual([]);
});
