import { expectedJson, expectedText, NOTHING_EXPECTED } from "./expectation.ts";
import type { Grader, GraderSetup, Judge } from "./grader.ts";
import { nothingToCheck } from "./grader.ts";
import { excerpt, right, unscored, wrong } from "./make-score.ts";
import { normalizer, normalizeSchema } from "./normalization.ts";
import { sameJson } from "./same-json.ts";

/** The answer is the expected text, after the normalizations that are asked for; or the same JSON. */
export const exactMatch: Grader = {
  reads: "text",
  optionsSchema: {
    type: "object",
    properties: { normalize: normalizeSchema },
    additionalProperties: false,
  },
  check: nothingToCheck,
  prepare: prepareExactMatch,
};

function prepareExactMatch({ name, options, readAnswer, readExpected }: GraderSetup): Judge {
  const normalize = normalizer(options["normalize"], []);
  const isRight = right(name, "the answer is the expected text");
  const isSameJson = right(name, "the answer is the expected JSON");
  const isOtherJson = wrong(name, "the answer is not the expected JSON");
  const nothingExpected = unscored(name, NOTHING_EXPECTED);

  return (record, text) => {
    const wanted = expectedText(record);
    if (wanted !== undefined) {
      const answer = normalize(text);
      const expected = normalize(wanted);
      if (answer === expected) return isRight;
      return wrong(name, `the answer is ${excerpt(answer)}, expected ${excerpt(expected)}`);
    }
    const structured = expectedJson(record, readExpected);
    if (structured?.kind !== "read") return nothingExpected;
    const answer = readAnswer(text, false);
    const isSame = answer.kind === "read" && sameJson(structured.exact, answer.exact);
    return isSame ? isSameJson : isOtherJson;
  };
}
