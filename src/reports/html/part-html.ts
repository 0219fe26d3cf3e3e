import { type Block, type LeftOut, leftOutText, type Part, type PartOf } from "../parts/part.ts";
import { dataTable } from "./data-table.ts";
import { html, type Html } from "../html-text.ts";
import { type HtmlSection, section } from "./section.ts";
import { wordsHtml } from "./words-html.ts";

/** Rows that a list of the page has; what is left out is counted, and stands in a file. */
export const PAGE_ROWS = 25;

/** A part of the report as a section of the page. */
export function partSection(part: PartOf): HtmlSection {
  return (report) => {
    const found = part(report, PAGE_ROWS);
    return found && section(found.id, found.title, ...blocksHtml(found));
  };
}

/** What stands under the title of a part. */
export function blocksHtml({ id, blocks, leftOut }: Omit<Part, "title">): readonly Html[] {
  const shown = blocks.map((block, index) => blockHtml(block, `${id}-${index + 1}`));
  const rest = leftOutHtml(leftOut);
  return rest === undefined ? shown : [...shown, rest];
}

function leftOutHtml(leftOut: LeftOut | undefined): Html | undefined {
  return leftOut && html`<p class="muted">${leftOutText(leftOut)}</p>\n`;
}

function blockHtml(block: Block, id: string): Html {
  switch (block.kind) {
    case "paragraph":
      return html`<p>${wordsHtml(block.words)}</p>\n`;
    case "heading":
      return html`<h3>${wordsHtml(block.words)}</h3>\n`;
    case "code":
      return html`${block.lines.map((line) => html`<pre>${line}</pre>\n`)}`;
    case "list": {
      const items = block.items.map((item) => html`<li>${wordsHtml(item)}</li>\n`);
      return html`<ul>\n${items}</ul>\n${leftOutHtml(block.leftOut)}`;
    }
    case "table":
      return dataTable({
        id,
        caption: wordsHtml(block.caption),
        columns: block.header.map((title) => ({ title: wordsHtml(title) })),
        rows: block.rows.map((cells) => cells.map(wordsHtml)),
        note: block.leftOut && leftOutText(block.leftOut),
      });
  }
}
