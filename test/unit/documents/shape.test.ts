import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { jsonSchemaOf, readShape, z } from "../../../src/documents/shape.ts";
import { parseDocument } from "../../../src/documents/source-document.ts";

const schema = z.strictObject({
  name: z.string().min(1),
  limit: z.number().min(0).optional(),
  mode: z.enum(["bound", "point"]).optional(),
  routes: z.array(z.string()).min(1).optional(),
  workflow: z.union([z.string(), z.strictObject({ name: z.string() })]).optional(),
  weights: z.record(z.string().min(1), z.number().positive()).optional(),
  retries: z.int().min(0).max(5).optional(),
});

function problemsOf(text: string): readonly string[] {
  try {
    readShape(schema, parseDocument("a.yaml", text));
  } catch (error) {
    if (error instanceof HarnessError) return error.message.split("\n").slice(1);
    throw error;
  }
  return [];
}

test("a document that fits comes out as its schema types it", () => {
  const value = readShape(schema, parseDocument("a.yaml", "name: x\nlimit: 3\n"));
  expect(value).toEqual({ name: "x", limit: 3 });
});

test.each([
  ["name: x\nlimit: abc", 'a.yaml:2:8: "limit" expected a number of 0 or more, got "abc"'],
  ["name: x\nlimit: -1", 'a.yaml:2:8: "limit" expected a number of 0 or more, got -1'],
  ["name: x\nretries: 9", 'a.yaml:2:10: "retries" expected a whole number from 0 to 5, got 9'],
  ["name: x\nretries: 1.5", 'a.yaml:2:10: "retries" expected a whole number from 0 to 5, got 1.5'],
  ["limit: 1", 'a.yaml:1:1: "name" is missing: expected text that is not empty'],
  ["name: x\nroutes: a", 'a.yaml:2:9: "routes" expected a list that is not empty, got "a"'],
  [
    "name: x\nroutes: []",
    'a.yaml:2:9: "routes" expected a list that is not empty, got an empty list',
  ],
  ["name: x\nroutes:\n  - [b]", 'a.yaml:3:5: "routes.0" expected text, got a list of 1'],
  ["name: x\nnmae: y", 'a.yaml:2:1: unknown key "nmae" (did you mean "name"?)'],
  [
    "name: x\nmode: pint",
    'a.yaml:2:7: "mode" expected one of bound, point, got "pint" (did you mean "point"?)',
  ],
  ["name: x\nworkflow: 3", 'a.yaml:2:11: "workflow" expected text or a mapping, got 3'],
  [
    "name: x\nworkflow:\n  name: y\n  nam: z",
    'a.yaml:4:3: unknown key "nam" in "workflow" (did you mean "name"?)',
  ],
  ["name: x\nweights: {a: 0}", 'a.yaml:2:14: "weights.a" expected a number above 0, got 0'],
  ["name: x\nweights: {'': 1}", 'a.yaml:2:11: the key "": expected text that is not empty, got ""'],
  ["name: x\nlimit:", 'a.yaml:2:7: "limit" expected a number of 0 or more, got nothing'],
  ["", "a.yaml:1:1: expected a mapping, got nothing"],
  ["- a", "a.yaml:1:1: expected a mapping, got a list of 1"],
])("%j is explained in plain words, with its place", (text, message) => {
  expect(problemsOf(text)).toEqual([message]);
});

test("all problems of a document are told at once, in the order of the text", () => {
  expect(problemsOf("limit: x\nwhatsoever: 1\nmode: q")).toEqual([
    'a.yaml:1:1: "name" is missing: expected text that is not empty',
    'a.yaml:1:8: "limit" expected a number of 0 or more, got "x"',
    'a.yaml:2:1: unknown key "whatsoever" (known: name, limit, mode, routes, workflow, weights, retries)',
    'a.yaml:3:7: "mode" expected one of bound, point, got "q"',
  ]);
});

test("a value that looks like a secret is never shown", () => {
  const [message] = problemsOf("name: x\nlimit: sk-proj-abcdefghijklmnop");
  expect(message).toBe(
    'a.yaml:2:8: "limit" expected a number of 0 or more, got what looks like a secret key',
  );
});

test("a schema is published as JSON Schema 2020-12 of what may be written", () => {
  const published = jsonSchemaOf(schema);
  expect(published["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(published["required"]).toEqual(["name"]);
  expect(published["additionalProperties"]).toBe(false);
});
