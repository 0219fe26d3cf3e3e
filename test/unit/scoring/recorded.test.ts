import { expect, test } from "vitest";
import { createScorer } from "../../../src/scoring/create-scorer.ts";
import { anAnswer, answered, aRecord, aSpec } from "./builders.ts";

const gradeTable = (
  known: { readonly accepted?: boolean; readonly score?: number },
  minScore?: number,
) =>
  createScorer([aSpec("recorded")], { minScore }).grade(
    aRecord(undefined, { outcomes: { weak: known } }),
    answered,
    [anAnswer(undefined, "weak")],
  );

test("without a score, accepted is a score of 0 or 1", () => {
  expect(gradeTable({ accepted: true })).toMatchObject({ accepted: true, score: 1 });
  expect(gradeTable({ accepted: false })).toMatchObject({ accepted: false, score: 0 });
});

test("without accepted, a score passes from the minimum on", () => {
  expect(gradeTable({ score: 0.5 }, 0.5)).toMatchObject({ accepted: true, score: 0.5 });
  expect(gradeTable({ score: 0.49 }, 0.5)).toMatchObject({ accepted: false, score: 0.49 });
  expect(gradeTable({ score: 0.99 })).toMatchObject({ accepted: false, score: 0.99 });
});

test("where the table has both, accepted decides and the score is the value", () => {
  expect(gradeTable({ accepted: false, score: 0.9 }, 0.5)).toMatchObject({
    accepted: false,
    score: 0.9,
  });
  expect(gradeTable({ accepted: true, score: 0.2 }, 0.5)).toMatchObject({
    accepted: true,
    score: 0.2,
  });
});

test("a row that says neither is unscored, and not accepted", () => {
  expect(gradeTable({})).toMatchObject({ accepted: false, score: undefined });
});

test("the row of the route that gave the final answer counts", () => {
  const record = aRecord(undefined, {
    outcomes: { weak: { accepted: false }, strong: { accepted: true } },
  });
  const scorer = createScorer([aSpec("recorded")], { minScore: undefined });
  const attempts = [anAnswer(undefined, "weak"), anAnswer(undefined, "strong")];
  expect(scorer.grade(record, answered, attempts).accepted).toBe(true);
  expect(scorer.grade(record, answered, [anAnswer(undefined, "other")]).score).toBeUndefined();
});
