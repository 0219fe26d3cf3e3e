import { problemLine, type Problem } from "./problem.ts";

/**
 * Why a run cannot go on; the command line maps each to one exit code. `spend-cap` and
 * `interrupted` break nothing: what is running ends, and a resumed run goes on from there.
 */
export type ErrorCode =
  "invalid-input" | "incomplete" | "storage" | "spend-cap" | "interrupted" | "bug";

/** How many problems a message spells out before it only counts the rest. */
const SPELLED_OUT = 20;

/** The only error that routeproof throws on purpose: the run cannot go on. */
export class HarnessError extends Error {
  override readonly name = "HarnessError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly problems: readonly Problem[];

  constructor(
    code: ErrorCode,
    message: string,
    more: {
      readonly hint?: string | undefined;
      readonly cause?: unknown;
      readonly problems?: readonly Problem[];
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.hint = more.hint;
    this.problems = more.problems ?? [];
  }
}

/** All problems of one input as one error: each on its own line, the first 20 spelled out. */
export function invalidInput(subject: string, problems: readonly Problem[]): HarnessError {
  const lines = problems.slice(0, SPELLED_OUT).map(problemLine);
  const rest = problems.length - lines.length;
  if (rest > 0) lines.push(`and ${rest} more`);
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new HarnessError("invalid-input", `${subject}: ${count}\n${lines.join("\n")}`, {
    problems,
  });
}
