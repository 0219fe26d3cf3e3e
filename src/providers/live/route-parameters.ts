import { didYouMean } from "../../core/nearest-name.ts";
import { parameterNames } from "../../core/parameter-names.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";

export interface ParameterProblem {
  readonly parameter: string;
  readonly message: string;
}

/** What a parameter has to be: undefined where the value is one, else the expectation in words. */
export type ParameterRule = (value: JsonValue) => string | undefined;

export const aNumberFrom0: ParameterRule = (value) =>
  typeof value === "number" && value >= 0 ? undefined : "a number of 0 or more";

export const aShare: ParameterRule = (value) =>
  typeof value === "number" && value >= 0 && value <= 1 ? undefined : "a number from 0 to 1";

export const aCount: ParameterRule = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 1 ? undefined : "a whole number of 1 or more";

export const aWholeNumber: ParameterRule = (value) =>
  Number.isSafeInteger(value) ? undefined : "a whole number";

export const aWord: ParameterRule = (value) =>
  typeof value === "string" && value !== "" ? undefined : "a word";

/** One of the words that a wire knows. */
export function oneOf(words: readonly string[]): ParameterRule {
  return (value) =>
    typeof value === "string" && words.includes(value) ? undefined : `one of ${words.join(", ")}`;
}

export const textOrTexts: ParameterRule = (value) => {
  const texts: readonly JsonValue[] = Array.isArray(value) ? value : [value as JsonValue];
  const areTexts = texts.length > 0 && texts.every((text) => typeof text === "string");
  return areTexts ? undefined : "a text or a list of texts";
};

/** Fields of the vendor's own, but none that the harness itself has to decide. */
export function extraBodyWithout(reserved: readonly string[]): ParameterRule {
  return (value) => {
    if (!isJsonObject(value)) return "an object";
    const taken = reserved.filter((field) => Object.hasOwn(value, field));
    return taken.length === 0 ? undefined : `an object without ${taken.join(", ")}`;
  };
}

/**
 * What is wrong with a route's parameters on a wire that has exactly those that `rules` name.
 * `lacking` says what to do instead where one of our words is not among them.
 */
export function problemsOfParameters(
  parameters: JsonObject,
  rules: Readonly<Record<string, ParameterRule>>,
  lacking: { readonly wire: string; readonly advice: Readonly<Record<string, string>> },
): readonly ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  for (const [parameter, value] of Object.entries(parameters)) {
    const rule = Object.hasOwn(rules, parameter) ? rules[parameter] : undefined;
    if (rule !== undefined) {
      const expected = rule(value);
      if (expected !== undefined) problems.push({ parameter, message: `expected ${expected}` });
    } else if (parameterNames.includes(parameter)) {
      const advice = lacking.advice[parameter] ?? "remove it, or use another endpoint family";
      problems.push({ parameter, message: `the ${lacking.wire} wire lacks it: ${advice}` });
    } else {
      const hint =
        didYouMean(parameter, Object.keys(rules)) ??
        "a field of the vendor's own belongs in extra_body";
      problems.push({ parameter, message: `not a known parameter: ${hint}` });
    }
  }
  return problems;
}
