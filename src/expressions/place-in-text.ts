import type { ConditionSource } from "../core/condition-source.ts";
import type { Problem } from "../core/problem.ts";

/** One thing wrong with an expression, placed in the file that holds it. */
export function expressionProblem(
  source: ConditionSource,
  offset: number,
  message: string,
  hint?: string,
): Problem {
  const start = /^(.*):(\d+):(\d+)$/s.exec(source.place);
  if (start === null) {
    return { file: source.place, line: undefined, column: undefined, message, hint };
  }
  const [, file, line, column] = start;
  const before = source.text.slice(0, offset).split("\n");
  return {
    file,
    line: Number(line) + before.length - 1,
    // Later lines of a block text are indented like its first.
    column: Number(column) + (before.at(-1)?.length ?? 0),
    message,
    hint,
  };
}
