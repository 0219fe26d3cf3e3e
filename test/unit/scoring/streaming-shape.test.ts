import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Score } from "../../../src/core/score.ts";
import { checkGraders } from "../../../src/scoring/check-graders.ts";
import { createScorer } from "../../../src/scoring/create-scorer.ts";
import { anAnswer, aRecord, aSpec, aWireAnswer, failedWith, scoreOfAttempt } from "./builders.ts";

const offsets = [120, 150.5, 400.25, 410];

function score(options: JsonObject, eventOffsetsMs: readonly number[] = offsets): Score {
  const evidence = { eventOffsetsMs };
  const attempt = aWireAnswer({ text: "hello" }, { firstTokenMs: 150.5, evidence });
  return scoreOfAttempt("streaming_shape", options, aRecord(undefined), attempt);
}

describe("a stream", () => {
  test.each<[JsonObject, boolean, string]>([
    [{ max_first_token_ms: 150.5 }, true, "first token after 150.5 ms, at most 150.5 asked"],
    [{ max_first_token_ms: 150 }, false, "first token after 150.5 ms, at most 150 asked"],
    [{ max_gap_ms: 249.75 }, true, "largest gap 249.75 ms, at most 249.75 asked"],
    [{ max_gap_ms: 249 }, false, "largest gap 249.75 ms, at most 249 asked"],
    [{ min_events: 4 }, true, "4 events, at least 4 asked"],
    [{ min_events: 5 }, false, "4 events, at least 5 asked"],
    [{ needs_finish: true }, true, 'finished with "stop"'],
  ])("held against %j passes: %j", (options, passed, because) => {
    expect(score(options)).toEqual({
      name: "streaming_shape",
      value: passed ? 1 : 0,
      passed,
      because,
    });
  });

  test("that ends without a finish reason is wrong where one is needed", () => {
    const unfinished = aWireAnswer(
      { finishReason: { kind: "unrecognized", raw: undefined } },
      { evidence: { eventOffsetsMs: offsets } },
    );
    const options = { needs_finish: true };
    const found = scoreOfAttempt("streaming_shape", options, aRecord(undefined), unfinished);
    expect(found).toMatchObject({ passed: false });
    expect(found.because).toBe("the stream ended without a finish reason");
  });

  test("of one event has no gap", () => {
    expect(score({ max_gap_ms: 1 }, [900]).passed).toBe(true);
  });

  test("without a token never brought its first one", () => {
    const attempt = aWireAnswer({}, { evidence: { eventOffsetsMs: offsets } });
    const options = { max_first_token_ms: 1000 };
    const found = scoreOfAttempt("streaming_shape", options, aRecord(undefined), attempt);
    expect(found).toMatchObject({ passed: false, because: "the stream ended without a token" });
  });

  test("that meets some of what is asked scores that share and fails", () => {
    const options = { max_first_token_ms: 200, max_gap_ms: 100, min_events: 4, needs_finish: true };
    expect(score(options)).toMatchObject({ value: 0.75, passed: false });
    expect(score(options).because).toBe("largest gap 249.75 ms, at most 100 asked");
  });
});

describe("without a stream", () => {
  test.each<JsonObject>([
    { max_first_token_ms: 1e9 },
    { max_gap_ms: 1e9 },
    { min_events: 1 },
    { needs_finish: true },
  ])("%j is unscored: neither over a wire nor from a table", (options) => {
    const whole = aWireAnswer({ text: "hello" });
    for (const attempt of [whole, anAnswer("hello")]) {
      const found = scoreOfAttempt("streaming_shape", options, aRecord(undefined), attempt);
      expect(found).toMatchObject({ value: undefined, passed: undefined });
      expect(found.because).toContain("not streamed, or not kept");
    }
  });

  test("a first token that a table tells of is judged, and nothing else is guessed", () => {
    const attempt = { ...anAnswer("hello"), firstTokenMs: 80 };
    const grade = (options: JsonObject) =>
      scoreOfAttempt("streaming_shape", options, aRecord(undefined), attempt);
    expect(grade({ max_first_token_ms: 100 }).passed).toBe(true);
    expect(grade({ max_first_token_ms: 100, min_events: 1 }).passed).toBeUndefined();
    // Too late is too late, whatever else is not known.
    expect(grade({ max_first_token_ms: 50, min_events: 1 }).passed).toBe(false);
  });

  test("an end without an answer is wrong, as to every other grader", () => {
    const scorer = createScorer([aSpec("streaming_shape", { min_events: 1 })], {
      minScore: undefined,
    });
    const grade = scorer.grade(aRecord(undefined), failedWith("first_token_timeout"), []);
    expect(grade).toMatchObject({ accepted: false, score: 0 });
  });
});

test("an answer whose text is not known is judged all the same", () => {
  const finishReason = { kind: "stop", raw: "stop" } as const;
  const attempt = aWireAnswer(
    { text: undefined, finishReason },
    { evidence: { eventOffsetsMs: offsets } },
  );
  const options = { min_events: 2 };
  expect(scoreOfAttempt("streaming_shape", options, aRecord(undefined), attempt).passed).toBe(true);
});

test.each<JsonObject>([{}, { needs_finish: false }])(
  "the options %j ask for nothing",
  (options) => {
    expect(checkGraders([aSpec("streaming_shape", options)])).toMatchObject([
      { path: [], message: "streaming_shape asks for nothing" },
    ]);
  },
);

test.each<JsonObject>([
  { max_gap_ms: 0 },
  { min_events: 0 },
  { min_events: 1.5 },
  { max_first_token_ms: "1 s" },
])("the option %j is refused", (options) => {
  expect(checkGraders([aSpec("streaming_shape", options)])).toHaveLength(1);
});
