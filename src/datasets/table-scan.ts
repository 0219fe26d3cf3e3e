import type { LogSummary } from "../core/log-summary.ts";
import type { Problem } from "../core/problem.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { LoadedList } from "./exclusion.ts";
import type { CheckOptions } from "./check-options.ts";
import type { Manifest } from "./manifest.ts";
import type { Notices } from "./read-record.ts";
import type { RecordIntake } from "./record-intake.ts";
import type { RowRejections } from "./row-rejections.ts";
import type { Selection } from "./selection.ts";
import type { TableFile } from "./table-file.ts";
import type { TextIndex } from "./text-index.ts";
import type { WantedColumns } from "./wanted-columns.ts";

/** What a checking pass works with. */
export interface ScanSetup {
  readonly manifest: Manifest;
  readonly tables: readonly TableFile[];
  readonly wanted: WantedColumns;
  readonly lists: readonly LoadedList[];
  readonly options: CheckOptions;
  readonly rejections: RowRejections;
  readonly notices: Notices;
}

/** What a checking pass found, and the way to read the same records again. */
export interface TableScan {
  readonly ids: TextIndex;
  readonly intake: RecordIntake;
  /** Data rows, readable or not. */
  readonly rows: number;
  readonly routes: readonly string[];
  readonly warnings: readonly string[];
  /** Of logs: columns that no row had. */
  readonly problems?: readonly Problem[];
  /** Of logs only. */
  readonly log?: LogSummary;
  /** Of each data file, in the order they are named. */
  readonly hashes: readonly string[];
  /** Gives back the memory of the ids, once nobody asks for one; absent: reading needs them. */
  readonly forgetIds?: () => void;
  read(selection: Selection): AsyncIterable<readonly ReplayRecord[]>;
  readonly close: () => Promise<void>;
}

/** How many records a reader hands over at once. */
export const BATCH_RECORDS = 256;
