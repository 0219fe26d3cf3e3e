import fc from "fast-check";
import { expect, test } from "vitest";
import type { Attempt } from "../../../src/core/attempt.ts";
import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import type { Score } from "../../../src/core/score.ts";
import { createScorer } from "../../../src/scoring/create-scorer.ts";
import { anAnswer, answered, aRecord, aSpec, aWireAnswer } from "./builders.ts";

const seed = 20_261_125;

// Few names and values, so that calls fit each other in several ways.
const anArgument = fc.constantFrom<JsonValue>(1, 2, "a", ["b", null]);
const aCall = fc.record({
  name: fc.constantFrom("f", "g"),
  arguments: fc.dictionary(fc.constantFrom("x", "y"), anArgument),
});
const anExpectedCall = fc
  .tuple(aCall, fc.dictionary(fc.constantFrom("x", "y"), fc.array(anArgument, { minLength: 1 })))
  .map(([call, allow]) => ({ ...call, allow, optional: Object.keys(allow) }));
const someCalls = fc.array(aCall, { maxLength: 6 });
const someExpected = fc.array(anExpectedCall, { maxLength: 5 });

/** As JSON has them: what a generator makes may lack a prototype. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** One scorer for all cases of its options: to prepare one takes longer than to ask it. */
function aGrader(options: JsonObject): (expected: JsonValue, attempt: Attempt) => Score {
  const scorer = createScorer([aSpec("tool_call", options)], { minScore: undefined });
  return (expected, attempt) => {
    const [score] = scorer.grade(aRecord(expected), answered, [attempt]).scores;
    if (score === undefined) throw new Error("one grader gives one score");
    return score;
  };
}

const usual = aGrader({});

function score(expected: JsonValue, calls: readonly JsonObject[]): Score {
  return usual(plain(expected), aWireAnswer({ toolCalls: plain(calls) }));
}

test("neither the order of calls nor that of expectations changes the score", () => {
  const shuffled = fc.tuple(someExpected, someCalls).chain(([expected, calls]) =>
    fc.record({
      expected: fc.constant(expected),
      calls: fc.constant(calls),
      otherExpected: fc.shuffledSubarray(expected, { minLength: expected.length }),
      otherCalls: fc.shuffledSubarray(calls, { minLength: calls.length }),
    }),
  );
  const cases = fc.property(shuffled, ({ expected, calls, otherExpected, otherCalls }) => {
    const { value, passed } = score(expected, calls);
    expect(score(otherExpected, otherCalls)).toMatchObject({ value, passed });
  });
  expect(() => fc.assert(cases, { seed, numRuns: 300 })).not.toThrow();
});

test("calls agree with themselves, natively and as text, whatever they hold", () => {
  const anything = fc.record({
    name: fc.string({ minLength: 1 }),
    arguments: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
  });
  const cases = fc.property(fc.array(anything, { maxLength: 5 }), (made) => {
    const calls = plain(made) as readonly {
      readonly name: string;
      readonly arguments: JsonObject;
    }[];
    expect(score(calls, calls)).toMatchObject({ value: 1, passed: true });
    expect(usual(calls, anAnswer(JSON.stringify(calls))).passed).toBe(true);
    const bfcl = calls.map((call) => ({
      [call.name]: JSON.stringify(call.arguments),
    }));
    // `name` alone is the key of a call's own name.
    if (calls.some(({ name }) => name === "name")) return;
    expect(usual(calls, anAnswer(JSON.stringify(bfcl))).passed).toBe(true);
  });
  expect(() => fc.assert(cases, { seed })).not.toThrow();
});

test("the score is a share, whole only where it passes, and one call more is never better", () => {
  const cases = fc.property(someExpected, someCalls, aCall, (expected, calls, extra) => {
    const { value = Number.NaN, passed } = score(expected, calls);
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
    expect(passed).toBe(value === 1);
    if (passed === true) expect(score(expected, [...calls, extra]).passed).toBe(false);
  });
  expect(() => fc.assert(cases, { seed })).not.toThrow();
});

test("no answer and no expectation makes the grader throw", () => {
  const graders = fc.constantFrom(
    usual,
    aGrader({ match: "names" }),
    aGrader({ compare: "loose", tolerance: 0.1 }),
    aGrader({ expected_form: "alternatives" }),
    aGrader({ extra_calls: true, allow_fence: true, ignore: ["a"] }),
  );
  const hostile = fc.oneof(
    fc.string(),
    fc.json({ maxDepth: 6 }),
    fc.jsonValue().map((value) => JSON.stringify([{ f: value }, { name: "g", arguments: value }])),
  );
  const expectation = fc.oneof(fc.jsonValue({ maxDepth: 5 }), fc.json(), someExpected);
  const cases = fc.property(graders, expectation, hostile, (grade, expected, text) => {
    const found = grade(plain(expected) as JsonValue, anAnswer(text));
    expect(typeof found.because).toBe("string");
  });
  expect(() => fc.assert(cases, { seed, numRuns: 500 })).not.toThrow();
});

test("JSON nested a hundred thousand levels deep is judged, not followed", () => {
  const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  let value: JsonValue = 1;
  for (let depth = 0; depth < 100_000; depth += 1) value = { a: value };
  const expected = [{ name: "f", arguments: { a: 1 } }];
  const native = aWireAnswer({ toolCalls: [{ name: "f", arguments: value }] });
  expect(usual(expected, native)).toMatchObject({
    passed: false,
    because: '"f" has arguments that are nested deeper than 512 levels',
  });
  const text = JSON.stringify([{ f: deep }]);
  expect(usual(expected, anAnswer(text)).passed).toBe(false);
  expect(usual(expected, anAnswer(`[{"f":${deep}}]`)).passed).toBe(false);
  expect(usual([{ name: "f", arguments: value }], anAnswer("[]")).because).toBe(
    "what is expected is nested deeper than 512 levels",
  );
});
