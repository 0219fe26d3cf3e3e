import type { RecordSheet } from "../../core/record-sheet.ts";
import { timelineLegend } from "../charts/attempt-timeline.ts";
import { countText } from "../numbers.ts";
import { answerText } from "../outcome-words.ts";
import { type RecordPagesKind, recordPageName } from "../reported-records.ts";
import { toolCommand } from "../run-command.ts";
import { shortened } from "../visible-text.ts";
import { dataTable } from "./data-table.ts";
import { html, type Html } from "../html-text.ts";
import { derivedFigure } from "./numbers.ts";
import { page } from "./page.ts";
import { recordSheet, type SheetLook } from "./record/sheet.ts";

/** What every page of records says of the run it belongs to. */
export interface RecordPagesOf {
  readonly runId: string;
  readonly toolVersion: string;
  /** Such as `candidate vs baseline`. */
  readonly title: string;
  /** The run folder, as commands name it. */
  readonly folder: string;
  readonly kind: RecordPagesKind;
  /** How many pages there are. */
  readonly pages: number;
  /** Why prompts are not shown; absent: they are. */
  readonly untold: string | undefined;
}

/** A page as the index lists it. */
export interface RecordPageSummary {
  readonly page: number;
  readonly records: number;
  readonly firstId: string;
  readonly lastId: string;
  /** Records on it that were not accepted under some policy, and that ended in an error. */
  readonly notAccepted: number;
  readonly failed: number;
}

/** A page that takes longer to open is cut. */
const MOST_BYTES = 500_000;
/**
 * What is given up for room, in this order: the ends of very long texts, drawings of records that
 * were answered at the first call, more of the texts.
 */
const looks: readonly Omit<SheetLook, "folder">[] = [
  ...[20_000, 10_000, 5_000, 2_500, 1_200].map((textChars) => ({
    textChars,
    drawn: "all" as const,
  })),
  ...[2_500, 1_200, 800, 500, 350, 200].map((textChars) => ({
    textChars,
    drawn: "retried" as const,
  })),
];
/** Text takes more room than its characters: what is escaped, and what has more than one byte. */
const BYTES_A_CHAR = 1.2;

/** One page of records, with its texts cut so that it opens at once. */
export function renderRecordPage(
  of: RecordPagesOf,
  number: number,
  sheets: readonly RecordSheet[],
): string {
  const lengths = sheets.flatMap(textLengths);
  const bytesAt = (most: number) =>
    lengths.reduce((sum, length) => sum + Math.min(length, most), 0) * BYTES_A_CHAR;
  let rendered = "";
  // What a page takes besides its texts, known once it was rendered; drawings included.
  let besides = 0;
  for (const look of looks) {
    const isLast = look === looks.at(-1);
    if (!isLast && besides + bytesAt(look.textChars) > MOST_BYTES) continue;
    rendered = pageOf(of, number, sheets, look);
    const bytes = Buffer.byteLength(rendered);
    if (bytes <= MOST_BYTES) return rendered;
    const drawings = look.drawn === "all" ? drawingBytes(rendered) : 0;
    besides = bytes - bytesAt(look.textChars) - drawings;
  }
  return rendered;
}

function drawingBytes(markup: string): number {
  const drawings = markup.match(/<svg[^]*?<\/svg>/g) ?? [];
  return drawings.reduce((sum, { length }) => sum + length, 0);
}

function textLengths({ prompt, expected, arms }: RecordSheet): readonly number[] {
  const wanted = typeof expected === "string" ? expected.length : 0;
  const answers = arms.map(({ outcome }) => answerText(outcome)?.length ?? 0);
  return [prompt?.length ?? 0, wanted, ...answers];
}

function pageOf(
  of: RecordPagesOf,
  number: number,
  sheets: readonly RecordSheet[],
  look: Omit<SheetLook, "folder">,
): string {
  const title = `Records, page ${countText(number)} of ${countText(of.pages)}`;
  const drawn = sheets.map((sheet) => recordSheet(sheet, { folder: of.folder, ...look }));
  return page({
    title: `${title}: ${of.title} · routeproof`,
    nav: [],
    main: html`<h1>${title}</h1>
<p>${of.title}. Long texts are cut; the command below a record shows it, with <code>--json</code> whole.</p>
<p class="small">${timelineLegend}</p>
${linksFrom(of, number, "Other pages")}${untoldNote(of)}<h2>Record by record</h2>
${drawn}${linksFrom(of, number, "Other pages, below the records")}`,
    footer: footerOf(of),
  });
}

/** Links back to the report and to the pages before and after. */
function linksFrom({ pages }: RecordPagesOf, number: number, label: string): Html {
  const before = number > 1 ? html`<li>${pageLink(number - 1, "Previous page")}</li>` : undefined;
  const after = number < pages ? html`<li>${pageLink(number + 1, "Next page")}</li>` : undefined;
  return html`<nav class="page-nav" aria-label="${label}"><ul>${REPORT_LINK}<li><a href="index.html">All pages</a></li>${before}${after}</ul></nav>
`;
}

const REPORT_LINK = html`<li><a href="../report.html#records">Back to the report</a></li>`;

function pageLink(number: number, words: string): Html {
  return html`<a href="${recordPageName(number)}">${words}</a>`;
}

/** Every page of records, and how much on it is worth a look. */
export function renderRecordIndex(of: RecordPagesOf, pages: readonly RecordPageSummary[]): string {
  const rows = pages.map(({ page: number, records, firstId, lastId, notAccepted, failed }) => [
    pageLink(number, `Page ${countText(number)}`),
    html`<code>${shortened(firstId, ID_CHARS)}</code>`,
    html`<code>${shortened(lastId, ID_CHARS)}</code>`,
    derivedFigure(records, "count"),
    derivedFigure(notAccepted, "count"),
    derivedFigure(failed, "count"),
  ]);
  const which =
    of.kind === "all"
      ? html`<p>Every record of the run, in the order of its dataset.</p>
`
      : html`<p>Records that ended in an error or were not accepted under a policy, in the order of the dataset, the first 20,000 at most. To write pages of all: <code>${toolCommand("report", of.folder, "--record-pages", "all")}</code></p>
`;
  return page({
    title: `Records: ${of.title} · routeproof`,
    nav: [],
    main: html`<h1>Records</h1>
<p>${of.title}</p>
<nav class="page-nav" aria-label="Other pages"><ul>${REPORT_LINK}</ul></nav>
${which}${untoldNote(of)}${dataTable({
      id: "record-pages",
      caption: "Pages of records",
      columns: [
        { title: "Page" },
        { title: "First record" },
        { title: "Last record" },
        { title: "Records", isNumeric: true },
        { title: "Not accepted", isNumeric: true },
        { title: "Ended in an error", isNumeric: true },
      ],
      rows,
    })}`,
    footer: footerOf(of),
  });
}

const ID_CHARS = 80;

function untoldNote({ untold }: RecordPagesOf): Html | undefined {
  if (untold === undefined) return undefined;
  return html`<p class="warn">Prompts and what is expected are not shown: ${untold}.</p>
`;
}

function footerOf({ toolVersion, runId }: RecordPagesOf): Html {
  return html`<p>routeproof ${toolVersion} · run ${runId}. This page loads nothing.</p>`;
}
