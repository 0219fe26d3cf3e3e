import { ParseError, TypeError as CelTypeError } from "@marcbachmann/cel-js";
import type { ParseResult } from "@marcbachmann/cel-js";
import { invalidInput } from "../core/harness-error.ts";
import type { ConditionSource } from "../core/condition-source.ts";
import type { Problem } from "../core/problem.ts";
import { celEnvironment, functionNames } from "./cel-environment.ts";
import { evaluationFailure, wrongResult } from "./evaluation-failure.ts";
import { expressionProblem } from "./place-in-text.ts";
import { plainMessage, plainType } from "./plain-message.ts";
import { quickCondition } from "./quick-condition.ts";
import { contextMaker, type Facts, type Reads, type Scope } from "./scope.ts";
import { surveyExpression } from "./survey.ts";

/** A compiled expression: pure, reusable for any number of records. */
export interface Expression {
  readonly source: ConditionSource;
  /** The variables that it looks at. */
  readonly roots: ReadonlySet<string>;
  /** Its value as the language has it: whole numbers may be BigInt. Throws on a missing name. */
  evaluate(scope: Scope): unknown;
}

/** What kind of value an expression has to have. */
export type ResultKind = "condition" | "number" | "text";

const MAX_CHARS = 20_000;

const kindWords: Readonly<Record<ResultKind, string>> = {
  condition: "true or false",
  number: "a number",
  text: "text or a number",
};

/** Static types that can be of a kind; `dyn` is known only when a record comes. */
const kindTypes: Readonly<Record<ResultKind, readonly string[]>> = {
  condition: ["bool", "dyn"],
  number: ["int", "uint", "double", "dyn"],
  text: ["string", "bool", "int", "uint", "double", "dyn"],
};

/** An expression that was found sound, before it is known where its variables come from. */
export interface SoundExpression {
  readonly source: ConditionSource;
  readonly reads: Reads;
  /** Throws on a missing name. */
  readonly evaluateIn: (context: Facts) => unknown;
}

/**
 * Compiles an expression that may look at `roots`. Throws what is wrong with it, placed by line and
 * column: syntax, unknown names and fields, types that can never fit, loops that could not end.
 */
export function compileExpression(
  source: ConditionSource,
  roots: readonly string[],
  kind?: ResultKind,
): Expression {
  const { reads, evaluateIn } = soundExpression(source, roots, kind);
  const context = contextMaker(reads);
  return { source, roots: reads.roots, evaluate: (scope) => evaluateIn(context(scope)) };
}

/** The same, for whoever makes the variables of several expressions at once. */
export function soundExpression(
  source: ConditionSource,
  roots: readonly string[],
  kind?: ResultKind,
): SoundExpression {
  const environment = celEnvironment(roots);
  const parsed = parseExpression(source, environment.parse.bind(environment));
  const survey = surveyExpression(parsed.ast, roots, functionNames(environment));
  const findings = survey.findings.map(({ offset, message, hint }) =>
    expressionProblem(source, offset, message, hint),
  );
  // Types are looked at last: an unknown name would only be told twice.
  const problems = findings.length > 0 ? findings : typeProblems(source, parsed, kind);
  if (problems.length > 0) throw invalidInput(`expression at ${source.place}`, problems);
  const quick = kind === "condition" ? quickCondition(parsed.ast) : undefined;
  return {
    source,
    reads: survey,
    evaluateIn(context) {
      const plain = quick?.(context);
      if (plain !== undefined) return plain;
      try {
        return parsed(context);
      } catch (error) {
        throw evaluationFailure(source, error);
      }
    },
  };
}

/** Whether a condition holds; anything but true or false is an error. */
export function evaluateCondition(expression: Expression, scope: Scope): boolean {
  return truthOf(expression.source, expression.evaluate(scope));
}

/** A condition's value; anything but true or false is an error. */
export function truthOf(source: ConditionSource, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw wrongResult(source, value, kindWords.condition);
}

/** A score as a finite number; anything else is an error. */
export function evaluateNumber(expression: Expression, scope: Scope): number {
  const value = expression.evaluate(scope);
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw wrongResult(expression.source, value, kindWords.number);
}

function parseExpression(
  source: ConditionSource,
  parse: (text: string) => ParseResult,
): ParseResult {
  const refuse = (offset: number, message: string): Error =>
    invalidInput(`expression at ${source.place}`, [expressionProblem(source, offset, message)]);
  if (source.text.length > MAX_CHARS) throw refuse(0, `is longer than ${MAX_CHARS} characters`);
  try {
    return parse(source.text);
  } catch (error) {
    if (error instanceof RangeError) throw refuse(0, "is too deeply nested");
    if (!(error instanceof ParseError)) throw error;
    throw refuse(error.range?.start ?? 0, plainMessage(error));
  }
}

function typeProblems(
  source: ConditionSource,
  parsed: ParseResult,
  kind: ResultKind | undefined,
): readonly Problem[] {
  const { error, type = "dyn" } = parsed.check();
  if (error instanceof ParseError || error instanceof CelTypeError) {
    return [expressionProblem(source, error.range?.start ?? 0, plainMessage(error))];
  }
  if (error !== undefined) return [expressionProblem(source, 0, "is too deeply nested")];
  if (kind === undefined || kindTypes[kind].includes(type)) return [];
  const message = `gives ${plainType(type)}, but ${kindWords[kind]} is needed`;
  return [expressionProblem(source, 0, message)];
}
