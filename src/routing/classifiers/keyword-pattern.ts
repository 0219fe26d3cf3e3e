/** Scripts that write words without spaces between them: there a word may begin anywhere. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Finds words that begin with one of the keywords, in any case: `refund` is in "Refunds, please",
 * `art` not in "start". Blanks in a keyword stand for blanks of any kind and number.
 */
export function keywordPattern(keywords: readonly string[]): RegExp {
  const parts = keywords.map((keyword) => {
    const text = keyword.trim();
    const literal = text
      .split(/\s+/)
      .map((part) => RegExp.escape(part))
      .join("\\s+");
    const startsWord = /^[\p{L}\p{N}]/u.test(text) && !UNSPACED.test(text);
    return startsWord ? `(?<![\\p{L}\\p{N}])${literal}` : literal;
  });
  return new RegExp(parts.join("|"), "iu");
}
