/** One thing wrong with an input, as precisely placed as it is known. */
export interface Problem {
  /** The file as the user named it; absent for a command-line option. */
  readonly file: string | undefined;
  /** 1-based. */
  readonly line: number | undefined;
  /** 1-based. */
  readonly column: number | undefined;
  readonly message: string;
  /** What to do or type next. */
  readonly hint: string | undefined;
}

export function placeOf(problem: Problem): string {
  return [problem.file, problem.line, problem.column]
    .filter((part) => part !== undefined)
    .join(":");
}
