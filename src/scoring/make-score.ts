import type { SchemaFault } from "../core/schema-fault.ts";
import type { Score } from "../core/score.ts";

/** A score for an answer that is right. */
export function right(name: string, because: string): Score {
  return { name, value: 1, passed: true, because };
}

/** A score for an answer that is wrong. */
export function wrong(name: string, because: string): Score {
  return { name, value: 0, passed: false, because };
}

/** A score for an answer that is not the JSON it had to be. */
export function malformed(name: string, because: string, fault: SchemaFault): Score {
  return { ...wrong(name, because), fault };
}

/** No score: something that a grader needs is not there, which is not 0. */
export function unscored(name: string, because: string): Score {
  return { name, value: undefined, passed: undefined, because };
}

/** How much of a text a reason quotes. */
const EXCERPT_CHARS = 80;

/** A text as a reason may show it: short, on one line, without control characters. */
export function excerpt(text: string): string {
  const isLong = text.length > EXCERPT_CHARS;
  const shown = JSON.stringify(text.slice(0, EXCERPT_CHARS).toWellFormed());
  return isLong ? `${shown} and ${text.length - EXCERPT_CHARS} characters more` : shown;
}
