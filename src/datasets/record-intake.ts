import type { ReplayRecord } from "../core/replay-record.ts";
import type { CheckOptions } from "./check-options.ts";
import { byteColumn, numberColumn, type GrowingColumn } from "./growing-column.ts";
import { lookAlikes } from "./look-alikes.ts";
import { fates, sampleHash, type Fate } from "./selection.ts";
import type { TextIndex } from "./text-index.ts";

/** What of a record decides whether it is selected. */
type IdAndTags = Pick<ReplayRecord, "id" | "tags">;

/** Decides about each record as the checking pass meets it; keeps a few bytes a record. */
export interface RecordIntake {
  /** By record number. */
  readonly fates: GrowingColumn;
  readonly sampleHashes: GrowingColumn;
  readonly counts: Readonly<Record<Fate, number>>;
  /** Takes the next record, in the order of record numbers. */
  take(record: IdAndTags, isExcluded: boolean): void;
  /** The next record could not be read after all. */
  skip(): void;
  warnings(): readonly string[];
}

export function recordIntake(
  ids: TextIndex,
  { filters, sample, seed }: CheckOptions,
): RecordIntake {
  const fateColumn = byteColumn();
  const sampleHashes = numberColumn();
  const counts: Record<Fate, number> = { 0: 0, 1: 0, 2: 0, 3: 0 };
  const similar = lookAlikes(ids);
  const wanted = alternatives(filters);
  const keep = (fate: Fate, id: string): void => {
    fateColumn.push(fate);
    counts[fate] += 1;
    if (sample !== undefined) sampleHashes.push(sampleHash(seed, id));
  };
  return {
    fates: fateColumn,
    sampleHashes,
    counts,
    take: (record, isExcluded) => {
      similar.add(record.id);
      if (isExcluded) keep(fates.excluded, record.id);
      else if (!fits(record, wanted)) keep(fates.filteredOut, record.id);
      else keep(fates.candidate, record.id);
    },
    skip: () => {
      keep(fates.unreadable, "");
    },
    warnings: () => {
      const warning = similar.warning();
      return warning === undefined ? [] : [warning];
    },
  };
}

type Alternatives = readonly (readonly [tag: string, values: ReadonlySet<string>])[];

function alternatives(filters: CheckOptions["filters"]): Alternatives {
  return [...Map.groupBy(filters, ({ tag }) => tag)].map(([tag, ofTag]) => [
    tag,
    new Set(ofTag.map(({ value }) => value)),
  ]);
}

function fits({ tags }: IdAndTags, wanted: Alternatives): boolean {
  return wanted.every(([tag, values]) => {
    const value = tags[tag];
    return value !== undefined && values.has(value);
  });
}
