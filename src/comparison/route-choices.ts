import type { KnownColumns } from "./known-columns.ts";

/** One cell of the query × route table for each record. */
export interface RouteChoices {
  readonly routes: readonly KnownColumns[];
  /** Place in `routes` by record; -1: none. */
  readonly choices: Int16Array;
}

/** The same route for every record on which its outcome is known. */
export function alwaysChoosing(route: KnownColumns, records: number): RouteChoices {
  const choices = new Int16Array(records);
  for (let ordinal = 0; ordinal < records; ordinal += 1) {
    choices[ordinal] = route.isKnown(ordinal) ? 0 : -1;
  }
  return { routes: [route], choices };
}

/** Those of some records for which a cell is chosen; the very same array where one is for all. */
export function chosenAmong(records: Uint32Array, { choices }: RouteChoices): Uint32Array {
  let count = 0;
  for (let index = 0; index < records.length; index += 1) {
    if (choices[records[index]!]! >= 0) count += 1;
  }
  return count === records.length ? records : records.filter((ordinal) => choices[ordinal]! >= 0);
}

/** 1 for each accepted cell, else 0. The records are to be chosen ones, here and below. */
export function acceptedCells(
  { routes, choices }: RouteChoices,
  records: Uint32Array,
  into: Float64Array,
): Float64Array {
  for (let index = 0; index < records.length; index += 1) {
    const ordinal = records[index]!;
    into[index] = routes[choices[ordinal]!]!.isAccepted(ordinal) ? 1 : 0;
  }
  return into.subarray(0, records.length);
}

/** Scores; NaN: could not be scored. */
export function cellScores(
  { routes, choices }: RouteChoices,
  records: Uint32Array,
  into: Float64Array,
): Float64Array {
  for (let index = 0; index < records.length; index += 1) {
    const ordinal = records[index]!;
    into[index] = routes[choices[ordinal]!]!.score(ordinal);
  }
  return into.subarray(0, records.length);
}

/** Milliseconds; NaN: unknown. */
export function cellLatencies(
  { routes, choices }: RouteChoices,
  records: Uint32Array,
  into: Float64Array,
): Float64Array {
  for (let index = 0; index < records.length; index += 1) {
    const ordinal = records[index]!;
    into[index] = routes[choices[ordinal]!]!.latencyMs(ordinal);
  }
  return into.subarray(0, records.length);
}

/** Nano-dollars; NaN: unknown. */
export function cellCosts(
  { routes, choices }: RouteChoices,
  records: Uint32Array,
  into: Float64Array,
): Float64Array {
  for (let index = 0; index < records.length; index += 1) {
    const ordinal = records[index]!;
    into[index] = routes[choices[ordinal]!]!.costNanoUsd(ordinal);
  }
  return into.subarray(0, records.length);
}
