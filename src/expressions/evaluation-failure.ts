import { EvaluationError, type ASTNode } from "@marcbachmann/cel-js";
import { HarnessError } from "../core/harness-error.ts";
import type { ConditionSource } from "../core/condition-source.ts";
import { plainMessage } from "./plain-message.ts";

/** An expression that failed on one record; whoever knows the record adds its name. */
export function evaluationFailure(source: ConditionSource, error: unknown): unknown {
  if (error instanceof RangeError) return failure(source, "is too deeply nested to be evaluated");
  if (!(error instanceof EvaluationError)) return error;
  const missing = missingName(error);
  if (missing === undefined) return failure(source, plainMessage(error), error);
  // The language has no has() for a variable or for a["b"].
  const isField = error.node?.op === ".";
  const hint = isField ? `write has(${missing}) where it may be` : undefined;
  return failure(source, `${missing} is missing`, error, hint);
}

/** An expression whose value is not of the kind that its place needs. */
export function wrongResult(source: ConditionSource, value: unknown, needed: string): HarnessError {
  return failure(source, `gives ${shown(value)}, but ${needed} is needed`);
}

function failure(
  source: ConditionSource,
  reason: string,
  cause?: unknown,
  hint?: string,
): HarnessError {
  const message = `${source.place}: expression \`${source.text.trim()}\`: ${reason}`;
  return new HarnessError("invalid-input", message, { cause, hint });
}

/** The name that a record does not have: `tags.intent`. */
function missingName(error: EvaluationError): string | undefined {
  if (error.code !== "no_such_key" && error.code !== "unknown_variable") return undefined;
  const { node } = error;
  return node === undefined ? undefined : nodeText(node);
}

function nodeText(node: ASTNode): string {
  if (node.op === "id") return node.args;
  if (node.op === "." || node.op === ".?") return `${nodeText(node.args[0])}.${node.args[1]}`;
  return node.input.slice(node.start, node.end);
}

function shown(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return `the text ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "a list" : "a mapping";
}
