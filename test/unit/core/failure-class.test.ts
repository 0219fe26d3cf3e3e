import { expect, test } from "vitest";
import type { FinishReason } from "../../../src/core/attempt.ts";
import { failureClassOf, originOfClass } from "../../../src/core/failure-class.ts";
import { failureKinds } from "../../../src/core/failure.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Score } from "../../../src/core/score.ts";
import { aFailedOutcome, anAttempt, anOutcome } from "../comparison/an-outcome.ts";

const aScore = (changes: Partial<Score>): Score => ({
  name: "label",
  value: 0,
  passed: false,
  because: "",
  ...changes,
});

function rejected(scores: readonly Score[], finish: FinishReason["kind"] = "stop"): Outcome {
  const response = {
    text: "no",
    finishReason: { kind: finish, raw: undefined },
    toolCalls: [],
    signals: {},
  };
  return anOutcome({
    attempts: [anAttempt({ result: { kind: "response", response } })],
    grade: { accepted: false, score: 0, schemaValid: undefined, scores },
  });
}

test("a failure is of its kind, and an ending that is no answer of its own", () => {
  for (const kind of failureKinds) expect(failureClassOf(aFailedOutcome(kind))).toBe(kind);
  for (const kind of ["stopped", "queued"] as const) {
    const ending = { kind, because: "so it was" };
    expect(failureClassOf({ ...rejected([]), ending })).toBe(kind);
  }
  const ending = { kind: "static_answer", because: "late", text: undefined } as const;
  expect(failureClassOf({ ...rejected([]), ending })).toBe("static_answer");
});

test("an answer is of the first class that fits it", () => {
  const fault = aScore({ name: "json_schema", fault: "missing_field" });
  const passed = aScore({ name: "numeric", value: 1, passed: true });
  const unscored = aScore({ name: "regex", value: undefined, passed: undefined });
  expect(failureClassOf(rejected([fault], "length"))).toBe("truncated");
  expect(failureClassOf(rejected([fault], "content_filter"))).toBe("content_filter");
  expect(failureClassOf(rejected([aScore({}), fault]))).toBe("schema:missing_field");
  expect(failureClassOf(rejected([passed, unscored, aScore({})]))).toBe("wrong_answer:label");
  expect(failureClassOf(rejected([passed]))).toBe("wrong_answer");
  expect(failureClassOf(rejected([]))).toBe("wrong_answer");
});

test("what nobody could judge is not called wrong", () => {
  const unscored = aScore({ value: undefined, passed: undefined });
  expect(failureClassOf(rejected([unscored]))).toBe("unscored");
});

test.each([
  ["timeout", "provider"],
  ["connection", "ours"],
  ["invalid_request", "request"],
  ["truncated", "answer"],
  ["schema:not_json", "answer"],
  ["wrong_answer:label", "answer"],
  ["wrong_answer", "answer"],
  ["unscored", "ours"],
  ["stopped", "policy"],
  ["queued", "policy"],
  ["static_answer", "policy"],
  ["budget_exceeded", "policy"],
] as const)("%s is a matter of: %s", (name, origin) => {
  expect(originOfClass(name)).toBe(origin);
});
