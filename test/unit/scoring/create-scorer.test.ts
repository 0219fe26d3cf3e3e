import { expect, test } from "vitest";
import type { Ending } from "../../../src/core/outcome.ts";
import type { FailureKind } from "../../../src/core/failure.ts";
import { createScorer } from "../../../src/scoring/create-scorer.ts";
import { anAnswer, answered, aRecord, aSpec, gradeOf } from "./builders.ts";

const failedWith = (kind: FailureKind): Ending => ({
  kind: "failed",
  failure: { kind, detail: undefined, retryAfterMs: undefined },
});

const schema = { type: "object", required: ["a"] };
const strict = [aSpec("json_schema", { schema }), aSpec("json_fields")];

test("an outcome is accepted when every required grader passes", () => {
  const record = aRecord({ a: 1 });
  expect(gradeOf(strict, record, '{"a": 1}')).toMatchObject({ accepted: true, score: 1 });
  expect(gradeOf(strict, record, '{"a": 2}')).toMatchObject({
    accepted: false,
    score: 0,
    schemaValid: true,
  });
});

test("a grader that is not required is scored and bars nothing", () => {
  const specs = [aSpec("exact_match"), aSpec("contains", { all: "z" }, { required: false })];
  expect(gradeOf(specs, aRecord("a"), "a")).toMatchObject({ accepted: true, score: 0.5 });
});

test("a required grader without a score accepts nothing", () => {
  const specs = [aSpec("contains", { all: "a" }), aSpec("exact_match")];
  expect(gradeOf(specs, aRecord(undefined), "a")).toMatchObject({ accepted: false, score: 1 });
});

test("the score is the mean without the schema check, which counts only alone", () => {
  const specs = [aSpec("json_schema", { schema }), aSpec("json_fields", { min: 0.5 })];
  const record = aRecord({ a: 1, b: 2 });
  expect(gradeOf(specs, record, '{"a": 1, "b": 3}')).toMatchObject({ accepted: true, score: 0.5 });
  const [check] = specs;
  if (check === undefined) throw new Error("there are two");
  expect(gradeOf([check], record, '{"a": 1}').score).toBe(1);
});

test.each<Ending>([
  failedWith("timeout"),
  { kind: "stopped", because: "cap" },
  { kind: "static_answer", because: "nothing served", text: "yes" },
  { kind: "queued", because: "refund" },
])("an outcome that ended without an answer is worth 0: %j", (ending) => {
  const scorer = createScorer(strict, { minScore: undefined });
  const grade = scorer.grade(aRecord({ a: 1 }), ending, []);
  expect(grade).toMatchObject({ accepted: false, score: 0, schemaValid: false });
  expect(grade.scores.map(({ value }) => value)).toEqual([0, 0]);
});

test("a failed outcome that no schema was asked of has no schema verdict", () => {
  const scorer = createScorer([aSpec("exact_match")], { minScore: undefined });
  const ending = failedWith("overloaded");
  expect(scorer.grade(aRecord("a"), ending, [])).toMatchObject({
    score: 0,
    schemaValid: undefined,
    scores: [{ because: "no answer: overloaded" }],
  });
  const asked = aRecord("a", { responseSchema: schema });
  expect(scorer.grade(asked, ending, []).schemaValid).toBe(false);
});

test("where nothing is known of the answer there is no score at all", () => {
  const scorer = createScorer(strict, { minScore: undefined });
  expect(scorer.grade(aRecord({ a: 1 }), { kind: "not_covered" }, [])).toMatchObject({
    accepted: false,
    score: undefined,
    schemaValid: undefined,
    scores: [{ value: undefined }, { value: undefined }],
  });
});

test("graders of text leave an answer without text unscored", () => {
  expect(gradeOf(strict, aRecord({ a: 1 }), undefined)).toMatchObject({
    accepted: false,
    score: undefined,
    schemaValid: undefined,
  });
});

test("an answer beyond all measure is refused unread", () => {
  const huge = " ".repeat(10_000_001);
  const grade = gradeOf([aSpec("json_schema", { schema })], aRecord(undefined), huge);
  expect(grade).toMatchObject({ accepted: false, score: 0, schemaValid: false });
  expect(grade.scores[0]?.because).toContain("longer than the 10000000 characters");
});

test("the schema check of triggers follows the grader, else the request", () => {
  const own = createScorer(strict, { minScore: undefined });
  expect(own.checkSchema(aRecord(undefined), '{"a": 1}')).toBe(true);
  expect(own.checkSchema(aRecord(undefined), "{}")).toBe(false);
  expect(own.checkSchema(aRecord(undefined), undefined)).toBeUndefined();
  const none = createScorer([aSpec("exact_match")], { minScore: undefined });
  expect(none.checkSchema(aRecord(undefined), "x")).toBeUndefined();
  expect(none.checkSchema(aRecord("x", { responseSchema: schema }), "x")).toBe(false);
});

test("without graders an answer is accepted and has no score", () => {
  const scorer = createScorer([], { minScore: undefined });
  expect(scorer.grade(aRecord("a"), answered, [anAnswer("b")])).toMatchObject({
    accepted: true,
    score: undefined,
  });
  expect(scorer.grade(aRecord("a"), failedWith("timeout"), [])).toMatchObject({
    accepted: false,
    score: undefined,
  });
});

test("graders are named as metrics, in order", () => {
  const specs = [aSpec("label", {}, { name: "intent" }), aSpec("exact_match")];
  expect(createScorer(specs, { minScore: undefined }).graders).toEqual(["intent", "exact_match"]);
});
