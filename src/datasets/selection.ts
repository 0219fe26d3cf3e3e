import { hash53 } from "../core/seed.ts";
import { freeMemory } from "./free-memory.ts";
import type { GrowingColumn } from "./growing-column.ts";

/** What the checking pass decided about a record. */
export const fates = { candidate: 0, excluded: 1, filteredOut: 2, unreadable: 3 } as const;

export type Fate = (typeof fates)[keyof typeof fates];

export interface SelectionLimits {
  readonly limit: number | undefined;
  readonly sample: number | undefined;
  readonly seed: number;
}

/** Which of all records are replayed, and in which place. */
export interface Selection {
  readonly count: number;
  /** A record's place among the selected ones; -1: it is not selected. */
  ordinalOf(recordNumber: number): number;
  /** Gives its memory back. */
  readonly free: () => void;
}

/** Those of a selection that are wanted, each in its old place; it frees nothing. */
export function narrowed(selection: Selection, isWanted: (ordinal: number) => boolean): Selection {
  let count = 0;
  for (let ordinal = 0; ordinal < selection.count; ordinal += 1) if (isWanted(ordinal)) count += 1;
  return {
    count,
    ordinalOf: (number) => {
      const ordinal = selection.ordinalOf(number);
      return ordinal !== -1 && isWanted(ordinal) ? ordinal : -1;
    },
    free: () => undefined,
  };
}

/** The candidates, cut down by sample and then by limit; the order of the files is kept. */
export function select(
  fateColumn: GrowingColumn,
  sampleHashes: GrowingColumn,
  { limit, sample }: SelectionLimits,
): Selection {
  const isSampled = sampled(fateColumn, sampleHashes, sample);
  const most = limit ?? Number.POSITIVE_INFINITY;
  const isWhole = sample === undefined && fateColumn.length <= most && areCandidates(fateColumn);
  if (isWhole) return wholeSelection(fateColumn.length);
  const ordinals = new Int32Array(fateColumn.length);
  let count = 0;
  for (let number = 0; number < fateColumn.length; number += 1) {
    const isIn = count < most && fateColumn.at(number) === fates.candidate && isSampled(number);
    ordinals[number] = isIn ? count : -1;
    if (isIn) count += 1;
  }
  return {
    count,
    ordinalOf: (number) => ordinals[number] ?? -1,
    free: () => freeMemory(ordinals),
  };
}

function areCandidates(fateColumn: GrowingColumn): boolean {
  for (let number = 0; number < fateColumn.length; number += 1) {
    if (fateColumn.at(number) !== fates.candidate) return false;
  }
  return true;
}

/** Of every record: each is in its own place, and nothing has to be kept to say so. */
function wholeSelection(count: number): Selection {
  return {
    count,
    ordinalOf: (number) => (number < count ? number : -1),
    free: () => undefined,
  };
}

/** A record's place in the draw: it depends on seed and id alone, never on the other records. */
export function sampleHash(seed: number, id: string): number {
  return hash53(`${seed}/${id}`);
}

/** The `sample` candidates with the lowest hashes; of equal ones the first. */
function sampled(
  fateColumn: GrowingColumn,
  hashes: GrowingColumn,
  sample: number | undefined,
): (recordNumber: number) => boolean {
  if (sample === undefined) return () => true;
  const candidates = Float64Array.from({ length: hashes.length }, (_, number) => hashes.at(number))
    .filter((_, number) => fateColumn.at(number) === fates.candidate)
    .sort();
  if (sample >= candidates.length) return () => true;
  const highest = candidates[sample - 1] ?? -1;
  let ties = sample - candidates.indexOf(highest);
  return (number) => {
    const hash = hashes.at(number);
    if (hash !== highest) return hash < highest;
    ties -= 1;
    return ties >= 0;
  };
}
