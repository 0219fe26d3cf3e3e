import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { didYouMean } from "../core/nearest-name.ts";
import { expectedJson, NOTHING_EXPECTED } from "./expectation.ts";
import { type ComparatorName, comparatorNames, fieldAgrees } from "./field-comparator.ts";
import type { Grader, GraderSetup, Judge, OptionProblem } from "./grader.ts";
import { isSet, optionalNumber, textsOf } from "./grader-options.ts";
import { valueAt } from "./json-path.ts";
import { excerpt, malformed, unscored } from "./make-score.ts";
import type { Tolerance } from "./read-number.ts";
import { faultOfText } from "./schema-faults.ts";
import { canonicalJson } from "./same-json.ts";

/** One field to compare; without a comparator the expected value's type decides. */
interface FieldRule {
  readonly path: string;
  readonly comparator: ComparatorName | undefined;
  readonly tolerance: Tolerance;
}

const tolerances: JsonObject = {
  tolerance: { type: "number", minimum: 0 },
  relative_tolerance: { type: "number", minimum: 0 },
};

/** Field accuracy: the share of the fields expected here that the answer's JSON agrees with. */
export const jsonFields: Grader = {
  reads: "text",
  optionsSchema: {
    type: "object",
    properties: {
      fields: {
        type: ["array", "object"],
        minItems: 1,
        minProperties: 1,
        items: { type: "string", minLength: 1 },
        additionalProperties: {
          type: ["string", "object", "null"],
          properties: { compare: { enum: comparatorNames }, ...tolerances },
          additionalProperties: false,
        },
      },
      min: { type: "number", minimum: 0, maximum: 1 },
      allow_fence: { type: "boolean" },
      ...tolerances,
    },
    additionalProperties: false,
  },
  check: checkFields,
  prepare: prepareJsonFields,
};

function checkFields(options: JsonObject): readonly OptionProblem[] {
  const { fields } = options;
  if (!isJsonObject(fields)) return [];
  return Object.entries(fields).flatMap(([path, field]): readonly OptionProblem[] => {
    const rule = fieldRule(path, field, exactly);
    if (typeof field === "string" && rule.comparator === undefined) {
      const message = `unknown comparator ${excerpt(field)}`;
      const hint = didYouMean(field, comparatorNames) ?? `one of: ${comparatorNames.join(", ")}`;
      return [{ path: ["fields", path], message, hint }];
    }
    // Beside another comparator a tolerance would be ignored in silence.
    const isUsed = rule.comparator === undefined || rule.comparator === "number";
    const hasTolerance = rule.tolerance.absolute > 0 || rule.tolerance.relative > 0;
    if (isUsed || !hasTolerance) return [];
    const message = `a tolerance means nothing to the comparator "${rule.comparator}"`;
    return [{ path: ["fields", path], message, hint: 'use "compare: number"' }];
  });
}

const exactly: Tolerance = { absolute: 0, relative: 0 };

function toleranceOf(options: JsonObject, otherwise: Tolerance): Tolerance {
  return {
    absolute: optionalNumber(options, "tolerance") ?? otherwise.absolute,
    relative: optionalNumber(options, "relative_tolerance") ?? otherwise.relative,
  };
}

function fieldRule(path: string, field: JsonValue | undefined, otherwise: Tolerance): FieldRule {
  const described = isJsonObject(field) ? field : {};
  const named = typeof field === "string" ? field : described["compare"];
  const comparator = comparatorNames.find((known) => known === named);
  return { path, comparator, tolerance: toleranceOf(described, otherwise) };
}

function fieldRules(options: JsonObject): readonly FieldRule[] | undefined {
  const tolerance = toleranceOf(options, exactly);
  const { fields } = options;
  if (fields === undefined) return undefined;
  if (isJsonObject(fields)) {
    return Object.entries(fields).map(([path, field]) => fieldRule(path, field, tolerance));
  }
  return textsOf(fields).map((path) => ({ path, comparator: undefined, tolerance }));
}

function prepareJsonFields(setup: GraderSetup): Judge {
  const { name, options, readAnswer, readExpected } = setup;
  const allowFence = isSet(options, "allow_fence");
  const threshold = optionalNumber(options, "min") ?? setup.minScore ?? 1;
  const tolerance = toleranceOf(options, exactly);
  const listed = fieldRules(options);
  const nothingExpected = unscored(name, NOTHING_EXPECTED);
  const noFields = unscored(name, "what is expected is not a JSON object with fields");

  const noneExpected = unscored(
    name,
    `what is expected holds none of the fields: ${listed?.map(({ path }) => path).join(", ")}`,
  );

  return (record, text) => {
    const expected = expectedJson(record, readExpected);
    if (expected === undefined) return nothingExpected;
    if (expected.kind === "unreadable") {
      return unscored(name, `what is expected ${expected.because}`);
    }
    const wanted = expected.exact;
    if (!isJsonObject(wanted) || Object.keys(wanted).length === 0) return noFields;
    const rules = listed ?? everyField(wanted, tolerance);
    if (!rules.some(({ path }) => valueAt(wanted, path) !== undefined)) return noneExpected;
    const answer = readAnswer(text, allowFence);
    if (answer.kind === "unreadable") {
      return malformed(name, `the answer ${answer.because}`, faultOfText(text));
    }
    if (!isJsonObject(answer.exact)) {
      return malformed(name, "the answer is no JSON object", "wrong_type");
    }
    return compareFields(name, rules, wanted, answer.exact, threshold);
  };
}

function everyField(wanted: JsonObject, tolerance: Tolerance): readonly FieldRule[] {
  return Object.keys(wanted).map((path) => ({ path, comparator: undefined, tolerance }));
}

const NAMED_FIELDS = 3;

function compareFields(
  name: string,
  rules: readonly FieldRule[],
  wanted: JsonObject,
  answer: JsonObject,
  threshold: number,
): ReturnType<Judge> {
  const amiss: string[] = [];
  let compared = 0;
  let count = 0;
  for (const { path, comparator, tolerance } of rules) {
    const expected = valueAt(wanted, path);
    // Absent, as opposed to null, is nothing to agree with: a misspelled field would pass all.
    if (expected === undefined) continue;
    compared += 1;
    const found = valueAt(answer, path);
    if (fieldAgrees(comparator, tolerance, expected, found)) continue;
    count += 1;
    if (count <= NAMED_FIELDS) amiss.push(`${path} is ${show(found)}, expected ${show(expected)}`);
  }
  const value = (compared - count) / compared;
  const rest = count > NAMED_FIELDS ? `; and ${count - NAMED_FIELDS} more` : "";
  const because = count === 0 ? "every field agrees" : `${amiss.join("; ")}${rest}`;
  return { name, value, passed: value >= threshold, because };
}

function show(value: JsonValue | undefined): string {
  if (value === undefined) return "absent";
  return typeof value === "string" ? excerpt(value) : canonicalJson(value).slice(0, 80);
}
