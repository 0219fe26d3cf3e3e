import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import { checkGraders } from "../../../src/scoring/check-graders.ts";
import { createScorer } from "../../../src/scoring/create-scorer.ts";
import { metricNames } from "../../../src/core/metric-names.ts";
import { aSpec } from "./builders.ts";

const problemOf = (grader: string, options: JsonObject = {}) => {
  const [first] = checkGraders([aSpec(grader, options)]);
  return first;
};

test("graders that are in order have no problem", () => {
  const specs = [
    aSpec("exact_match", { normalize: ["trim"] }),
    aSpec("json_fields", { fields: { a: "number", b: { compare: "date" }, c: null } }),
    aSpec("regex", { pattern: "(a)", capture: 1 }),
    aSpec("recorded"),
  ];
  expect(checkGraders(specs)).toEqual([]);
});

test("an unknown grader is named with the one that was meant", () => {
  expect(problemOf("exact_mach")).toEqual({
    index: 0,
    path: ["grader"],
    message: 'unknown grader "exact_mach"',
    hint: 'did you mean "exact_match"?',
  });
  expect(problemOf("judge")?.hint).toContain("graders are: exact_match, contains");
});

test.each([
  ["numeric", { tolerence: 1 }, ["tolerence"], 'did you mean "tolerance"?'],
  ["recorded", { min: 1 }, ["min"], "it takes none"],
  ["exact_match", { normalize: ["trim", "lower_case"] }, ["normalize", 1], 'mean "lowercase"'],
  ["json_fields", { fields: { a: "numbr" } }, ["fields", "a"], 'did you mean "number"?'],
  ["json_fields", { fields: { a: { cmp: "set" } } }, ["fields", "a", "cmp"], "compare"],
  ["json_fields", { fields: { a: { compare: "st" } } }, ["fields", "a", "compare"], '"set"'],
  ["json_fields", { fields: { a: { compare: "set", tolerance: 1 } } }, ["fields", "a"], "number"],
  ["regex", { pattern: "(a)", capture: 2 }, ["capture"], "it has 1 groups"],
  ["regex", { pattern: "(?=a)b" }, ["pattern"], "no lookahead"],
  ["contains", { values: [] }, ["values"], "leave it out"],
  ["contains", { values: "" }, ["values"], "every answer holds it"],
  ["contains", { any: ["a", ""] }, ["any", 1], "every answer holds it"],
  ["contains", { none: ["?"], normalize: ["strip_punctuation"] }, ["none", 0], "every answer"],
  ["json_schema", { schema: { format: "dat" } }, ["schema", "format"], 'did you mean "date"?'],
  ["json_schema", { schema: { format: "currency" } }, ["schema", "format"], "formats are: date,"],
])("%s %j is refused at %j", (grader, options, path, hint) => {
  const problem = problemOf(grader, options);
  expect(problem?.path).toEqual(path);
  expect(problem?.hint).toContain(hint);
});

test("an option of the wrong type is refused", () => {
  expect(problemOf("numeric", { tolerance: "1" })?.message).toBe(
    "numeric: tolerance must be number",
  );
  expect(problemOf("numeric", { tolerance: -1 })?.path).toEqual(["tolerance"]);
});

test.each([
  [{ type: "strng" }, ["schema", "type"], "must be equal to one of the allowed values"],
  [{ properties: { a: { minimum: "1" } } }, ["schema", "properties", "a", "minimum"], "number"],
  [{ $schema: "http://json-schema.org/draft-04/schema#" }, ["schema", "$schema"], "unknown"],
  [{ $ref: "http://127.0.0.1/x" }, ["schema", "$ref"], "cannot resolve $ref http://127.0.0.1/x"],
  [{ $ref: "#" }, ["schema"], "refers to itself without end"],
  [{ items: { pattern: "(?!a)" } }, ["schema", "items", "pattern"], "cannot be run"],
  [{ $async: true }, ["schema", "$async"], "no keyword of JSON Schema"],
  ["schema.json", ["schema"], "a JSON Schema is an object or a boolean"],
])("the broken schema %j is a fault of the configuration", (schema, path, message) => {
  const problem = problemOf("json_schema", { schema });
  expect(problem?.path).toEqual(path);
  expect(problem?.message).toContain(message);
});

test("two graders of one name are refused, since names are metrics", () => {
  const specs = [aSpec("contains", { all: "a" }), aSpec("contains", { all: "b" })];
  expect(checkGraders(specs)).toMatchObject([
    { index: 1, path: ["grader"], message: 'two graders are named "contains"' },
  ]);
  const named = [aSpec("contains"), aSpec("contains", {}, { name: "greeting" })];
  expect(checkGraders(named)).toEqual([]);
});

test("all problems are found at once, and a scorer is refused with all of them", () => {
  const specs = [aSpec("numeric", { tolerance: "1", extrct: "last" }), aSpec("nope")];
  expect(checkGraders(specs)).toHaveLength(3);
  const create = () => createScorer(specs, { minScore: undefined });
  expect(create).toThrow(HarnessError);
  expect(create).toThrow(/3 problems\n.*scoring\[0\]/);
});

test("an empty pattern is refused", () => {
  expect(problemOf("regex", { pattern: "" })?.path).toEqual(["pattern"]);
});

test("every unknown format of a schema is found where it stands", () => {
  const schema = {
    properties: { "a/b": { format: "emial" }, when: { $ref: "#/$defs/day" } },
    $defs: { day: { type: "string", format: "dat" } },
  };
  for (const $schema of [undefined, "http://json-schema.org/draft-07/schema#"]) {
    const dialect = $schema === undefined ? {} : { $schema };
    expect(checkGraders([aSpec("json_schema", { schema: { ...dialect, ...schema } })])).toEqual([
      {
        index: 0,
        path: ["schema", "properties", "a/b", "format"],
        message: 'unknown format "emial"',
        hint: 'did you mean "email"?',
      },
      {
        index: 0,
        path: ["schema", "$defs", "day", "format"],
        message: 'unknown format "dat"',
        hint: 'did you mean "date"?',
      },
    ]);
  }
});

test("a grader cannot have the name of a metric that every run has", () => {
  for (const name of metricNames) {
    expect(checkGraders([aSpec("exact_match", {}, { name })])).toMatchObject([
      { index: 0, path: ["name"], message: `"${name}" is a metric of every run` },
    ]);
  }
});
