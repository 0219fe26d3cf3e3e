import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../../core/harness-error.ts";
import type { RecordSheet } from "../../core/record-sheet.ts";
import {
  type RecordPagesOf,
  type RecordPageSummary,
  renderRecordIndex,
  renderRecordPage,
} from "../../reports/html/record-pages.ts";
import { recordPageName } from "../../reports/reported-records.ts";
import type { PagedRecords } from "./chosen-records.ts";

const FOLDER = "records";

/**
 * Writes pages of records as their records come, in the dataset's order: one page is in memory. The
 * folder of an earlier report is replaced when all pages are whole.
 */
export class RecordPagesWriter {
  readonly #of: RecordPagesOf;
  readonly #paged: PagedRecords;
  readonly #folder: string;
  readonly #beside: string;
  readonly #summaries: RecordPageSummary[] = [];
  #sheets: RecordSheet[] = [];
  #page = 1;

  constructor(runFolder: string, of: RecordPagesOf, paged: PagedRecords) {
    this.#of = of;
    this.#paged = paged;
    this.#folder = join(runFolder, FOLDER);
    this.#beside = `${this.#folder}.tmp`;
    guarded(this.#folder, () => {
      rmSync(this.#beside, { recursive: true, force: true });
      mkdirSync(this.#beside);
    });
  }

  take(sheet: RecordSheet): void {
    const page = this.#paged.pageOf[sheet.ordinal] ?? 0;
    if (page === 0) return;
    if (page !== this.#page) this.#endPage();
    this.#page = page;
    this.#sheets.push(sheet);
  }

  /** The pages' folder in place of the one before it; returns the path of its index. */
  finish(): string {
    this.#endPage();
    this.#write("index.html", renderRecordIndex(this.#of, this.#summaries));
    guarded(this.#folder, () => {
      // A thousand files are made durable by their folder's turn: they can be written again.
      const descriptor = openSync(this.#beside, "r");
      try {
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      rmSync(this.#folder, { recursive: true, force: true });
      renameSync(this.#beside, this.#folder);
    });
    return join(this.#folder, "index.html");
  }

  /** Takes back what was begun. */
  discard(): void {
    rmSync(this.#beside, { recursive: true, force: true });
  }

  #endPage(): void {
    const [first, last] = [this.#sheets[0], this.#sheets.at(-1)];
    if (first === undefined || last === undefined) return;
    const page = this.#page;
    this.#write(recordPageName(page), renderRecordPage(this.#of, page, this.#sheets));
    const count = (isCounted: (sheet: RecordSheet) => boolean) =>
      this.#sheets.filter(isCounted).length;
    this.#summaries.push({
      page,
      records: this.#sheets.length,
      firstId: first.recordId,
      lastId: last.recordId,
      notAccepted: count(({ arms }) =>
        arms.some(
          ({ outcome }) => outcome.ending.kind !== "not_covered" && !outcome.grade.accepted,
        ),
      ),
      failed: count(({ arms }) => arms.some(({ outcome }) => outcome.ending.kind === "failed")),
    });
    this.#sheets = [];
  }

  #write(name: string, text: string): void {
    guarded(this.#folder, () => writeFileSync(join(this.#beside, name), text));
  }
}

/** Removes the pages of an earlier report, which the one that is written now does not link. */
export function removeRecordPages(runFolder: string): void {
  const folder = join(runFolder, FOLDER);
  guarded(folder, () => rmSync(folder, { recursive: true, force: true }));
}

function guarded(folder: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("storage", `${folder}: could not be written: ${why}`, { cause });
  }
}
