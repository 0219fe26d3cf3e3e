/**
 * Texts by what they are written with: whole words and runs of three letters, hashed into buckets.
 * It knows no meaning. Two texts are near where they share rare words or parts of words; a synonym
 * is as far away as any other word.
 */

/** Two features share a bucket now and then: their counts are added, which blurs and breaks nothing. */
export const BUCKETS: number = 1 << 16;

/** A request's beginning is often the same for all; what it asks stands at its end. */
export const MOST_CHARS = 4_000;

const FIRST = 0x811c9dc5;
const PRIME = 0x01000193;
/** Stand before and after a word, so that its beginning and end are features of their own. */
const BEFORE = 2;
const AFTER = 3;
const WHOLE_WORD = 1;

/** Calls `each` with the bucket of every feature of a text's last part, as often as it occurs. */
export function eachFeature(text: string, each: (bucket: number) => void): void {
  const end = text.length > MOST_CHARS ? text.slice(-MOST_CHARS) : text;
  for (const [word] of end
    .normalize("NFKC")
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    let whole = mixed(FIRST, WHOLE_WORD);
    let [first, second] = [0, BEFORE];
    for (let index = 0; index <= word.length; index += 1) {
      const third = index === word.length ? AFTER : word.charCodeAt(index);
      if (first !== 0) each(bucketOf(mixed(mixed(mixed(FIRST, first), second), third)));
      if (index < word.length) whole = mixed(whole, third);
      first = second;
      second = third;
    }
    each(bucketOf(whole));
  }
}

/** A step of the hash FNV-1a, over 16-bit units. */
function mixed(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, PRIME);
}

function bucketOf(hash: number): number {
  return ((hash >>> 16) ^ hash) & (BUCKETS - 1);
}
