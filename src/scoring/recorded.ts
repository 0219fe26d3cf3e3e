import type { KnownOutcome } from "../core/replay-record.ts";
import type { Score } from "../core/score.ts";
import type { Grader, GraderSetup, Judge } from "./grader.ts";
import { nothingToCheck } from "./grader.ts";
import { right, unscored, wrong } from "./make-score.ts";

/**
 * What the outcome table, or the request log, itself says of this answer: its `accepted`, its
 * `score`, or both. A log judges the one answer that it holds, and no other.
 */
export const recorded: Grader = {
  reads: "table",
  optionsSchema: { type: "object", additionalProperties: false },
  check: nothingToCheck,
  prepare: prepareRecorded,
};

function prepareRecorded({ name, minScore }: GraderSetup): Judge {
  const threshold = minScore ?? 1;
  const ofLog = logJudge(name, threshold);
  const scoreOf = verdictReader("table", name, threshold);
  const notInTable = unscored(name, "the table has no row for this route");
  return (record, text, attempt) => {
    const known = record.outcomes?.get(attempt.route);
    if (known !== undefined) return scoreOf(known);
    return record.logged === undefined ? notInTable : ofLog(record, text, attempt);
  };
}

function logJudge(name: string, threshold: number): Judge {
  const scoreOf = verdictReader("log", name, threshold);
  const otherAnswer = unscored(
    name,
    "the log judges the answer that it holds, and this is another",
  );
  return ({ logged }, _text, attempt) => {
    // The very answer of the log, not one that is equal, simulated or called for.
    const isLogged =
      logged?.attempts.length === attempt.index + 1 &&
      logged.attempts[attempt.index]?.result === attempt.result;
    return isLogged ? scoreOf(logged) : otherAnswer;
  };
}

type Known = Pick<KnownOutcome, "accepted" | "score">;

/**
 * Written out, not put together: each of them stands in a million journal lines, and a text that is
 * joined from others makes every one of those lines slow to write.
 */
const verdictWords = {
  table: {
    accepted: "the table accepts it",
    refused: "the table does not accept it",
    unknown: "the table says neither accepted nor score",
    reached: "the table's score reaches the minimum",
    missed: "the table's score misses the minimum",
  },
  log: {
    accepted: "the log accepts it",
    refused: "the log does not accept it",
    unknown: "the log says neither accepted nor score",
    reached: "the log's score reaches the minimum",
    missed: "the log's score misses the minimum",
  },
} as const;

/** One object for each common result: a table of a million rows is scored without allocating. */
function verdictReader(
  source: "table" | "log",
  name: string,
  threshold: number,
): (known: Known) => Score {
  const { reached, missed, ...words } = verdictWords[source];
  const accepted = right(name, words.accepted);
  const refused = wrong(name, words.refused);
  const unknown = unscored(name, words.unknown);
  return ({ score, accepted: isAccepted }) => {
    if (score === undefined) {
      if (isAccepted === undefined) return unknown;
      return isAccepted ? accepted : refused;
    }
    if (isAccepted === undefined) {
      const passed = score >= threshold;
      return { name, value: score, passed, because: passed ? reached : missed };
    }
    if (score === (isAccepted ? 1 : 0)) return isAccepted ? accepted : refused;
    const { because } = isAccepted ? accepted : refused;
    return { name, value: score, passed: isAccepted, because };
  };
}
