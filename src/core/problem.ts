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

/**
 * Something written that does not do what its writer surely meant, and that a run can live with:
 * `check` counts it, and a run warns of it.
 */
export type Finding = Problem;

export function placeOf(problem: Problem): string {
  return [problem.file, problem.line, problem.column]
    .filter((part) => part !== undefined)
    .join(":");
}

/** Such as `p.yaml:3:5: names no route (write primary_route: NAME)`. */
export function problemLine(problem: Problem): string {
  const hint = problem.hint === undefined ? "" : ` (${problem.hint})`;
  const place = placeOf(problem);
  return `${place === "" ? "" : `${place}: `}${problem.message}${hint}`;
}
