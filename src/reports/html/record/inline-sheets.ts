import type { RecordSheet } from "../../../core/record-sheet.ts";
import type { Html } from "../../html-text.ts";
import { recordSheet } from "./sheet.ts";

/** The report is one file that opens at once: so much of it may be records. */
const MOST_CHARS = 1_000_000;
const TEXT_CHARS = 4_000;

/** A record as the report itself draws it. */
export function inlineSheet(sheet: RecordSheet, folder: string): Html {
  return recordSheet(sheet, { folder, textChars: TEXT_CHARS, drawn: "all" });
}

/** Those of the sheets, from the first, for which the report has room. */
export function fittingSheets(
  sheets: readonly RecordSheet[],
  folder: string,
): readonly RecordSheet[] {
  let chars = 0;
  const end = sheets.findIndex((sheet) => {
    chars += String(inlineSheet(sheet, folder)).length;
    return chars > MOST_CHARS;
  });
  return end < 0 ? sheets : sheets.slice(0, end);
}
