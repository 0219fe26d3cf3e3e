import type { Grader, GraderSetup, Judge } from "./grader.ts";
import { nothingToCheck } from "./grader.ts";
import { right, unscored, wrong } from "./make-score.ts";

/** What the outcome table itself says of this answer: its `accepted`, its `score`, or both. */
export const recorded: Grader = {
  reads: "table",
  optionsSchema: { type: "object", additionalProperties: false },
  check: nothingToCheck,
  prepare: prepareRecorded,
};

function prepareRecorded({ name, minScore }: GraderSetup): Judge {
  const threshold = minScore ?? 1;
  // One object for each common result: a table of a million rows is scored without allocating.
  const accepted = right(name, "the table accepts it");
  const refused = wrong(name, "the table does not accept it");
  const unknown = unscored(name, "the table says neither accepted nor score");
  const notInTable = unscored(name, "the table has no row for this route");
  const reached = "the table's score reaches the minimum";
  const missed = "the table's score misses the minimum";

  return (record, _text, attempt) => {
    const known = record.outcomes?.get(attempt.route);
    if (known === undefined) return notInTable;
    const { score, accepted: isAccepted } = known;
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
