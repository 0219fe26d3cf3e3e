/** A number as it is read, and the one behind it: value with every digit, and where it stands. */
export interface NumberSpan {
  readonly kind: "number";
  /** Null: it is not known, and `text` says why. */
  readonly value: number | null;
  readonly text: string;
  /** Its interval and how many it rests on, as they stand in brackets behind it. */
  readonly aside?: string | undefined;
  /** File and JSON pointer; absent: it is worked out of several numbers and stands in no file. */
  readonly path?: string | undefined;
  /** The file's number times this is the one shown. */
  readonly times?: number | undefined;
}

/** A piece of a sentence, by where it comes from: each format makes every kind harmless its own way. */
export type Span =
  | NumberSpan
  | { readonly kind: "own"; readonly text: string }
  | { readonly kind: "data"; readonly text: string; readonly maxChars: number | undefined }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "strong"; readonly words: Words }
  /** Words of ours with a definition at the end of the page. */
  | { readonly kind: "term"; readonly text: string; readonly definition: string }
  | { readonly kind: "line-break" };

/** What stands in a sentence: a string is text from data. */
export type Word = Words | Span | string;

/** Text of a report before it is Markdown or HTML: our own words, and names and numbers in them. */
export class Words {
  readonly spans: readonly Span[];

  constructor(spans: readonly Span[]) {
    this.spans = spans;
  }
}

/** A sentence; nothing stands where a value is undefined. */
export function words(
  parts: TemplateStringsArray,
  ...values: readonly (Word | undefined)[]
): Words {
  const spans = parts.flatMap((part, index): readonly Span[] => {
    const value = values[index];
    const text: readonly Span[] = part === "" ? [] : [{ kind: "own", text: part }];
    return value === undefined ? text : [...text, ...spansOf(value)];
  });
  return new Words(spans);
}

/** A text of ours that a table or a condition chose. Never one from data. */
export function own(text: string): Span {
  return { kind: "own", text };
}

/** A text from data, cut to a length; without one to that of a name. */
export function data(text: string, maxChars?: number): Span {
  return { kind: "data", text, maxChars };
}

/** A command or a path, as it is typed. */
export function code(text: string): Span {
  return { kind: "code", text };
}

/** Words that a reader must not miss. */
export function strong(content: Words): Span {
  return { kind: "strong", words: content };
}

/** A metric's name in words; `definition` is the metric's name in the files. */
export function term(definition: string, text: string): Span {
  return { kind: "term", definition, text };
}

/** Several things in a row. */
export function listed(items: readonly Word[], separator = ", "): Words {
  return new Words(
    items.flatMap((item, index) => [...(index === 0 ? [] : [own(separator)]), ...spansOf(item)]),
  );
}

/** Several things under each other in one place. */
export function stacked(items: readonly Word[]): Words {
  return new Words(
    items.flatMap((item, index): readonly Span[] => [
      ...(index === 0 ? [] : [{ kind: "line-break" } as const]),
      ...spansOf(item),
    ]),
  );
}

function spansOf(word: Word): readonly Span[] {
  if (word instanceof Words) return word.spans;
  return typeof word === "string" ? [data(word)] : [word];
}

/** Any of them as words. */
export function asWords(word: Word): Words {
  return new Words(spansOf(word));
}
