import { listed, type NumberSpan, type Word, type Words, words } from "../words.ts";

/** A number before and after, and its change; one that nobody knows of either is said once. */
export function beforeAfter(before: NumberSpan, after: NumberSpan, change?: Word): Words {
  const isUnknown = before.value === null && after.value === null && before.text === after.text;
  if (isUnknown) return words`${before} before and after`;
  const changed = change === undefined ? undefined : words`, ${change}`;
  return words`${listed([before, after], " → ")}${changed}`;
}
