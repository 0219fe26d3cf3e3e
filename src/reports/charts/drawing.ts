import { html, type Html } from "../html-text.ts";

/** A chart's content in px, from 0 0 at the upper left, and its words for those who cannot see it. */
export interface Drawing {
  /** Unique on the page. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What is to be seen, with its numbers, in words. */
  readonly description: string;
  readonly content: Html;
}

/** A chart as an inline SVG that scales with its column and is read out as one picture. */
export function drawing({ id, width, height, title, description, content }: Drawing): Html {
  return html`<svg class="chart" role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${width} ${height}">
<title id="${id}-t">${title}</title>
<desc id="${id}-d">${description}</desc>
${content}
</svg>`;
}
