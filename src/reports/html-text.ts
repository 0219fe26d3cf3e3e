import { visibleText } from "./visible-text.ts";

/** What a template takes: text is escaped, markup is not, nothing is left out, lists are joined. */
export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

/**
 * Markup that is known to be whole. Only `html` makes it, so no text from data can get into a page
 * unescaped: a string is not an `Html`.
 */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** Joins the template's own markup with its values. */
  static join(parts: readonly string[], values: readonly HtmlValue[]): Html {
    let markup = parts[0] ?? "";
    values.forEach((value, index) => {
      markup += Html.#of(value) + (parts[index + 1] ?? "");
    });
    return new Html(markup);
  }

  static #of(value: HtmlValue): string {
    if (value === undefined) return "";
    if (value instanceof Html) return value.#markup;
    if (typeof value === "string") return escapeText(value);
    if (typeof value === "number") return String(value);
    return value.map((part) => Html.#of(part)).join("");
  }

  toString(): string {
    return this.#markup;
  }
}

/**
 * Markup of a page or a drawing, written as XML: every element closed, every attribute in double
 * quotes. Values stand between tags or within a quoted attribute, never in a script or a style.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.join(parts, values);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const NOT_PLAIN = /[^ !#-%(-;=?-~]/;

/** Text that stays text wherever it is put, with what cannot be seen made visible. */
function escapeText(text: string): string {
  // Most texts are plain, and a page of records has thousands of them.
  if (!NOT_PLAIN.test(text)) return text;
  return visibleText(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
