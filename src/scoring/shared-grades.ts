import type { Grade } from "../core/outcome.ts";
import type { Score } from "../core/score.ts";

/** Scores that are one object for many outcomes come early, and are few. */
const KEPT_GRADES = 6;

/** The grade of an outcome that has one score. */
export type GradeOfOne = (score: Score, schemaValid: boolean | undefined) => Grade;

/**
 * Makes a grade once for each of the first scores that it meets. A grader that only looks up what a
 * table says hands out one object for each common score, and a million outcomes share it.
 */
export function sharedGrades(make: GradeOfOne): GradeOfOne {
  const kept: { readonly score: Score; readonly grade: Grade }[] = [];
  return (score, schemaValid) => {
    for (const one of kept) {
      if (one.score === score && one.grade.schemaValid === schemaValid) return one.grade;
    }
    const grade = make(score, schemaValid);
    if (kept.length < KEPT_GRADES) kept.push({ score, grade });
    return grade;
  };
}
