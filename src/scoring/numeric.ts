import type { ReplayRecord } from "../core/replay-record.ts";
import { expectedText, NOTHING_EXPECTED } from "./expectation.ts";
import type { Grader, GraderSetup, Judge } from "./grader.ts";
import { nothingToCheck } from "./grader.ts";
import { optionalNumber } from "./grader-options.ts";
import { excerpt, right, unscored, wrong } from "./make-score.ts";
import { agrees, numberAsRead, numberInText, type ReadNumber } from "./read-number.ts";

/** The number in the answer is the expected one, within a tolerance. */
export const numeric: Grader = {
  reads: "text",
  optionsSchema: {
    type: "object",
    properties: {
      tolerance: { type: "number", minimum: 0 },
      relative_tolerance: { type: "number", minimum: 0 },
      extract: { enum: ["last", "first"] },
      decimal_mark: { enum: [".", ","] },
    },
    additionalProperties: false,
  },
  check: nothingToCheck,
  prepare: prepareNumeric,
};

function prepareNumeric({ name, options }: GraderSetup): Judge {
  const which = options["extract"] === "first" ? "first" : "last";
  const decimalMark = options["decimal_mark"] === "," ? "," : ".";
  const tolerance = {
    absolute: optionalNumber(options, "tolerance") ?? 0,
    relative: optionalNumber(options, "relative_tolerance") ?? 0,
  };
  const nothingExpected = unscored(name, NOTHING_EXPECTED);
  const noNumber = wrong(name, "the answer holds no number");

  const expectedNumber = (record: ReplayRecord): ReadNumber | string | undefined => {
    const { expected } = record;
    if (typeof expected === "number") return numberAsRead(expected);
    const text = expectedText(record);
    return text === undefined ? undefined : (numberInText(text, which, decimalMark) ?? text);
  };

  return (record, text) => {
    const expected = expectedNumber(record);
    if (expected === undefined) return nothingExpected;
    if (typeof expected === "string") {
      return unscored(name, `what is expected holds no number: ${excerpt(expected)}`);
    }
    const read = numberInText(text, which, decimalMark);
    if (read === undefined) return noNumber;
    if (agrees(expected, read, tolerance)) return right(name, `read ${excerpt(read.source)}`);
    return wrong(name, `read ${excerpt(read.source)}, expected ${excerpt(expected.source)}`);
  };
}
