import type { Score } from "../core/score.ts";

/**
 * The mean of an outcome's scores, absent where none has a value. A schema check judges the form
 * of an answer, so it counts only where nothing else does.
 */
export function meanValue(
  specs: readonly { readonly grader: string }[],
  scores: readonly Score[],
): number | undefined {
  const hasOthers = specs.some(({ grader }) => grader !== "json_schema");
  let sum = 0;
  let count = 0;
  for (let index = 0; index < scores.length; index += 1) {
    const value = scores[index]?.value;
    if (value === undefined) continue;
    if (hasOthers && specs[index]?.grader === "json_schema") continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? undefined : sum / count;
}
