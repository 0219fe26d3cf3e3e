import { expect, test } from "vitest";
import { studentP } from "../../../src/stats/student-p.ts";
import { studentQuantile } from "../../../src/stats/student.ts";

test("an estimate one quantile above a threshold has that quantile's p-value", () => {
  const p = studentP(10 + 2 * studentQuantile(0.97, 8), 2, 8, 10);
  expect(p.atMost).toBeCloseTo(0.03, 12);
  expect(p.atLeast).toBeCloseTo(0.97, 12);
});

test("without error a claim holds or it does not", () => {
  expect(studentP(1, 0, 9, 2)).toEqual({ atMost: 1, atLeast: 0 });
  expect(studentP(3, 0, 9, 2)).toEqual({ atMost: 0, atLeast: 1 });
  expect(studentP(2, 0, 9, 2)).toEqual({ atMost: 1, atLeast: 1 });
});

test("what is not known refuses nothing", () => {
  expect(studentP(null, 1, 9, 2)).toEqual({ atMost: 1, atLeast: 1 });
  expect(studentP(5, null, 9, 2)).toEqual({ atMost: 1, atLeast: 1 });
  expect(studentP(5, 1, 0, 2)).toEqual({ atMost: 1, atLeast: 1 });
});
