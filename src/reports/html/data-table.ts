import { breakable } from "./breakable.ts";
import { html, type Html, type HtmlValue } from "../html-text.ts";

export interface Column {
  readonly title: string | Html;
  /** Cells of numbers stand at the right, under each other. */
  readonly isNumeric?: boolean;
}

export interface DataTable {
  /** Unique on the page: a-z, digits and hyphens, of the page's own making. */
  readonly id: string;
  /** What the table holds, in words: its caption, and the name of the region that scrolls. */
  readonly caption: string | Html;
  readonly columns: readonly Column[];
  /** The first cell names its row; texts of data are given as strings. */
  readonly rows: readonly (readonly HtmlValue[])[];
  /** What is not in the table, and where it stands; absent: everything is in it. */
  readonly note?: string | undefined;
}

/** From so many rows on a reader looks for one: the script adds a filter and an order. */
const LONG_ROWS = 12;

export const dataTableStyle = `
.scroll{overflow-x:auto;margin:0 0 12px}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;color:var(--muted);padding:0 0 4px;font-size:13px}
th,td{text-align:left;vertical-align:top;padding:4px 8px;border-bottom:1px solid var(--rule);overflow-wrap:normal}
tbody th{font-weight:600;min-width:11em;overflow-wrap:break-word}
thead th{border-bottom:2px solid var(--rule);white-space:nowrap;font-size:13px}
.num{text-align:right;font-variant-numeric:tabular-nums}
.sort{border:0;background:none;color:var(--link);cursor:pointer;padding:0 4px;font-size:13px}
.tools{margin:0 0 4px;font-size:13px}
.tools input{font:inherit;background:var(--page);color:var(--text);border:1px solid var(--muted);border-radius:3px;padding:2px 6px}
`;

/** A table that scrolls by itself where the page is narrower, with its caption and row names. */
export function dataTable({ id, caption, columns, rows, note }: DataTable): Html {
  // Without a title its first column names figures of many units: nothing to be put in order.
  const isList = String(columns[0]?.title ?? "") !== "";
  const kind = isList && rows.length >= LONG_ROWS ? "long" : "short";
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}-caption">
<table id="${id}" class="${kind}">
<caption id="${id}-caption">${caption}</caption>
<thead><tr>${columns.map(headCell)}</tr></thead>
<tbody>
${rows.map((cells) => html`<tr>${cells.map((cell, index) => bodyCell(cell, index, columns))}</tr>\n`)}</tbody>
</table>
</div>
${note === undefined || note === "" ? undefined : html`<p class="muted">${note}</p>\n`}`;
}

function headCell({ title, isNumeric }: Column): Html {
  // A column of row names needs no title, and an empty title would be read out as one.
  if (String(title) === "") return html`<td></td>`;
  return isNumeric === true
    ? html`<th scope="col" class="num">${title}</th>`
    : html`<th scope="col">${title}</th>`;
}

function bodyCell(cell: HtmlValue, index: number, columns: readonly Column[]): Html {
  const content = typeof cell === "string" ? breakable(cell) : cell;
  if (index === 0) return html`<th scope="row">${content}</th>`;
  return columns[index]?.isNumeric === true
    ? html`<td class="num">${content}</td>`
    : html`<td>${content}</td>`;
}
