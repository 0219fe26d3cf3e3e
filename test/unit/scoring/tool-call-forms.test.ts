import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import type { Score } from "../../../src/core/score.ts";
import { checkGraders } from "../../../src/scoring/check-graders.ts";
import { anAnswer, aRecord, aSpec, aWireAnswer, scoreOf, scoreOfAttempt } from "./builders.ts";

const call = (name: string, given: JsonValue): JsonObject => ({ id: "c", name, arguments: given });

function score(expected: JsonValue, calls: readonly JsonObject[]): Score {
  return scoreOfAttempt("tool_call", {}, aRecord(expected), aWireAnswer({ toolCalls: calls }));
}

describe("where calls are found", () => {
  const asText = JSON.stringify([{ name: "f", arguments: { a: 1 } }]);
  const expected = [{ name: "f", arguments: { a: 1 } }];

  test.each([
    ['[{"f": "{\\"a\\": 1}"}]', "BFCL's table"],
    ['[{"f": {"a": 1}}]', "one key, with an object"],
    [asText, "name and arguments"],
    ['{"name": "f", "arguments": "{\\"a\\": 1}"}', "one call by itself"],
    ['[{"name": "f", "parameters": {"a": 1}}]', "name and parameters"],
    ['[{"name": "f", "input": {"a": 1}}]', "name and input"],
    ['[{"type": "function", "function": {"name": "f", "arguments": "{\\"a\\":1}"}}]', "OpenAI's"],
    ['{"tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}]}', "a whole message"],
  ])("a table's text %s is read (%s)", (text) => {
    expect(scoreOf("tool_call", {}, expected, text).passed).toBe(true);
    expect(scoreOf("tool_call", {}, JSON.parse(text) as JsonValue, text).passed).toBe(true);
    // A cell of a table holds what is expected as text.
    expect(scoreOf("tool_call", {}, text, text).passed).toBe(true);
  });

  test.each(["", "I cannot tell.", '"I cannot tell."', "[1, 2]", "[", '{"name": "Bob"}', "[]"])(
    "the text %j calls nothing",
    (text) => {
      expect(scoreOf("tool_call", {}, [], text).passed).toBe(true);
      expect(scoreOf("tool_call", {}, expected, text).passed).toBe(false);
    },
  );

  test("beside a call, what is none is a broken one", () => {
    const found = scoreOf("tool_call", {}, expected, '[{"f": {"a": 1}}, 3]');
    expect(found).toMatchObject({ value: 0.5, passed: false, because: "a call is no object" });
  });

  test("arguments that are no JSON object never agree, and are no call that was not made", () => {
    for (const [given, why] of [
      ["import math", "has arguments that are no JSON: the text is not JSON"],
      ["[1]", "has arguments that are no JSON object"],
    ] as const) {
      const text = JSON.stringify([{ f: given }]);
      expect(scoreOf("tool_call", {}, expected, text).because).toBe(`"f" ${why}`);
      expect(scoreOf("tool_call", {}, [], text).passed).toBe(false);
    }
  });

  test("over a wire a call that is only written down is none, unless text is read", () => {
    const written = aWireAnswer({ text: asText });
    const record = aRecord(expected);
    expect(scoreOfAttempt("tool_call", {}, record, written).passed).toBe(false);
    expect(scoreOfAttempt("tool_call", { read: "text" }, record, written).passed).toBe(true);
    expect(scoreOfAttempt("tool_call", {}, aRecord([]), written).passed).toBe(true);
  });

  test("read: native leaves an answer without a wire unscored", () => {
    const found = scoreOfAttempt("tool_call", { read: "native" }, aRecord([]), anAnswer(asText));
    expect(found.passed).toBeUndefined();
    const wire = aWireAnswer({ text: asText });
    expect(scoreOfAttempt("tool_call", { read: "native" }, aRecord([]), wire).passed).toBe(true);
  });

  test("a fence is taken off where that is allowed", () => {
    const fenced = `\`\`\`json\n${asText}\n\`\`\``;
    expect(scoreOf("tool_call", {}, expected, fenced).passed).toBe(false);
    expect(scoreOf("tool_call", { allow_fence: true }, expected, fenced).passed).toBe(true);
  });

  test("a text that is not known is unscored; one beyond all measure is wrong", () => {
    expect(scoreOf("tool_call", {}, [], undefined).passed).toBeUndefined();
    expect(scoreOf("tool_call", {}, [], " ".repeat(10_000_001)).passed).toBe(false);
  });

  test("an answer kept without its words may have called anything", () => {
    const attempt = aWireAnswer({ text: undefined });
    for (const options of [{}, { read: "native" }, { read: "text" }]) {
      expect(scoreOfAttempt("tool_call", options, aRecord([]), attempt).passed).toBeUndefined();
    }
  });

  test("a custom tool's free text is no JSON and says so", () => {
    expect(score(expected, [call("f", "SELECT 1")]).because).toContain("no JSON");
    expect(score([{ name: "f" }], [call("f", "")]).passed).toBe(true);
  });
});

describe("what is expected", () => {
  const answer = '[{"f": {"a": 1}}]';

  test.each([
    [undefined, "the dataset says nothing"],
    [null, "the dataset says nothing"],
    ["call f", "what is expected is not JSON"],
    [5, "is no list of tool calls"],
    [[1], "is no list of tool calls"],
    [{ any_of: [] }, "has an empty any_of"],
    [{ any_of: [[{ f: {} }], 3] }, "is no list of tool calls"],
    [[{ f: "{" }], "holds a call that has arguments that are no JSON"],
    [[{ f: {} }, 4], "holds a call that is no object"],
    [[{ name: "f", arguments: {}, allow: { a: 1 } }], 'under allow no list for "a"'],
    [[{ name: "f", arguments: {}, optional: ["a"] }], 'calls "a" optional'],
  ])("%j is unscored", (expected, because) => {
    const found = scoreOf("tool_call", {}, expected, answer);
    expect(found).toMatchObject({ value: undefined, passed: undefined });
    expect(found.because).toContain(because);
  });

  test("alternatives: every argument lists what is allowed, and an empty text leaves it out", () => {
    const options = { expected_form: "alternatives" };
    const key = [{ area: { base: [10], unit: ["cm", "centimetre", ""] } }];
    const grade = (given: JsonObject) =>
      scoreOf("tool_call", options, key, JSON.stringify([{ area: given }]));
    expect(grade({ base: 10 }).passed).toBe(true);
    expect(grade({ base: 10, unit: "centimetre" }).passed).toBe(true);
    expect(grade({ base: 10, unit: "inch" }).passed).toBe(false);
    expect(grade({ unit: "cm" }).passed).toBe(false);
    const broken = scoreOf("tool_call", options, [{ area: { base: 10 } }], answer);
    expect(broken.because).toContain('no list of alternatives for "base"');
    expect(broken.passed).toBeUndefined();
  });
});

test.each([
  [{ match: "name" }, ["match"], 'did you mean "names"'],
  [{ match: "names", compare: "loose" }, ["compare"], "use match: values"],
  [{ match: "arguments", tolerance: 1 }, ["tolerance"], "use match: values"],
  [{ read: "native", allow_fence: true }, ["allow_fence"], "native calls are no texts"],
  [{ extracalls: true }, ["extracalls"], 'did you mean "extra_calls"'],
])("the options %j are refused at %j", (options, path, hint) => {
  const [problem] = checkGraders([aSpec("tool_call", options as JsonObject)]);
  expect(problem?.path).toEqual(path);
  expect(problem?.hint).toContain(hint);
});

test.each<JsonObject>([
  { min: 0 },
  { equivalent: {} },
  { equivalent: { a: ["x", "y"] } },
  { equivalent: { a: [["x"]] } },
  { ignore: [] },
  { tolerance: -1 },
])("the option %j is refused", (options) => {
  expect(checkGraders([aSpec("tool_call", options)])).not.toEqual([]);
});
