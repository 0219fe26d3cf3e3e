import type { Comparison } from "../core/comparison.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import type { ReportedRecords } from "./reported-records.ts";

/** A record worth looking at, and what it shows. */
export interface Witness {
  readonly recordId: string;
  readonly because: string;
}

/** Everything a report is made of: what was found, what was asked, and where it is kept. */
export interface RunReport {
  readonly comparison: Comparison;
  readonly manifest: RunManifest;
  /** The run folder, as commands that the reader types should name it. */
  readonly folder: string;
  /** Where the reports stand; absent: in the run folder. */
  readonly reportsFolder?: string;
  /** Records to look at first, by candidate; absent: the reader is told how to find them. */
  readonly witnesses?: Readonly<Record<string, readonly Witness[]>>;
  /** Requests a month to project to, in place of what the run was told; absent: that, or none. */
  readonly monthlyRequests?: number | undefined;
  /** The records that `report.html` draws; absent: it draws none. */
  readonly records?: ReportedRecords;
}
