import { html, type Html } from "../html-text.ts";

export interface Figure {
  /** Unique on the page: a-z, digits and hyphens, of the page's own making. */
  readonly id: string;
  /** An `<svg>` that carries its own title and description. */
  readonly chart: Html;
  /** What it shows, of how many. */
  readonly caption: string | Html;
  /** The same numbers for those who do not see the drawing. */
  readonly table: Html;
}

/** A drawing with its caption, and its numbers as a table that opens under it. */
export function figure({ id, chart, caption, table }: Figure): Html {
  return html`<figure id="${id}">
${chart}
<figcaption>${caption}</figcaption>
<details><summary>The numbers of this chart</summary>
${table}
</details>
</figure>
`;
}
