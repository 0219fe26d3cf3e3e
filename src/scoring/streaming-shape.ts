import type { Attempt } from "../core/attempt.ts";
import type { JsonObject } from "../core/json.ts";
import type { Grader, GraderSetup, Judge, OptionProblem } from "./grader.ts";
import { isSet, optionalNumber } from "./grader-options.ts";
import { unscored } from "./make-score.ts";

/** The answer came as a stream of the shape that its readers need. */
export const streamingShape: Grader = {
  reads: "attempt",
  readsEvents: true,
  optionsSchema: {
    type: "object",
    properties: {
      max_first_token_ms: { type: "number", exclusiveMinimum: 0 },
      max_gap_ms: { type: "number", exclusiveMinimum: 0 },
      min_events: { type: "integer", minimum: 1 },
      needs_finish: { type: "boolean" },
    },
    additionalProperties: false,
  },
  check: checkShape,
  prepare: prepareShape,
};

function checkShape(options: JsonObject): readonly OptionProblem[] {
  if (checksOf(options).length > 0) return [];
  const hint = "add max_first_token_ms, max_gap_ms, min_events or needs_finish: true";
  return [{ path: [], message: "streaming_shape asks for nothing", hint }];
}

/** What one check makes of an attempt; absent: what it needs was not kept. */
type Check = (attempt: Attempt) => Finding | undefined;

interface Finding {
  readonly isRight: boolean;
  /** What was measured against what was asked. */
  readonly words: string;
}

function checksOf(options: JsonObject): readonly (readonly [needs: string, check: Check])[] {
  const maxFirstTokenMs = optionalNumber(options, "max_first_token_ms");
  const maxGapMs = optionalNumber(options, "max_gap_ms");
  const minEvents = optionalNumber(options, "min_events");
  const checks: [string, Check][] = [];
  if (maxFirstTokenMs !== undefined) {
    checks.push(["when the first token came", (attempt) => firstToken(attempt, maxFirstTokenMs)]);
  }
  if (maxGapMs !== undefined) {
    checks.push(["when its events came", (attempt) => largestGap(attempt, maxGapMs)]);
  }
  if (minEvents !== undefined) {
    checks.push(["when its events came", (attempt) => eventCount(attempt, minEvents)]);
  }
  if (isSet(options, "needs_finish")) checks.push(["how its stream ended", finish]);
  return checks;
}

function prepareShape({ name, options }: GraderSetup): Judge {
  const checks = checksOf(options);
  return (_record, _text, attempt) => {
    const rightWords: string[] = [];
    const wrongWords: string[] = [];
    const unknown: string[] = [];
    for (const [needs, check] of checks) {
      const finding = check(attempt);
      if (finding === undefined) unknown.push(needs);
      else (finding.isRight ? rightWords : wrongWords).push(finding.words);
    }
    // What is known to be wrong is wrong, whatever else is not known.
    if (wrongWords.length === 0 && unknown.length > 0) {
      return unscored(name, `not streamed, or not kept: ${unknown[0]}`);
    }
    const passed = wrongWords.length === 0;
    const value = rightWords.length / checks.length;
    return { name, value, passed, because: (passed ? rightWords : wrongWords).join("; ") };
  };
}

function firstToken({ firstTokenMs, evidence }: Attempt, maxMs: number): Finding | undefined {
  if (firstTokenMs !== undefined) {
    const words = `first token after ${firstTokenMs} ms, at most ${maxMs} asked`;
    return { isRight: firstTokenMs <= maxMs, words };
  }
  if (evidence?.eventOffsetsMs === undefined) return undefined;
  return { isRight: false, words: "the stream ended without a token" };
}

/** Between two events. The wait for the first one is the first token's matter. */
function largestGap({ evidence }: Attempt, maxMs: number): Finding | undefined {
  const offsets = evidence?.eventOffsetsMs;
  if (offsets === undefined) return undefined;
  let gapMs = 0;
  for (let index = 1; index < offsets.length; index += 1) {
    gapMs = Math.max(gapMs, offsets[index]! - offsets[index - 1]!);
  }
  const shownMs = Math.round(gapMs * 1000) / 1000;
  return { isRight: shownMs <= maxMs, words: `largest gap ${shownMs} ms, at most ${maxMs} asked` };
}

function eventCount({ evidence }: Attempt, minEvents: number): Finding | undefined {
  const events = evidence?.eventOffsetsMs?.length;
  if (events === undefined) return undefined;
  return { isRight: events >= minEvents, words: `${events} events, at least ${minEvents} asked` };
}

/** Whether the provider said that it was done, and why: an end that is cut short is said too. */
function finish({ evidence, result }: Attempt): Finding | undefined {
  if (evidence?.eventOffsetsMs === undefined || result.kind !== "response") return undefined;
  const { raw } = result.response.finishReason;
  return raw === undefined
    ? { isRight: false, words: "the stream ended without a finish reason" }
    : { isRight: true, words: `finished with ${JSON.stringify(raw.slice(0, 80))}` };
}
