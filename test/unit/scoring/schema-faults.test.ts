import { describe, expect, test } from "vitest";
import { scoreOf } from "./builders.ts";

const schema = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer", minimum: 0 } },
  required: ["name"],
  additionalProperties: false,
};

const faultOf = (text: string) => scoreOf("json_schema", { schema }, undefined, text).fault;

describe("what is wrong with an answer that had to follow a schema", () => {
  test.each([
    ["missing_field", '{"age": 3}'],
    ["missing_field", '{"age": "three"}'],
    ["wrong_type", '{"name": 1}'],
    ["wrong_type", "[]"],
    ["other", '{"name": "Ada", "age": -1}'],
    ["other", '{"name": "Ada", "x": 1}'],
    ["extra_text", 'Sure: {"name": "Ada"}'],
    ["extra_text", '```json\n{"name": "Ada"}\n```'],
    ["not_json", "I do not know."],
    ["not_json", "{name: Ada}"],
    ["not_json", "] or ["],
    ["not_json", ""],
    ["other", "[".repeat(600) + "]".repeat(600)],
    ["not_json", `see {"name": "Ada"}${" and more".repeat(20_000)}`],
  ])("%s", (fault, text) => {
    expect(faultOf(text)).toBe(fault);
  });

  test("is not said of one that does", () => {
    expect(scoreOf("json_schema", { schema }, undefined, '{"name": "Ada"}')).not.toHaveProperty(
      "fault",
    );
  });

  test("is not worked out for a very long one", () => {
    expect(faultOf(`{"age": 3, "name": 1, "x": "${"x".repeat(100_000)}"}`)).toBe("other");
  });
});

describe("fields to compare with", () => {
  const fieldsOf = (text: string) => scoreOf("json_fields", {}, '{"name": "Ada"}', text);

  test("need an object of JSON", () => {
    expect(fieldsOf("Ada").fault).toBe("not_json");
    expect(fieldsOf('Here: {"name": "Ada"}').fault).toBe("extra_text");
    expect(fieldsOf('["Ada"]').fault).toBe("wrong_type");
  });

  test("that differ are a wrong answer, not a fault of the shape", () => {
    expect(fieldsOf('{"name": "Bo"}')).toMatchObject({ passed: false });
    expect(fieldsOf('{"name": "Bo"}')).not.toHaveProperty("fault");
  });
});
