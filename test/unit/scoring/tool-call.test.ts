import { describe, expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import type { Score } from "../../../src/core/score.ts";
import { aRecord, aWireAnswer, scoreOfAttempt } from "./builders.ts";

const call = (name: string, given: JsonValue): JsonObject => ({ id: "c", name, arguments: given });

const london = { name: "get_weather", arguments: { city: "London" } };
const paris = { name: "get_weather", arguments: { city: "Paris" } };

const weatherTool: JsonObject = {
  name: "get_weather",
  parameters: {
    type: "object",
    properties: {
      city: { type: "string" },
      unit: { enum: ["celsius", "fahrenheit"], default: "celsius" },
    },
    required: ["city"],
    additionalProperties: false,
  },
};

function score(
  options: JsonObject,
  expected: JsonValue,
  calls: readonly JsonObject[],
  tools: readonly JsonObject[] = [],
): Score {
  const record = aRecord(expected, { tools });
  return scoreOfAttempt("tool_call", options, record, aWireAnswer({ toolCalls: calls }));
}

describe("calls and their partners", () => {
  test("the expected call is right, whatever the order of its arguments", () => {
    const expected = [{ name: "f", arguments: { a: 1, b: [true, null] } }];
    expect(score({}, expected, [call("f", { b: [true, null], a: 1 })])).toEqual({
      name: "tool_call",
      value: 1,
      passed: true,
      because: "every call agrees",
    });
  });

  test("parallel calls may come in any order", () => {
    const calls = [call("get_weather", { city: "Paris" }), call("get_weather", { city: "London" })];
    expect(score({}, [london, paris], calls).passed).toBe(true);
  });

  test("an expected call that takes anything leaves the only fit to another", () => {
    const expected = [
      { name: "get_weather", arguments: {}, allow: { city: ["London", "Paris"] } },
      london,
    ];
    const calls = [call("get_weather", { city: "London" }), call("get_weather", { city: "Paris" })];
    expect(score({}, expected, calls).passed).toBe(true);
    expect(score({}, expected, calls.toReversed()).passed).toBe(true);
  });

  test("one call cannot stand for two that are expected", () => {
    const found = score({}, [london, london], [call("get_weather", { city: "London" })]);
    expect(found).toMatchObject({ value: 0.5, passed: false });
    expect(found.because).toBe('"get_weather" is not called');
  });

  test("a call too many costs its share, unless extra calls are forgiven", () => {
    const calls = [call("get_weather", { city: "London" }), call("get_time", {})];
    expect(score({}, [london], calls)).toMatchObject({
      value: 0.5,
      passed: false,
      because: '"get_time" is called, which is not expected',
    });
    expect(score({ extra_calls: true }, [london], calls)).toMatchObject({ value: 1, passed: true });
    // Never a missing one.
    expect(score({ extra_calls: true }, [london, paris], calls)).toMatchObject({
      value: 0.5,
      passed: false,
    });
  });

  test("where no call is expected none is right and any is wrong, forgiven or not", () => {
    expect(score({}, [], [])).toMatchObject({ value: 1, passed: true });
    for (const options of [{}, { extra_calls: true }]) {
      expect(score(options, [], [call("f", {})])).toMatchObject({ value: 0, passed: false });
    }
  });

  test("min lets a share of the calls pass", () => {
    const calls = [call("get_weather", { city: "London" })];
    expect(score({ min: 0.5 }, [london, paris], calls)).toMatchObject({ value: 0.5, passed: true });
    expect(score({ min: 0.6 }, [london, paris], calls).passed).toBe(false);
  });

  test("any_of names several sets of calls, of which the nearest counts", () => {
    const expected = { any_of: [[london], [paris, london]] };
    expect(score({}, expected, [call("get_weather", { city: "London" })]).passed).toBe(true);
    const both = [call("get_weather", { city: "London" }), call("get_weather", { city: "Paris" })];
    expect(score({}, expected, both).passed).toBe(true);
    expect(score({}, expected, [call("get_weather", { city: "Paris" })]).value).toBe(0.5);
  });

  test("what is wrong is told by the call of the same tool", () => {
    expect(score({}, [london], [call("get_weather", { city: "Paris" })]).because).toBe(
      '"get_weather" has city "Paris", expected "London"',
    );
    expect(score({}, [london], [call("get_weather", {})]).because).toBe(
      '"get_weather" lacks the argument "city"',
    );
    expect(score({}, [london], [call("get_weather", { city: "London", x: 1 })]).because).toBe(
      '"get_weather" has the argument "x", which is not expected',
    );
  });

  test("of many faults the first three are named", () => {
    const expected = ["a", "b", "c", "d", "e"].map((name) => ({ name, arguments: {} }));
    expect(score({}, expected, []).because).toBe(
      '"a" is not called; "b" is not called; "c" is not called; and 2 more',
    );
  });

  test("more calls than anybody makes are refused unread", () => {
    const calls = Array.from({ length: 501 }, () => call("f", {}));
    expect(score({}, [], calls)).toMatchObject({ value: 0, passed: false });
    expect(score({}, [], calls).because).toContain("501 calls, more than the 500");
  });
});

describe("how much of a call has to agree", () => {
  const wrongCity = [call("get_weather", { city: "Oslo" })];

  test("names: the tools alone, even where the arguments cannot be read", () => {
    expect(score({ match: "names" }, [london], wrongCity).passed).toBe(true);
    expect(score({ match: "names" }, [london], [call("get_weather", "{")]).passed).toBe(true);
    expect(score({ match: "names" }, [london], [call("get_wind", {})]).passed).toBe(false);
  });

  test("arguments: their form by the tool's own schema, not their values", () => {
    const options = { match: "arguments" };
    expect(score(options, [london], wrongCity, [weatherTool]).passed).toBe(true);
    const broken = score(options, [london], [call("get_weather", { city: 1 })], [weatherTool]);
    expect(broken).toMatchObject({ value: 0, passed: false });
    expect(broken.because).toBe('"get_weather" breaks the tool\'s schema: /city must be string');
  });

  test("arguments without a tool to hold them against are unscored, never passed", () => {
    const found = score({ match: "arguments" }, [london], wrongCity);
    expect(found).toMatchObject({ value: undefined, passed: undefined });
    expect(found.because).toContain('offers no tool "get_weather"');
  });

  test("values: the schema counts too, where the request has one", () => {
    const expected = [{ name: "get_weather", arguments: { city: "London", unit: "kelvin" } }];
    const calls = [call("get_weather", { city: "London", unit: "kelvin" })];
    expect(score({}, expected, calls).passed).toBe(true);
    const found = score({}, expected, calls, [weatherTool]);
    expect(found.passed).toBe(false);
    expect(found.because).toContain("/unit must be equal to one of the allowed values");
  });

  test("a schema that cannot be used is an error that names record and tool", () => {
    const tool = { name: "f", parameters: { type: "dict" } };
    const grade = () => score({}, [{ name: "f", arguments: {} }], [call("f", {})], [tool]);
    expect(grade).toThrow(HarnessError);
    const names = { match: "names" };
    expect(score(names, [{ name: "f" }], [call("f", {})], [tool]).passed).toBe(true);
    expect(grade).toThrow(/set\.jsonl:1: record "r-1": tool "f": the JSON Schema cannot be used/);
  });

  test("an argument left out is the same as its schema's default written out", () => {
    const written = { name: "get_weather", arguments: { city: "London", unit: "celsius" } };
    const bare = [call("get_weather", { city: "London" })];
    const full = [call("get_weather", { city: "London", unit: "celsius" })];
    const other = [call("get_weather", { city: "London", unit: "fahrenheit" })];
    expect(score({}, [written], bare, [weatherTool]).passed).toBe(true);
    expect(score({}, [london], full, [weatherTool]).passed).toBe(true);
    expect(score({}, [london], other, [weatherTool]).passed).toBe(false);
    // Without the tool nobody knows of a default.
    expect(score({}, [written], bare).passed).toBe(false);
  });
});

describe("values", () => {
  const sum = (options: JsonObject, expected: JsonValue, found: JsonValue) =>
    score(options, [{ name: "f", arguments: { x: expected } }], [call("f", { x: found })]).passed;

  test("are the same JSON: case, type and digits count", () => {
    expect(sum({}, "Bern", "bern")).toBe(false);
    expect(sum({}, 5, "5")).toBe(false);
    expect(sum({}, 0.1, 0.1000001)).toBe(false);
    expect(sum({}, { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true);
    expect(sum({}, { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toBe(false);
    expect(sum({}, [1, 2], [2, 1])).toBe(false);
    expect(sum({}, null, {})).toBe(false);
  });

  test("are compared loosely on demand, at any depth", () => {
    const loose = { compare: "loose" };
    expect(sum(loose, "New  York", " new york")).toBe(true);
    expect(sum(loose, { to: ["Bern"] }, { to: ["BERN"] })).toBe(true);
    expect(sum(loose, 5, "5")).toBe(true);
    expect(sum(loose, "2026-11-25", "20261125")).toBe(true);
    expect(sum(loose, "Bern", "Basel")).toBe(false);
  });

  test("may be a tolerance apart", () => {
    expect(sum({ tolerance: 0.001 }, 0.1667, 1 / 6)).toBe(true);
    expect(sum({ tolerance: 0.001 }, [1, 0.1667], [1, 1 / 6])).toBe(true);
    expect(sum({ relative_tolerance: 0.01 }, 200, 201.9)).toBe(true);
    expect(sum({ relative_tolerance: 0.01 }, 200, 202.1)).toBe(false);
  });

  test("that mean the same by the option are the same, and no other is", () => {
    const groups = [
      ["celsius", "C"],
      ["fahrenheit", "F"],
    ];
    for (const key of ["x", "f.x"]) {
      const options = { equivalent: { [key]: groups } };
      expect(sum(options, "celsius", "C")).toBe(true);
      expect(sum(options, "F", "fahrenheit")).toBe(true);
      expect(sum(options, "celsius", "F")).toBe(false);
    }
    expect(sum({ equivalent: { "g.x": groups } }, "celsius", "C")).toBe(false);
  });

  test("of ignored arguments are not read, whether there or not", () => {
    const expected = [{ name: "f", arguments: { x: 1, reason: "a" } }];
    for (const ignore of [["reason"], ["f.reason"]]) {
      expect(score({ ignore }, expected, [call("f", { x: 1, reason: "b" })]).passed).toBe(true);
      expect(score({ ignore }, expected, [call("f", { x: 1 })]).passed).toBe(true);
      expect(score({ ignore }, expected, [call("f", { x: 2 })]).passed).toBe(false);
    }
    expect(score({ ignore: ["g.reason"] }, expected, [call("f", { x: 1 })]).passed).toBe(false);
  });

  test("of a record's own alternatives are right too, and optional ones may be absent", () => {
    const expected = [
      { name: "f", arguments: { x: "a", y: 1 }, allow: { x: ["b"], z: [7] }, optional: ["y", "z"] },
    ];
    expect(score({}, expected, [call("f", { x: "b" })]).passed).toBe(true);
    expect(score({}, expected, [call("f", { x: "a", y: 1, z: 7 })]).passed).toBe(true);
    expect(score({}, expected, [call("f", { x: "a", y: 2 })]).passed).toBe(false);
    expect(score({}, expected, [call("f", { x: "a", z: 8 })]).passed).toBe(false);
    expect(score({}, expected, [call("f", { y: 1 })]).because).toBe('"f" lacks the argument "x"');
    expect(score({}, expected, [call("f", { x: "c" })]).because).toBe(
      '"f" has x "c", expected "a" or 1 other values',
    );
  });

  test("a prototype's members are no arguments", () => {
    const expected = [{ name: "f", arguments: { toString: "x" } }];
    expect(score({}, expected, [call("f", {})]).because).toContain("lacks the argument");
  });
});
