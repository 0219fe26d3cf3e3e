import type { Attempt } from "../core/attempt.ts";
import type { GraderSpec } from "../core/grader-spec.ts";
import { HarnessError, invalidInput } from "../core/harness-error.ts";
import type { Grade } from "../core/outcome.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Score } from "../core/score.ts";
import type { Scorer } from "../core/scorer.ts";
import { checkGraders } from "./check-graders.ts";
import type { Grader, GraderSetup, Judge, UnansweredJudge } from "./grader.ts";
import { graders } from "./graders.ts";
import { createJsonReader } from "./json-reader.ts";
import { unscored, wrong } from "./make-score.ts";
import { meanValue } from "./mean-value.ts";
import { createSchemaLibrary, type SchemaLibrary } from "./schema-library.ts";
import { createSchemaRule, MAX_ANSWER_CHARS } from "./schema-rule.ts";
import { sharedGrades } from "./shared-grades.ts";
import { createUnansweredGrades } from "./unanswered-grades.ts";

/** The scorer of a dataset; throws `HarnessError` where its graders cannot be used. */
export function createScorer(
  specs: readonly GraderSpec[],
  { minScore }: { readonly minScore: number | undefined },
): Scorer {
  const schemas = createSchemaLibrary();
  refuseProblems(specs, schemas);
  const readAnswer = createJsonReader();
  const readExpected = createJsonReader();
  const prepared = specs.map((spec): PreparedGrader => {
    const { name, options, required } = spec;
    const setup = { name, options, minScore, readAnswer, readExpected, schemas };
    return prepare(graderOf(spec), setup, required);
  });
  const rule = createSchemaRule(specs, schemas, readAnswer);
  const gradeUnanswered = createUnansweredGrades(
    specs,
    rule,
    prepared.map(({ judgeUnanswered }) => judgeUnanswered),
  );

  const gradeOf = (scores: readonly Score[], schemaValid: boolean | undefined): Grade => ({
    // Unscored is not passed: missing evidence accepts nothing.
    accepted: prepared.every(
      ({ isRequired }, index) => !isRequired || scores[index]?.passed === true,
    ),
    score: meanValue(specs, scores),
    schemaValid,
    scores,
  });
  const gradeOfOne = sharedGrades((score, schemaValid) => gradeOf([score], schemaValid));
  const single = prepared.length === 1 ? prepared[0] : undefined;

  return {
    graders: specs.map(({ name }) => name),
    readsEvents: specs.some((spec) => graderOf(spec).readsEvents === true),
    checkSchema: rule.check,
    grade: (record, ending, attempts) => {
      if (ending.kind !== "answered") return gradeUnanswered(record, ending, attempts);
      const final = attempts.at(-1);
      if (final === undefined) throw new HarnessError("bug", "an answer without an attempt");
      const text = textOf(final);
      if (single !== undefined) {
        return gradeOfOne(scoreWith(single, record, text, final), rule.check(record, text));
      }
      const scores = prepared.map((grader) => scoreWith(grader, record, text, final));
      return gradeOf(scores, rule.check(record, text));
    },
  };
}

/** A grader at work, and its scores for answers that it does not get to read. */
interface PreparedGrader {
  readonly isRequired: boolean;
  readonly readsText: boolean;
  readonly judge: Judge;
  readonly judgeUnanswered: UnansweredJudge | undefined;
  readonly withoutText: Score;
  readonly tooLong: Score;
}

function prepare(grader: Grader, setup: GraderSetup, isRequired: boolean): PreparedGrader {
  const { name } = setup;
  return {
    isRequired,
    readsText: grader.reads === "text",
    judge: grader.prepare(setup),
    judgeUnanswered: grader.prepareUnanswered?.(setup),
    withoutText: unscored(name, "the answer's text is not known"),
    tooLong: wrong(name, `the answer is longer than the ${MAX_ANSWER_CHARS} characters read`),
  };
}

function scoreWith(
  grader: PreparedGrader,
  record: ReplayRecord,
  text: string | undefined,
  final: Attempt,
): Score {
  if (!grader.readsText) return grader.judge(record, "", final);
  if (text === undefined) return grader.withoutText;
  if (text.length > MAX_ANSWER_CHARS) return grader.tooLong;
  return grader.judge(record, text, final);
}

function textOf({ result }: Attempt): string | undefined {
  return result.kind === "response" ? result.response.text : undefined;
}

function graderOf({ grader: name }: GraderSpec): Grader {
  const grader = graders.get(name);
  if (grader === undefined) throw new HarnessError("bug", `no grader ${name} after its check`);
  return grader;
}

/** Only for callers that did not ask `checkGraders` first, which places each fault in its file. */
function refuseProblems(specs: readonly GraderSpec[], schemas: SchemaLibrary): void {
  const problems = checkGraders(specs, schemas).map(({ index, path, message, hint }) => ({
    file: undefined,
    line: undefined,
    column: undefined,
    message: `scoring[${index}]${path.map((part) => `.${part}`).join("")}: ${message}`,
    hint,
  }));
  if (problems.length > 0) throw invalidInput("scoring", problems);
}
