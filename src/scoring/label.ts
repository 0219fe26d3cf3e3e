import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Score } from "../core/score.ts";
import { expectedJson, expectedText, NOTHING_EXPECTED } from "./expectation.ts";
import type { Grader, GraderSetup, Judge, OptionProblem } from "./grader.ts";
import { isSet, optionalText, textsOf } from "./grader-options.ts";
import { valueAt } from "./json-path.ts";
import { type LabelReader, labelReader } from "./label-reader.ts";
import { excerpt, unscored } from "./make-score.ts";
import { normalizer, normalizeSchema } from "./normalization.ts";

/** The answer names the expected label: as its whole text, within it, or in a field of its JSON. */
export const label: Grader = {
  reads: "text",
  optionsSchema: {
    type: "object",
    properties: {
      path: { type: "string", minLength: 1 },
      labels: { type: "array", minItems: 1, items: { type: ["string", "number"] } },
      normalize: normalizeSchema,
      allow_fence: { type: "boolean" },
    },
    additionalProperties: false,
  },
  check: checkLabels,
  prepare: prepareLabel,
};

const defaultNormalizations = ["nfkc", "trim_punctuation", "collapse_whitespace", "lowercase"];

function checkLabels(options: JsonObject): readonly OptionProblem[] {
  const normalize = normalizer(options["normalize"], defaultNormalizations);
  const seen = new Set<string>();
  return textsOf(options["labels"]).flatMap((text, index): readonly OptionProblem[] => {
    const normalized = normalize(text);
    const isKnown = seen.has(normalized);
    seen.add(normalized);
    if (normalized !== "" && !isKnown) return [];
    const message =
      normalized === ""
        ? `the label ${excerpt(text)} is empty once normalized`
        : `the label ${excerpt(text)} is in the list twice`;
    return [{ path: ["labels", index], message, hint: undefined }];
  });
}

function prepareLabel(setup: GraderSetup): Judge {
  const { name, options } = setup;
  const normalize = normalizer(options["normalize"], defaultNormalizations);
  const listed = options["labels"];
  const labels = listed === undefined ? undefined : textsOf(listed);
  const path = optionalText(options, "path");
  const read = labelReader(labels, normalize, path === undefined);
  const answerText = answerReader(setup, path);
  const nothingExpected = unscored(name, NOTHING_EXPECTED);

  return (record, text) => {
    const wantedText = expectedLabelText(record, setup, path);
    if (wantedText === undefined) return nothingExpected;
    const wanted = read(wantedText);
    if (wanted.label === undefined) {
      return unscored(name, `what is expected ${wanted.because}`);
    }
    const answer = answerText(text);
    return judgeLabel(name, wanted.label, answer, read, labels !== undefined);
  };
}

type FoundText = { readonly text: string } | { readonly because: string };

function judgeLabel(
  name: string,
  wanted: string,
  answer: FoundText,
  read: LabelReader,
  isClosed: boolean,
): Score {
  const found = "text" in answer ? read(answer.text) : { ...answer, label: undefined };
  const base = { name, expectedLabel: wanted };
  if (found.label === undefined) {
    return { ...base, value: 0, passed: false, because: `the answer ${found.because}` };
  }
  if (found.label === wanted) {
    return { ...base, value: 1, passed: true, because: "the label agrees", label: found.label };
  }
  const kind = isClosed ? "label" : "text";
  const because = `the ${kind} is ${excerpt(found.label)}, expected ${excerpt(wanted)}`;
  return { ...base, value: 0, passed: false, because, label: found.label };
}

/** Where the label stands in an answer: all of it, or a field of its JSON. */
function answerReader(
  { options, readAnswer }: GraderSetup,
  path: string | undefined,
): (text: string) => FoundText {
  if (path === undefined) return (text) => ({ text });
  const allowFence = isSet(options, "allow_fence");
  return (text) => {
    const answer = readAnswer(text, allowFence);
    if (answer.kind === "unreadable") return answer;
    const found = plainText(valueAt(answer.exact, path));
    return found === undefined ? { because: `has no label at ${excerpt(path)}` } : { text: found };
  };
}

/** A plain label, or the field of a structured expectation that the answer's label stands in. */
function expectedLabelText(
  record: ReplayRecord,
  { readExpected }: GraderSetup,
  path: string | undefined,
): string | undefined {
  if (path !== undefined) {
    const expected = expectedJson(record, readExpected);
    if (expected?.kind === "read" && isJsonObject(expected.exact)) {
      return plainText(valueAt(expected.exact, path));
    }
  }
  return expectedText(record);
}

function plainText(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
