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
  const unmapped = namesOfRow();
  const skipped = namesOfRow();
  const notices: Notices = { timesWithoutZone: 0, withoutExpected: 0, unmatchedTags: new Map() };
  let kept = nothingKept();
  const dropRow = (): void => {
    unmapped.drop();
    skipped.drop();
    notices.timesWithoutZone = 0;
    notices.withoutExpected = 0;
    if (notices.unmatchedTags.size > 0) notices.unmatchedTags.clear();
  };
  return {
    tally: { unmapped, skipped },
    notices,
    keepRow: () => {
      unmapped.countIn(kept.unmapped);
      skipped.countIn(kept.skipped);
      for (const [tag, times] of notices.unmatchedTags) kept.unmatchedTags.add(tag, times);
      kept.timesWithoutZone += notices.timesWithoutZone;
      kept.withoutExpected += notices.withoutExpected;
      dropRow();
    },
    dropRow,
    taken: () => {
      const taken = {
        ...kept,
        unmapped: kept.unmapped.entries(),
        skipped: kept.skipped.entries(),
        unmatchedTags: kept.unmatchedTags.entries(),
      };
      kept = nothingKept();
      return taken;
    },
  };
}

/** Names of the row at hand; the list stays as long as it was: emptied, it would be made anew. */
function namesOfRow() {
  const names: string[] = [];
  let count = 0;
  return {
    add: (name: string): void => {
      names[count] = name;
      count += 1;
    },
    countIn: (counts: NameCounts): void => {
      for (let index = 0; index < count; index += 1) counts.add(names[index] ?? "");
    },
    drop: (): void => {
      count = 0;
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
