import type { RecordSheet } from "../../core/record-sheet.ts";
import { countText } from "../numbers.ts";
import { answerText } from "../outcome-words.ts";
import { type RecordPagesKind, recordPageName } from "../reported-records.ts";
import { toolCommand } from "../run-command.ts";
import { shortened } from "../visible-text.ts";
import { dataTable } from "./data-table.ts";
import { html, type Html } from "./html.ts";
import { derivedFigure } from "./numbers.ts";
import { page } from "./page.ts";
import { recordSheet } from "./record/sheet.ts";

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
/** Tried from the longest on until the page fits. */
const TEXT_CHARS = [20_000, 4_000, 1_500, 500, 200] as const;

/** One page of records, with its texts cut so that it opens at once. */
export function renderRecordPage(
  of: RecordPagesOf,
  number: number,
  sheets: readonly RecordSheet[],
): string {
  const lengths = sheets.flatMap(textLengths);
  let rendered = "";
  for (const textChars of TEXT_CHARS) {
    // What is too long even without its markup need not be tried.
    const chars = lengths.reduce((sum, length) => sum + Math.min(length, textChars), 0);
    if (chars > MOST_BYTES && textChars !== TEXT_CHARS.at(-1)) continue;
    rendered = pageOf(of, number, sheets, textChars);
    if (Buffer.byteLength(rendered) <= MOST_BYTES) break;
  }
  return rendered;
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
  textChars: number,
): string {
  const title = `Records, page ${countText(number)} of ${countText(of.pages)}`;
  const ways = waysFrom(of, number);
  const drawn = sheets.map((sheet) => recordSheet(sheet, { folder: of.folder, textChars }));
  return page({
    title: `${title}: ${of.title} · routeproof`,
    nav: [],
    main: html`<h1>${title}</h1>
<p>${of.title}</p>
${ways}${untoldNote(of)}${drawn}${ways}`,
    footer: footerOf(of),
  });
}

/** Links back to the report and to the pages before and after. */
function waysFrom({ pages }: RecordPagesOf, number: number): Html {
  const before = number > 1 ? html`<li>${pageLink(number - 1, "Previous page")}</li>` : undefined;
  const after = number < pages ? html`<li>${pageLink(number + 1, "Next page")}</li>` : undefined;
  return html`<nav class="page-nav" aria-label="Other pages"><ul>${REPORT_LINK}<li><a href="index.html">All pages</a></li>${before}${after}</ul></nav>
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
