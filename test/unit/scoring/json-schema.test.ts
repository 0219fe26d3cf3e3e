import { expect, test } from "vitest";
import type { JsonValue } from "../../../src/core/json.ts";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { createScorer } from "../../../src/scoring/create-scorer.ts";
import { anAnswer, answered, aRecord, aSpec, gradeOf, scoreOf } from "./builders.ts";

const person = {
  type: "object",
  properties: { name: { type: "string" }, born: { type: "string", format: "date" } },
  required: ["name"],
  additionalProperties: false,
};

const scoreJson = (schema: JsonValue, text: string) =>
  scoreOf("json_schema", { schema }, undefined, text);

test("an answer that follows the schema passes", () => {
  expect(scoreJson(person, ' {"name": "Ada", "born": "1815-12-10"}\n').passed).toBe(true);
});

test("every fault of an answer is named", () => {
  expect(scoreJson(person, '{"born": "1815-02-30", "x": 1}').because).toBe(
    "must have required property 'name'; must NOT have additional properties: \"x\"; " +
      '/born must match format "date"',
  );
});

test.each([
  ["Sure! {}", "the answer is not JSON"],
  ["", "the answer is empty, not JSON"],
  ["{'name': 1}", "the answer is not JSON at position 1"],
  ["[NaN]", "the answer is not JSON"],
  ['```json\n{"name": "Ada"}\n```', "the answer is not JSON but a fenced block"],
])("%j is not strict JSON", (text, because) => {
  expect(scoreJson(person, text).because).toContain(because);
  expect(scoreJson(person, text).passed).toBe(false);
});

test("a fenced block is read where the option allows it, prose around it is not", () => {
  const options = { schema: person, allow_fence: true };
  const fenced = '```json\n{"name": "Ada"}\n```';
  expect(scoreOf("json_schema", options, undefined, fenced).passed).toBe(true);
  expect(scoreOf("json_schema", options, undefined, `Sure:\n${fenced}`).passed).toBe(false);
});

test("$schema chooses the dialect", () => {
  const pair = [{ type: "number" }, { type: "string" }];
  const seven = { $schema: "http://json-schema.org/draft-07/schema#", items: pair };
  const newest = { $schema: "https://json-schema.org/draft/2020-12/schema", prefixItems: pair };
  for (const schema of [seven, newest]) {
    expect(scoreJson(schema, '[1, "a"]').passed).toBe(true);
    expect(scoreJson(schema, '["a", 1]').passed).toBe(false);
  }
});

test("without an own schema the request's is used, also when a cell holds it as text", () => {
  for (const responseSchema of [person, JSON.stringify(person)]) {
    const record = aRecord(undefined, { responseSchema });
    const specs = [aSpec("json_schema")];
    expect(gradeOf(specs, record, '{"name": "Ada"}')).toMatchObject({
      accepted: true,
      schemaValid: true,
    });
    expect(gradeOf(specs, record, "{}")).toMatchObject({ accepted: false, schemaValid: false });
  }
});

test("without any schema there is no score, and nothing is accepted", () => {
  expect(gradeOf([aSpec("json_schema")], aRecord("x"), "{}")).toMatchObject({
    accepted: false,
    score: undefined,
    schemaValid: undefined,
  });
});

test("a request's schema that is broken stops the run and names the record", () => {
  const record = aRecord(undefined, { responseSchema: { type: "strng" } });
  const scorer = createScorer([aSpec("json_schema")], { minScore: undefined });
  const grade = () => scorer.grade(record, answered, [anAnswer("{}")]);
  expect(grade).toThrow(HarnessError);
  expect(grade).toThrow('set.jsonl:1: record "r-1": the JSON Schema cannot be used');
});

test("a hostile pattern ends, and still judges", () => {
  const schema = { type: "string", pattern: "^(a+)+$" };
  expect(scoreJson(schema, JSON.stringify("a".repeat(100_000))).passed).toBe(true);
  expect(scoreJson(schema, JSON.stringify(`${"a".repeat(100_000)}!`)).passed).toBe(false);
});

test("each pattern of a schema is its own", () => {
  const schema = { properties: { a: { pattern: "^a$" }, b: { pattern: "^b$" } } };
  expect(scoreJson(schema, '{"a": "a", "b": "b"}').passed).toBe(true);
  expect(scoreJson(schema, '{"a": "b", "b": "b"}').passed).toBe(false);
});

test("distinct items are told by value, in linear time", () => {
  const schema = { type: "array", uniqueItems: true };
  const many = Array.from({ length: 100_000 }, (_, index) => ({ index, twice: index * 2 }));
  expect(scoreJson(schema, JSON.stringify(many)).passed).toBe(true);
  expect(scoreJson(schema, '[{"a": 1, "b": 2}, {"b": 2, "a": 1}]').passed).toBe(false);
});

test("an answer of endless depth is refused before it is parsed", () => {
  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  expect(scoreJson({}, deep).because).toBe("the answer is nested deeper than 512 levels");
});

test("a recursive schema judges a deep answer", () => {
  const schema = { type: "array", items: { $ref: "#" } };
  expect(scoreJson(schema, `${"[".repeat(512)}${"]".repeat(512)}`).passed).toBe(true);
});

test("two records may bring different schemas of the same $id", () => {
  const scorer = createScorer([aSpec("json_schema")], { minScore: undefined });
  const check = (type: string) =>
    scorer.checkSchema(
      aRecord(undefined, { responseSchema: { $id: "http://example.invalid/x", type } }),
      '"a"',
    );
  expect([check("string"), check("number"), check("string")]).toEqual([true, false, true]);
});

test("a request's schema may hold formats of its own, which the standard has ignored", () => {
  const record = aRecord(undefined, { responseSchema: { type: "string", format: "currency" } });
  expect(gradeOf([aSpec("json_schema")], record, '"EUR"').accepted).toBe(true);
});
