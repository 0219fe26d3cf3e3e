import type { RecordSheet } from "../core/record-sheet.ts";

/** Which records have pages of their own beside the report. */
export type RecordPagesKind = "all" | "changed";

/** The pages beside the report, numbered from 1. */
export interface RecordPages {
  readonly kind: RecordPagesKind;
  /** Records that stand on them. */
  readonly records: number;
  readonly pages: number;
  /** Undefined: the record stands on none. */
  readonly pageOf: (ordinal: number) => number | undefined;
}

/** The records of a run, as far as its report draws them. */
export interface ReportedRecords {
  /** Drawn on the page itself, in the order of need. */
  readonly sheets: readonly RecordSheet[];
  /** Records of the run that have an outcome. */
  readonly total: number;
  /** Absent: the report is one file. */
  readonly pages?: RecordPages;
  /** Where records that the report names stand in the dataset, by id. */
  readonly ordinals: ReadonlyMap<string, number>;
  /** Why prompts, tags and expectations are not shown; absent: they are. */
  readonly untold?: string;
}

/** The file of a page of records, within their folder: `0007.html`. */
export function recordPageName(page: number): string {
  return `${String(page).padStart(4, "0")}.html`;
}
