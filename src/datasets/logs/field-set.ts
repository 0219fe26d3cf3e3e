/** Names of fields, several in a text with blanks between them. */
export function fieldSet(...texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => text.split(" ")));
}
