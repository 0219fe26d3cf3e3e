import type { Notices } from "../../read-record.ts";
import type { LogTally } from "../log-tally.ts";
import { NameCounts, type NameCount } from "../name-counts.ts";
import type { RowTally } from "../row-reader.ts";

/** What was counted in the sound rows of a stretch, names in the order of their first row. */
export interface StretchCounts {
  readonly unmapped: readonly NameCount[];
  readonly skipped: readonly NameCount[];
  readonly timesWithoutZone: number;
  readonly withoutExpected: number;
  readonly unmatchedTags: readonly NameCount[];
}

/** Counts row by row: what a row adds counts only once it is known to be sound. */
export interface CountingRows {
  readonly tally: RowTally;
  readonly notices: Notices;
  /** The row at hand counts. */
  keepRow(): void;
  /** It does not: another reads it again. */
  dropRow(): void;
  /** What was kept since it was last asked for. */
  taken(): StretchCounts;
}

export function countingRows(): CountingRows {
  const ofRow = { unmapped: [] as string[], skipped: [] as string[] };
  const notices: Notices = { timesWithoutZone: 0, withoutExpected: 0, unmatchedTags: new Map() };
  let kept = nothingKept();
  const dropRow = (): void => {
    ofRow.unmapped.length = 0;
    ofRow.skipped.length = 0;
    notices.timesWithoutZone = 0;
    notices.withoutExpected = 0;
    if (notices.unmatchedTags.size > 0) notices.unmatchedTags.clear();
  };
  return {
    tally: {
      unmapped: { add: (path) => void ofRow.unmapped.push(path) },
      skipped: { add: (kind) => void ofRow.skipped.push(kind) },
    },
    notices,
    keepRow: () => {
      for (const path of ofRow.unmapped) kept.unmapped.add(path);
      for (const kind of ofRow.skipped) kept.skipped.add(kind);
      for (const [tag, times] of notices.unmatchedTags) kept.unmatchedTags.add(tag, times);
      kept.timesWithoutZone += notices.timesWithoutZone;
      kept.withoutExpected += notices.withoutExpected;
      dropRow();
    },
    dropRow,
    taken: () => {
      const { unmapped, skipped, unmatchedTags, ...numbers } = kept;
      kept = nothingKept();
      return {
        ...numbers,
        unmapped: unmapped.entries(),
        skipped: skipped.entries(),
        unmatchedTags: unmatchedTags.entries(),
      };
    },
  };
}

function nothingKept() {
  return {
    unmapped: new NameCounts(Infinity),
    skipped: new NameCounts(Infinity),
    unmatchedTags: new NameCounts(Infinity),
    timesWithoutZone: 0,
    withoutExpected: 0,
  };
}

/** Whether every name was counted before: it is all the same then which row comes first. */
export function knowsNames(
  { unmapped, skipped, unmatchedTags }: StretchCounts,
  tally: LogTally,
  notices: Notices,
): boolean {
  return (
    unmapped.every(([name]) => tally.unmapped.has(name)) &&
    skipped.every(([name]) => tally.skipped.has(name)) &&
    unmatchedTags.every(([name]) => notices.unmatchedTags.has(name))
  );
}

export function addCounts(counts: StretchCounts, tally: LogTally, notices: Notices): void {
  for (const [name, times] of counts.unmapped) tally.unmapped.add(name, times);
  for (const [name, times] of counts.skipped) tally.skipped.add(name, times);
  for (const [name, times] of counts.unmatchedTags) {
    notices.unmatchedTags.set(name, (notices.unmatchedTags.get(name) ?? 0) + times);
  }
  notices.timesWithoutZone += counts.timesWithoutZone;
  notices.withoutExpected += counts.withoutExpected;
}
