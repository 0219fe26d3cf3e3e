import { shortened, visibleText } from "../visible-text.ts";
import { asWords, type Span, type Word } from "../words.ts";
import { breakable } from "./breakable.ts";
import { html, type Html } from "../html-text.ts";
import { numberElement, term } from "./numbers.ts";

/** Longest name that the page shows; the whole name stands in comparison.json. */
const NAME_CHARS = 80;

/** An option is not broken at its hyphens; a longer path has to be, on a narrow page. */
const OPTION_CHARS = 32;

/** Words as they stand on the page. */
export function wordsHtml(word: Word): Html {
  return html`${asWords(word).spans.map(spanHtml)}`;
}

function spanHtml(span: Span): Html {
  switch (span.kind) {
    case "own":
      return html`${span.text}`;
    case "data":
      return html`${breakable(nameText(span.text, span.maxChars))}`;
    case "code":
      return codeHtml(span.text);
    case "strong":
      return html`<strong>${wordsHtml(span.words)}</strong>`;
    case "term":
      return term(span.definition, span.text);
    case "line-break":
      return html`<br />`;
    case "number":
      return numberElement(span);
  }
}

/** A command breaks at its spaces alone, as long as its words are short enough for a line. */
function codeHtml(text: string): Html {
  const parts = text.split(" ").map((part, index) => {
    const space = index === 0 ? "" : " ";
    return part.length > OPTION_CHARS
      ? html`${space}${part}`
      : html`${space}<span class="option">${part}</span>`;
  });
  return html`<code>${parts}</code>`;
}

/** A text from data cut to its length, after what cannot be seen in it was made visible. */
function nameText(text: string, maxChars: number = NAME_CHARS): string {
  const shown = shortened(visibleText(text), maxChars);
  return shown.trim() === "" ? "(empty)" : shown;
}
