import type { JsonObject } from "../core/json.ts";
import { expectedText, NOTHING_EXPECTED } from "./expectation.ts";
import type { Grader, GraderSetup, Judge, OptionProblem } from "./grader.ts";
import { isSet, optionalText, textsOf } from "./grader-options.ts";
import {
  compileLinear,
  type LinearRegex,
  PatternError,
  patternHint,
  type RegexFlag,
  regexFlags,
} from "./linear-regex.ts";
import { excerpt, right, unscored, wrong } from "./make-score.ts";
import { normalizer, normalizeSchema } from "./normalization.ts";

/** A pattern is found in the answer; or what a group captures there is the expected text. */
export const regex: Grader = {
  reads: "text",
  optionsSchema: {
    type: "object",
    properties: {
      pattern: { type: "string", minLength: 1 },
      flags: { type: "array", items: { enum: regexFlags } },
      full_match: { type: "boolean" },
      capture: { type: ["string", "integer"], minimum: 0 },
      normalize: normalizeSchema,
    },
    dependentRequired: { capture: ["pattern"] },
    additionalProperties: false,
  },
  check: checkPattern,
  prepare: prepareRegex,
};

function flagsOf(options: JsonObject): readonly RegexFlag[] {
  const asked = textsOf(options["flags"]);
  return regexFlags.filter((flag) => asked.includes(flag));
}

function captureOf(options: JsonObject): string | number | undefined {
  const { capture } = options;
  return typeof capture === "string" || typeof capture === "number" ? capture : undefined;
}

function checkPattern(options: JsonObject): readonly OptionProblem[] {
  const pattern = optionalText(options, "pattern");
  if (pattern === undefined) return [];
  const compiled = compileOrError(pattern, flagsOf(options));
  if (compiled instanceof PatternError) {
    const message = `the pattern cannot be run: ${compiled.message}`;
    return [{ path: ["pattern"], message, hint: patternHint }];
  }
  const capture = captureOf(options);
  const exists =
    capture === undefined ||
    (typeof capture === "number"
      ? capture <= compiled.groupCount
      : compiled.groupNames.includes(capture));
  if (exists) return [];
  const hint = `it has ${compiled.groupCount} groups, named: ${compiled.groupNames.join(", ") || "none"}`;
  return [{ path: ["capture"], message: `the pattern has no group ${capture}`, hint }];
}

function compileOrError(pattern: string, flags: readonly RegexFlag[]): LinearRegex | PatternError {
  try {
    return compileLinear(pattern, flags);
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
}

function prepareRegex(setup: GraderSetup): Judge {
  const { name, options } = setup;
  const pattern = optionalText(options, "pattern");
  const flags = flagsOf(options);
  const isWhole = isSet(options, "full_match");
  const listed = pattern === undefined ? undefined : compileLinear(pattern, flags);
  const capture = captureOf(options);
  if (listed !== undefined && capture !== undefined) return judgeCapture(setup, listed, capture);

  const compiled = recentPatterns(flags);
  const found = right(name, "the pattern is found");
  const notFound = wrong(name, "the pattern is not found");
  const nothingExpected = unscored(name, NOTHING_EXPECTED);
  const emptyPattern = unscored(name, "the expected pattern is empty");

  return (record, text) => {
    const wanted = listed === undefined ? expectedText(record) : "";
    if (wanted === undefined) return nothingExpected;
    if (listed === undefined && wanted === "") return emptyPattern;
    const expression = listed ?? compiled(wanted);
    if (expression instanceof PatternError) {
      return unscored(name, `the expected pattern cannot be run: ${expression.message}`);
    }
    if (expression.isTooLong(text)) return tooLong(name);
    const isFound = isWhole ? expression.testWhole(text) : expression.test(text);
    return isFound ? found : notFound;
  };
}

function judgeCapture(setup: GraderSetup, expression: LinearRegex, group: string | number): Judge {
  const { name, options } = setup;
  const normalize = normalizer(options["normalize"], ["trim"]);
  const isRight = right(name, "the captured text is the expected one");
  const notFound = wrong(name, "the pattern captures nothing");
  const nothingExpected = unscored(name, NOTHING_EXPECTED);

  return (record, text) => {
    const wanted = expectedText(record);
    if (wanted === undefined) return nothingExpected;
    if (expression.isTooLong(text)) return tooLong(name);
    const captured = expression.capture(text, group);
    if (captured === undefined) return notFound;
    if (normalize(captured) === normalize(wanted)) return isRight;
    return wrong(name, `captured ${excerpt(captured)}, expected ${excerpt(wanted)}`);
  };
}

const tooLong = (name: string) =>
  wrong(name, "the answer is longer than this pattern may scan in a second");

/** How many patterns that come from records are kept compiled. */
const KEPT_PATTERNS = 256;

function recentPatterns(
  flags: readonly RegexFlag[],
): (pattern: string) => LinearRegex | PatternError {
  const kept = new Map<string, LinearRegex | PatternError>();
  return (pattern) => {
    const known = kept.get(pattern);
    if (known !== undefined) return known;
    if (kept.size >= KEPT_PATTERNS) kept.clear();
    const compiled = compileOrError(pattern, flags);
    kept.set(pattern, compiled);
    return compiled;
  };
}
