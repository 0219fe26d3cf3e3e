import type { GraderSpec } from "../core/grader-spec.ts";
import type { Ending, Grade } from "../core/outcome.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Score } from "../core/score.ts";
import { unscored, wrong } from "./make-score.ts";
import { meanValue } from "./mean-value.ts";
import type { SchemaRule } from "./schema-rule.ts";

export type UnansweredEnding = Exclude<Ending, { readonly kind: "answered" }>;

/**
 * Grades of outcomes without an answer: not accepted and worth 0, so that they stay in every
 * denominator; only where nothing is known of the answer is there no grade. They depend on the
 * ending and on whether a schema was asked for, so each is made once.
 */
export function createUnansweredGrades(
  specs: readonly GraderSpec[],
  rule: SchemaRule,
): (record: ReplayRecord, ending: UnansweredEnding) => Grade {
  const withSchema = new Map<string, Grade>();
  const withoutSchema = new Map<string, Grade>();

  return (record, ending) => {
    const isAsked = rule.isAsked(record);
    const made = isAsked ? withSchema : withoutSchema;
    const why = ending.kind === "failed" ? ending.failure.kind : ending.kind;
    let grade = made.get(why);
    if (grade === undefined) made.set(why, (grade = gradeWithoutAnswer(specs, ending, isAsked)));
    return grade;
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
