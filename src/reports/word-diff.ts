import { diffWordsWithSpace } from "diff";

/** A stretch of two texts: in both, in the first alone, or in the second alone. */
export interface TextPart {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** Longer texts are shown without marks. */
const LONGEST_CHARS = 8_000;
/**
 * Words that may differ. The bound is on the work and not on time: a slow machine must not write
 * other bytes than a fast one.
 */
const MOST_EDITS = 150;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * What is different between two texts, word by word, in the order of reading. Undefined: they are
 * too long to be compared, or have too little in common for marks to say anything.
 */
export function wordDiff(before: string, after: string): readonly TextPart[] | undefined {
  if (Math.max(before.length, after.length) > LONGEST_CHARS) return undefined;
  if (!haveWordsInCommon(before, after)) return undefined;
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  return changes?.map(({ value, added, removed }) => ({
    kind: removed ? "removed" : added ? "added" : "same",
    text: value,
  }));
}

/** Whether a third of the words of the longer text stand in the other, each as often. */
function haveWordsInCommon(before: string, after: string): boolean {
  const ones = before.match(WORD) ?? [];
  const others = after.match(WORD) ?? [];
  const longer = Math.max(ones.length, others.length);
  // Of a few words every difference can be marked at little cost.
  if (longer <= FEW_WORDS) return true;
  const counts = new Map<string, number>();
  for (const word of ones) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of others) {
    const left = counts.get(word) ?? 0;
    if (left === 0) continue;
    counts.set(word, left - 1);
    shared += 1;
  }
  return shared * 3 >= longer;
}

const FEW_WORDS = 12;
