import { RE2JS } from "re2js";

/**
 * Characters times instructions that one match may take, about a second at worst. The engine is
 * linear in both, but a program of thousands of instructions over megabytes is still a long time.
 */
const MAX_WORK = 100_000_000;

/** A regular expression that the linear-time engine cannot run. */
export class PatternError extends Error {
  override readonly name = "PatternError";
  readonly pattern: string;

  constructor(pattern: string, reason: string) {
    super(reason);
    this.pattern = pattern;
  }
}

export type RegexFlag = "ignore_case" | "multiline" | "dot_all";

const flagBits: Readonly<Record<RegexFlag, number>> = {
  ignore_case: RE2JS.CASE_INSENSITIVE,
  multiline: RE2JS.MULTILINE,
  dot_all: RE2JS.DOTALL,
};

export const regexFlags: readonly RegexFlag[] = ["ignore_case", "multiline", "dot_all"];

/** A compiled expression in the syntax of JavaScript, less what needs backtracking. */
export interface LinearRegex {
  readonly groupCount: number;
  readonly groupNames: readonly string[];
  /** Whether a text is longer than this expression may scan. */
  isTooLong(text: string): boolean;
  test(text: string): boolean;
  testWhole(text: string): boolean;
  /** What a group captured in the first match; absent: no match, or the group took no part. */
  capture(text: string, group: string | number): string | undefined;
}

/** Compiles an expression for the linear engine; throws `PatternError` where it cannot be run. */
export function compileLinear(pattern: string, flags: readonly RegexFlag[] = []): LinearRegex {
  const regex = compile(pattern, flags);
  const maxChars = Math.floor(MAX_WORK / regex.programSize());
  return {
    groupCount: regex.groupCount(),
    groupNames: Object.keys(regex.namedGroups()),
    isTooLong: (text) => text.length > maxChars,
    test: (text) => regex.test(text),
    testWhole: (text) => regex.testExact(text),
    capture: (text, group) => {
      const matcher = regex.matcher(text);
      return matcher.find() ? (matcher.group(group) ?? undefined) : undefined;
    },
  };
}

function compile(pattern: string, flags: readonly RegexFlag[]): RE2JS {
  let bits = RE2JS.LOOKBEHINDS;
  for (const flag of flags) bits |= flagBits[flag];
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern), bits);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PatternError(pattern, reason.replace(/^error parsing regexp: /, ""));
  }
}

/** What to tell the author of a pattern that cannot be run. */
export const patternHint =
  "patterns run in linear time: no lookahead, no back references, at most 1000 repetitions";
