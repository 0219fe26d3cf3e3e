import { expect, test } from "vitest";
import { FinishedTrials } from "../../../src/replay/finished-trials.ts";

test("the last line of a trial counts, and each trial once", () => {
  const finished = new FinishedTrials(3, 2, 2);
  finished.mark(1, 0, 1, 7);
  finished.mark(1, 0, 1, 9);
  finished.mark(2, 1, 0, 8);
  expect(finished.lineOf(1, 0, 1)).toBe(9);
  expect(finished.has(1, 1, 1)).toBe(false);
  expect(finished.count).toBe(2);
});

test("a forgotten trial is unfinished, but it has had an outcome", () => {
  const finished = new FinishedTrials(3, 1, 1);
  finished.mark(1, 0, 0, 7);
  finished.forget(1, 0, 0);
  finished.forget(2, 0, 0);
  expect([finished.has(1, 0, 0), finished.lineOf(1, 0, 0), finished.count]).toEqual([false, 0, 0]);
  expect([0, 1, 2].map((ordinal) => finished.hasEverHad(ordinal, 0, 0))).toEqual([
    false,
    true,
    false,
  ]);
});

test("a forgotten trial that is finished again is finished", () => {
  const finished = new FinishedTrials(1, 1, 1);
  finished.mark(0, 0, 0, 1);
  finished.forget(0, 0, 0);
  finished.mark(0, 0, 0, 2);
  expect(finished.lineOf(0, 0, 0)).toBe(2);
});

test("a timeline is finished when all of its trials are, and is forgotten as a whole", () => {
  const finished = new FinishedTrials(3, 2, 2);
  for (const ordinal of [0, 1, 2]) finished.mark(ordinal, 1, 0, ordinal + 1);
  finished.mark(0, 1, 1, 4);
  expect([finished.hasAll(1, 0), finished.hasAll(1, 1), finished.hasAll(0, 0)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(finished.forgetAll(1, 1)).toBe(1);
  expect(finished.has(0, 1, 1)).toBe(false);
  expect(finished.hasAll(1, 0)).toBe(true);
});
