import type { Attempt, NotCoveredReason } from "../core/attempt.ts";
import type { Ending, Outcome } from "../core/outcome.ts";
import type { Score } from "../core/score.ts";
import type { AttemptLine, JournalLine, ScoreLine } from "./journal-line.ts";
import { fromFailureLine, fromReplyLine } from "./reply-line.ts";
import { fromTraceLine } from "./trace-line.ts";

/** The outcome that a line keeps. */
export function fromJournalLine(line: JournalLine): Outcome {
  return {
    recordId: line.record,
    ordinal: line.ordinal,
    arm: line.arm,
    repeat: line.repeat,
    route: line.route,
    because: line.because,
    review: line.review ?? [],
    attempts: line.attempts.map((attempt, index) => fromAttemptLine(attempt, index, line)),
    ending: toEnding(line),
    grade: {
      accepted: line.accepted,
      score: line.score,
      schemaValid: line.schema_valid,
      scores: line.scores?.map(fromScoreLine) ?? [],
    },
    ...(line.trace && { trace: fromTraceLine(line.trace) }),
  };
}

function fromAttemptLine(line: AttemptLine, index: number, outcome: JournalLine): Attempt {
  return {
    index,
    kind: line.kind,
    because: line.because ?? outcome.because,
    isUnreviewed: line.unreviewed ?? false,
    route: line.route,
    provider: line.provider,
    requestedModel: line.requested_model,
    endpointFamily: line.endpoint_family,
    queuedAtMs: line.queued_ms ?? line.dispatched_ms,
    dispatchedAtMs: line.dispatched_ms,
    waitedMs: line.waited_ms ?? 0,
    schemaValid: line.schema_valid,
    ...fromReplyLine(line),
    ...(line.status === "not_covered" && { result: notCovered(outcome) }),
  };
}

function toEnding(line: JournalLine): Ending {
  switch (line.ending) {
    case "failed":
      return { kind: "failed", failure: fromFailureLine(line.failure) };
    case "stopped":
    case "queued":
      return { kind: line.ending, because: line.ending_because ?? "" };
    case "static_answer":
      return { kind: line.ending, because: line.ending_because ?? "", text: line.ending_text };
    case "answered":
      return { kind: line.ending };
    case "not_covered":
      return notCovered(line);
  }
}

/** What of `Ending` and of the attempt that ended so: the reason is kept once. */
function notCovered({ ending_because: because }: JournalLine) {
  const kind = "not_covered" as const;
  return because === undefined ? { kind } : { kind, because: because as NotCoveredReason };
}

function fromScoreLine(line: ScoreLine): Score {
  const { name, value, passed, because, label, expected_label: expectedLabel, fault } = line;
  return {
    name,
    value,
    passed,
    because,
    ...(label === undefined ? {} : { label }),
    ...(expectedLabel === undefined ? {} : { expectedLabel }),
    ...(fault === undefined ? {} : { fault }),
  };
}
