import { type ReportedRecords, recordPageName } from "../reported-records.ts";
import type { RunReport } from "../run-report.ts";
import { html, type Html } from "../html-text.ts";

/** An id up to here stays on one line. */
const WHOLE_CHARS = 24;

/** A record's id as a link to where it is drawn: on the page, on a page beside it, or plain text. */
export function recordLink(report: RunReport, recordId: string): Html {
  const place = report.records && placeOf(report.records, recordId);
  const id =
    recordId.length > WHOLE_CHARS
      ? html`<code>${recordId}</code>`
      : html`<code class="option">${recordId}</code>`;
  return place === undefined ? id : html`<a href="${place}">${id}</a>`;
}

/** The anchor of a record; ids are data and never part of one. */
export function recordAnchor(ordinal: number): string {
  return `record-${ordinal}`;
}

function placeOf({ sheets, pages, ordinals }: ReportedRecords, id: string): string | undefined {
  const ordinal = ordinals.get(id) ?? sheets.find(({ recordId }) => recordId === id)?.ordinal;
  if (ordinal === undefined) return undefined;
  const anchor = `#${recordAnchor(ordinal)}`;
  if (sheets.some((sheet) => sheet.ordinal === ordinal)) return anchor;
  const page = pages?.pageOf(ordinal);
  return page === undefined ? undefined : `records/${recordPageName(page)}${anchor}`;
}
