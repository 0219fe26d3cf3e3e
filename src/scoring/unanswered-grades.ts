import type { Attempt } from "../core/attempt.ts";
import type { GraderSpec } from "../core/grader-spec.ts";
import type { Grade, UnansweredEnding } from "../core/outcome.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Score } from "../core/score.ts";
import type { UnansweredJudge } from "./grader.ts";
import { unscored, wrong } from "./make-score.ts";
import { meanValue } from "./mean-value.ts";
import type { SchemaRule } from "./schema-rule.ts";

export type GradeUnanswered = (
  record: ReplayRecord,
  ending: UnansweredEnding,
  attempts: readonly Attempt[],
) => Grade;

/**
 * Grades of outcomes without an answer: not accepted and worth 0, so that they stay in every
 * denominator; only where nothing is known of the answer is there no grade. They depend on the
 * ending and on whether a schema was asked for, so each is made once. A grader to which such an
 * end may be right (`judges`, by the place of its spec) is asked of each outcome.
 */
export function createUnansweredGrades(
  specs: readonly GraderSpec[],
  rule: SchemaRule,
  judges: readonly (UnansweredJudge | undefined)[],
): GradeUnanswered {
  const withSchema = new Map<string, Grade>();
  const withoutSchema = new Map<string, Grade>();

  const usualGrade = (record: ReplayRecord, ending: UnansweredEnding): Grade => {
    const isAsked = rule.isAsked(record);
    const made = isAsked ? withSchema : withoutSchema;
    const why = ending.kind === "failed" ? ending.failure.kind : ending.kind;
    let grade = made.get(why);
    if (grade === undefined) made.set(why, (grade = gradeWithoutAnswer(specs, ending, isAsked)));
    return grade;
  };
  if (judges.every((judge) => judge === undefined)) return usualGrade;

  return (record, ending, attempts) => {
    const usual = usualGrade(record, ending);
    if (ending.kind === "not_covered") return usual;
    const scores = usual.scores.map(
      (score, index) => judges[index]?.(record, ending, attempts) ?? score,
    );
    const isAccepted = specs.every(
      ({ required }, index) => !required || scores[index]?.passed === true,
    );
    // Where no grader is required, an end without an answer is still none that anybody accepts.
    const isRight = scores.some(({ passed }, index) => passed === true && specs[index]?.required);
    return { ...usual, accepted: isAccepted && isRight, score: meanValue(specs, scores), scores };
  };
}

function gradeWithoutAnswer(
  specs: readonly GraderSpec[],
  ending: UnansweredEnding,
  isSchemaAsked: boolean,
): Grade {
  const isKnown = ending.kind !== "not_covered";
  const because = reasonOf(ending);
  const scores = specs.map(({ name, grader }): Score => {
    const isAsked = grader !== "json_schema" || isSchemaAsked;
    return isKnown && isAsked ? wrong(name, because) : unscored(name, because);
  });
  return {
    accepted: false,
    score: meanValue(specs, scores),
    schemaValid: isKnown && isSchemaAsked ? false : undefined,
    scores,
  };
}

function reasonOf(ending: UnansweredEnding): string {
  switch (ending.kind) {
    case "failed":
      return `no answer: ${ending.failure.kind}`;
    case "stopped":
      return "no answer: the policy stopped";
    case "queued":
      return "no answer: queued for a person";
    case "static_answer":
      return "no model answered: the policy gave its static answer";
    case "not_covered":
      return "nothing is known of what this route would have answered";
  }
}
