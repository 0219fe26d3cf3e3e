import type { Attempt, ModelResponse } from "../../../src/core/attempt.ts";
import type { FailureKind } from "../../../src/core/failure.ts";
import type { GraderSpec } from "../../../src/core/grader-spec.ts";
import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import type { Message } from "../../../src/core/model-request.ts";
import type { Ending, Grade } from "../../../src/core/outcome.ts";
import type { KnownOutcome, ReplayRecord } from "../../../src/core/replay-record.ts";
import type { Score } from "../../../src/core/score.ts";
import { unknownUsage } from "../../../src/core/usage.ts";
import { createScorer } from "../../../src/scoring/create-scorer.ts";

export function aRecord(
  expected: JsonValue | undefined,
  more: {
    readonly responseSchema?: JsonValue;
    readonly outcomes?: Readonly<Record<string, Partial<KnownOutcome>>>;
    readonly tools?: readonly JsonObject[];
    readonly messages?: readonly Message[];
  } = {},
): ReplayRecord {
  const known = Object.entries(more.outcomes ?? {}).map(
    ([route, outcome]): [string, KnownOutcome] => [route, aKnownOutcome(outcome)],
  );
  return {
    ordinal: 0,
    id: "r-1",
    source: "set.jsonl:1",
    request: {
      messages: more.messages ?? [{ role: "user", content: "?" }],
      tools: more.tools ?? [],
      responseSchema: more.responseSchema,
      stream: false,
      slaMs: undefined,
      maxOutputTokens: undefined,
    },
    expected,
    group: undefined,
    workflow: undefined,
    owner: undefined,
    arrivedAtMs: undefined,
    tags: {},
    features: {},
    outcomes: known.length === 0 ? undefined : new Map(known),
  };
}

function aKnownOutcome(known: Partial<KnownOutcome>): KnownOutcome {
  return {
    response: undefined,
    accepted: undefined,
    score: undefined,
    usage: unknownUsage,
    costNanoUsd: undefined,
    latencyMs: undefined,
    firstTokenMs: undefined,
    error: undefined,
    servedModel: undefined,
    signals: {},
    ...known,
  };
}

export function anAnswer(text: string | undefined, route = "weak"): Attempt {
  return {
    index: 0,
    kind: "first",
    because: "the policy's route",
    isUnreviewed: false,
    route,
    provider: "openai",
    requestedModel: "m",
    servedModel: undefined,
    endpointFamily: undefined,
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: 0,
    firstTokenMs: undefined,
    latencyMs: 1,
    result: {
      kind: "response",
      response: {
        text,
        finishReason: { kind: "stop", raw: "stop" },
        toolCalls: [],
        signals: {},
      },
    },
    schemaValid: undefined,
    usage: unknownUsage,
    costNanoUsd: undefined,
  };
}

/** An answer over a wire, with what the test needs of it. */
export function aWireAnswer(
  response: Partial<ModelResponse>,
  more: Partial<Pick<Attempt, "firstTokenMs" | "evidence">> = {},
): Attempt {
  const plain: ModelResponse = {
    text: "",
    finishReason: { kind: "stop", raw: "stop" },
    toolCalls: [],
    signals: {},
  };
  return {
    ...anAnswer(""),
    evidence: { httpStatus: 200 },
    ...more,
    result: { kind: "response", response: { ...plain, ...response } },
  };
}

/** A call that failed, over a wire or as a table has it. */
export function aFailure(kind: FailureKind): Attempt {
  const failure = { kind, detail: undefined, retryAfterMs: undefined };
  return { ...anAnswer(undefined), result: { kind: "failure", failure } };
}

export function failedWith(kind: FailureKind): Ending {
  return { kind: "failed", failure: { kind, detail: undefined, retryAfterMs: undefined } };
}

export function aSpec(
  grader: string,
  options: JsonObject = {},
  more: { readonly name?: string; readonly required?: boolean } = {},
): GraderSpec {
  return { grader, name: more.name ?? grader, required: more.required ?? true, options };
}

export const answered: Ending = { kind: "answered" };

/** The only score of one grader for one answer. */
export function scoreOf(
  grader: string,
  options: JsonObject,
  expected: JsonValue | undefined,
  text: string | undefined,
  minScore?: number,
): Score {
  const scorer = createScorer([aSpec(grader, options)], { minScore });
  const [score] = scorer.grade(aRecord(expected), answered, [anAnswer(text)]).scores;
  if (score === undefined) throw new Error("one grader gives one score");
  return score;
}

/** The only score of one grader for one attempt's answer. */
export function scoreOfAttempt(
  grader: string,
  options: JsonObject,
  record: ReplayRecord,
  attempt: Attempt,
): Score {
  const scorer = createScorer([aSpec(grader, options)], { minScore: undefined });
  const [score] = scorer.grade(record, answered, [attempt]).scores;
  if (score === undefined) throw new Error("one grader gives one score");
  return score;
}

export function gradeOf(
  specs: readonly GraderSpec[],
  record: ReplayRecord,
  text: string | undefined,
  minScore?: number,
): Grade {
  return createScorer(specs, { minScore }).grade(record, answered, [anAnswer(text)]);
}
