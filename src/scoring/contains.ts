import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { NOTHING_EXPECTED } from "./expectation.ts";
import type { Grader, GraderSetup, Judge, OptionProblem } from "./grader.ts";
import { isList, textsOf } from "./grader-options.ts";
import { excerpt, right, unscored, wrong } from "./make-score.ts";
import { normalizer, normalizeSchema } from "./normalization.ts";

/** What an answer has to hold: all of these, one of those, none of the others. */
interface Phrases {
  readonly all: readonly string[];
  readonly any: readonly string[];
  readonly none: readonly string[];
}

const phrases: JsonObject = {
  type: ["string", "number", "array"],
  items: { type: ["string", "number"] },
};

/** The answer holds the phrases of its options, else those that the record expects. */
export const contains: Grader = {
  reads: "text",
  optionsSchema: {
    type: "object",
    properties: {
      values: phrases,
      match: { enum: ["all", "any"] },
      all: phrases,
      any: phrases,
      none: phrases,
      normalize: normalizeSchema,
    },
    additionalProperties: false,
  },
  check: checkPhrases,
  prepare: prepareContains,
};

function checkPhrases(options: JsonObject): readonly OptionProblem[] {
  const normalize = normalizer(options["normalize"], []);
  return ["values", "all", "any", "none"].flatMap((key): readonly OptionProblem[] => {
    const value = options[key];
    if (value === undefined) return [];
    const texts = textsOf(value);
    if (texts.length === 0) {
      const hint = "leave it out to take the phrases from what each record expects";
      return [{ path: [key], message: `"${key}" names no phrase`, hint }];
    }
    return texts.flatMap((text, index) => {
      if (normalize(text) !== "") return [];
      const path = isList(value) ? [key, index] : [key];
      const message = `the phrase ${excerpt(text)} is empty${text === "" ? "" : " once normalized"}`;
      return [{ path, message, hint: "take it out: every answer holds it" }];
    });
  });
}

function prepareContains({ name, options, readExpected }: GraderSetup): Judge {
  const normalize = normalizer(options["normalize"], []);
  const isRight = right(name, "the answer holds what it has to hold");
  const nothingExpected = unscored(name, NOTHING_EXPECTED);
  const emptyPhrase = unscored(name, "what is expected holds an empty phrase");
  const matchesAny = options["match"] === "any";
  const listed = listedPhrases(options, matchesAny, normalize);

  return (record, text) => {
    const wanted = listed ?? expectedPhrases(record.expected, readExpected, matchesAny, normalize);
    if (wanted === undefined) return nothingExpected;
    if (listed === undefined && holdsEmptyPhrase(wanted)) return emptyPhrase;
    const because = whatIsAmiss(normalize(text), wanted);
    return because === undefined ? isRight : wrong(name, because);
  };
}

function whatIsAmiss(text: string, { all, any, none }: Phrases): string | undefined {
  for (const phrase of all) if (!text.includes(phrase)) return `${excerpt(phrase)} is missing`;
  for (const phrase of none) if (text.includes(phrase)) return `${excerpt(phrase)} must not occur`;
  const hasAny = any.length === 0 || any.some((phrase) => text.includes(phrase));
  return hasAny
    ? undefined
    : `none of ${any.length} phrases occurs, ${excerpt(any[0] ?? "")} first`;
}

/** Every answer holds the empty phrase, so it would accept or refuse them all. */
function holdsEmptyPhrase({ all, any, none }: Phrases): boolean {
  return all.includes("") || any.includes("") || none.includes("");
}

type Normalize = (text: string) => string;

function listedPhrases(
  options: JsonObject,
  matchesAny: boolean,
  normalize: Normalize,
): Phrases | undefined {
  const values = textsOf(options["values"]);
  const read = (key: string) => textsOf(options[key]).map(normalize);
  const listed = {
    all: [...read("all"), ...(matchesAny ? [] : values.map(normalize))],
    any: [...read("any"), ...(matchesAny ? values.map(normalize) : [])],
    none: read("none"),
  };
  return listed.all.length + listed.any.length + listed.none.length === 0 ? undefined : listed;
}

/** A text, a list, or an object with the lists `all`, `any` and `none`; a cell may hold it as JSON. */
function expectedPhrases(
  expected: JsonValue | undefined,
  read: GraderSetup["readExpected"],
  matchesAny: boolean,
  normalize: Normalize,
): Phrases | undefined {
  const parsed =
    typeof expected === "string" && /^\s*[[{]/.test(expected) ? read(expected, false) : undefined;
  const value = parsed?.kind === "read" ? parsed.exact : expected;
  if (isJsonObject(value)) return listedPhrases(value, matchesAny, normalize);
  return value === undefined || value === null
    ? undefined
    : listedPhrases({ values: value }, matchesAny, normalize);
}
