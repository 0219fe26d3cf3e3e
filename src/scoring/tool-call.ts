import type { JsonObject } from "../core/json.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import { type AgreementRules, asCallOfTool, type Match, matches } from "./call-agreement.ts";
import { answeredCalls, callSources } from "./answered-calls.ts";
import { expectedJson, NOTHING_EXPECTED } from "./expectation.ts";
import { expectedForms, readExpectedCalls } from "./expected-calls.ts";
import type { Grader, GraderSetup, Judge, OptionProblem } from "./grader.ts";
import { isSet, optionalNumber, optionalText } from "./grader-options.ts";
import { createJsonReader } from "./json-reader.ts";
import { excerpt, unscored, wrong } from "./make-score.ts";
import { offeredTool, type OfferedTool } from "./offered-tools.ts";
import type { SchemaLibrary } from "./schema-library.ts";
import { compareCalls, nearest } from "./tool-call-match.ts";
import { comparisons, equivalence, ignoring, sameValue } from "./same-argument.ts";

/** The answer calls the expected tools with the expected arguments, in whatever order. */
export const toolCall: Grader = {
  reads: "attempt",
  optionsSchema: {
    type: "object",
    properties: {
      match: { enum: matches },
      read: { enum: callSources },
      expected_form: { enum: expectedForms },
      compare: { enum: comparisons },
      tolerance: { type: "number", minimum: 0 },
      relative_tolerance: { type: "number", minimum: 0 },
      equivalent: {
        type: "object",
        minProperties: 1,
        additionalProperties: {
          type: "array",
          minItems: 1,
          items: { type: "array", minItems: 2 },
        },
      },
      ignore: { type: "array", minItems: 1, items: { type: "string", minLength: 1 } },
      extra_calls: { type: "boolean" },
      min: { type: "number", exclusiveMinimum: 0, maximum: 1 },
      allow_fence: { type: "boolean" },
    },
    additionalProperties: false,
  },
  check: checkToolCall,
  prepare: prepareToolCall,
};

const optionsOfValues = ["compare", "tolerance", "relative_tolerance", "equivalent", "ignore"];

function checkToolCall(options: JsonObject): readonly OptionProblem[] {
  const match = optionalText(options, "match") ?? "values";
  const unread = match === "values" ? [] : optionsOfValues.filter((key) => key in options);
  const problems = unread.map((key): OptionProblem => {
    const message = `"${key}" means nothing to match: ${match}`;
    return { path: [key], message, hint: "use match: values, or leave it out" };
  });
  if (options["read"] !== "native" || !("allow_fence" in options)) return problems;
  const message = '"allow_fence" means nothing to read: native';
  return [...problems, { path: ["allow_fence"], message, hint: "native calls are no texts" }];
}

/** No request wants more; more would be a table of pairs that nobody looks at. */
const MAX_CALLS = 500;

function prepareToolCall(setup: GraderSetup): Judge {
  const { name, options, readExpected, schemas } = setup;
  const match = matches.find((known) => known === options["match"]) ?? "values";
  const form = options["expected_form"] === "alternatives" ? "alternatives" : "calls";
  const rules = agreementRules(options, match);
  const threshold = optionalNumber(options, "min") ?? setup.minScore ?? 1;
  const forgivesExtra = isSet(options, "extra_calls");
  // Arguments are texts within the text: a reader of their own leaves the answer's parse alone.
  const readArguments = createJsonReader();
  const readCalls = answeredCalls(setup, readArguments);
  const nothingExpected = unscored(name, NOTHING_EXPECTED);

  return (record, _text, attempt) => {
    const expected = expectedJson(record, readExpected);
    if (expected === undefined) return nothingExpected;
    if (expected.kind === "unreadable") {
      return unscored(name, `what is expected ${expected.because}`);
    }
    const sets = readExpectedCalls(expected.exact, form, readArguments);
    if (typeof sets === "string") return unscored(name, `what is expected ${sets}`);
    const read = readCalls(attempt);
    if (read.kind === "unknown") return unscored(name, read.because);
    const { calls } = read;
    if (calls.length > MAX_CALLS) {
      return wrong(
        name,
        `it makes ${calls.length} calls, more than the ${MAX_CALLS} that are read`,
      );
    }
    // Names alone are right or wrong whatever a schema says, also one that cannot be used.
    const tools = match === "names" ? noTool : toolsByName(record, schemas);
    const untold =
      match === "arguments" ? sets.flat().find((call) => !tools(call.name)) : undefined;
    if (untold !== undefined) {
      const tool = excerpt(untold.name);
      return unscored(name, `the request offers no tool ${tool} to hold arguments against`);
    }
    const judged = calls.map((call) => asCallOfTool(call, tools(call.name), match));
    const { value, because } = nearest(
      sets.map((set) => compareCalls(set, judged, rules, forgivesExtra)),
    );
    return { name, value, passed: value >= threshold, because };
  };
}

const noTool = (): undefined => undefined;

function toolsByName(
  record: ReplayRecord,
  schemas: SchemaLibrary,
): (tool: string) => OfferedTool | undefined {
  const known = new Map<string, OfferedTool | undefined>();
  return (tool) => {
    if (!known.has(tool)) known.set(tool, offeredTool(record, tool, schemas));
    return known.get(tool);
  };
}

function agreementRules(options: JsonObject, match: Match): AgreementRules {
  const same = sameValue(options["compare"] === "loose", {
    absolute: optionalNumber(options, "tolerance") ?? 0,
    relative: optionalNumber(options, "relative_tolerance") ?? 0,
  });
  const isEquivalent = equivalence(options["equivalent"], same);
  return {
    match,
    isSame: (tool, argument, expected, found) =>
      same(expected, found) || isEquivalent(tool, argument, expected, found),
    isIgnored: ignoring(options["ignore"]),
  };
}
