/** A page taken apart by its own rules: every element closed, every attribute in double quotes. */
export interface PageElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Up to the next tag. */
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

export function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
}

/** Every element that is opened on a page, in order; the insides of its style and script are not. */
export function elementsOf(page: string): readonly PageElement[] {
  const markup = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, "<$1></$1>");
  return [...markup.matchAll(/<([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"]*")*)\s*\/?>([^<]*)/g)].map(
    ([, name = "", attributes = "", text = ""]) => ({
      name,
      attributes: Object.fromEntries(
        [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [
          key,
          unescaped(value),
        ]),
      ),
      text: unescaped(text),
    }),
  );
}
