import { byteColumn, countColumn, numberColumn, type GrowingColumn } from "../growing-column.ts";

/** What is known of an event without reading its text. */
export interface EventHeader {
  /** `answer`: a call whose row says nothing of what was asked. */
  readonly kind: EventKind;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** Of the request; a manifest may read it elsewhere than the call's start. */
  readonly arrivedAtMs: number | undefined;
  readonly hasFailed: boolean;
  /** Of the response and of the chain of calls, as hashes: they are compared within one key. */
  readonly response: number | undefined;
  readonly chain: number | undefined;
  /** Another call has its id. */
  readonly sharesId: boolean;
  readonly isRedacted: boolean;
  readonly isExcluded: boolean;
  /** Calls that the row tells of without showing them, up to 255. */
  readonly unseen: number;
  /** Calls that were joined before the row was written, up to 255. */
  readonly folded: number;
  /** Position of its file in the manifest. */
  readonly file: number;
  readonly line: number;
}

export const eventKinds = ["call", "answer", "request", "measure", "verdict"] as const;

export type EventKind = (typeof eventKinds)[number];

const KIND_BITS = 7;
const flags = { failed: 8, sharesId: 16, redacted: 32, excluded: 64, ownArrival: 128 } as const;
const MOST = 255;

/** Headers of millions of events: some twenty bytes each, of most logs. */
export interface EventColumns {
  readonly length: number;
  push(header: EventHeader): void;
  kindOf(event: number): EventKind;
  startMs(event: number): number | undefined;
  endMs(event: number): number | undefined;
  hasFailed(event: number): boolean;
  response(event: number): number | undefined;
  chain(event: number): number | undefined;
  sharesId(event: number): boolean;
  isRedacted(event: number): boolean;
  isExcluded(event: number): boolean;
  /** Of the event's own row; absent: it has none. */
  arrivedAtMs(event: number): number | undefined;
  unseen(event: number): number;
  folded(event: number): number;
  /** Gives back the memory of what only folding needs. */
  foldingDone(): void;
  /** Gives back the memory of what is told once of each request: its arrival, and what it counts. */
  checkingDone(): void;
  /** Gives back all of its memory. */
  readonly free: () => void;
  file(event: number): number;
  line(event: number): number;
}

export function eventColumns(): EventColumns {
  const bits = byteColumn();
  const starts = numberColumn();
  const ends = numberColumn();
  const lines = countColumn();
  const unseen = rareColumn(byteColumn, 0);
  const folded = rareColumn(byteColumn, 0);
  const files = rareColumn(countColumn, 0);
  const responses = rareColumn(numberColumn, Number.NaN);
  const chains = rareColumn(numberColumn, Number.NaN);
  /** By event, of the few whose arrival is not their start. */
  const arrivals = new Map<number, number>();
  const has = (event: number, flag: number): boolean => (bits.at(event) & flag) !== 0;
  return {
    get length() {
      return bits.length;
    },
    push: (header) => {
      const isOwn = header.arrivedAtMs !== header.startMs;
      if (isOwn) arrivals.set(bits.length, header.arrivedAtMs ?? Number.NaN);
      bits.push(
        eventKinds.indexOf(header.kind) +
          (header.hasFailed ? flags.failed : 0) +
          (header.sharesId ? flags.sharesId : 0) +
          (header.isRedacted ? flags.redacted : 0) +
          (header.isExcluded ? flags.excluded : 0) +
          (isOwn ? flags.ownArrival : 0),
      );
      starts.push(header.startMs ?? Number.NaN);
      ends.push(header.endMs ?? Number.NaN);
      unseen.push(Math.min(header.unseen, MOST));
      folded.push(Math.min(header.folded, MOST));
      files.push(header.file);
      lines.push(header.line);
      responses.push(header.response ?? Number.NaN);
      chains.push(header.chain ?? Number.NaN);
    },
    kindOf: (event) => eventKinds[bits.at(event) & KIND_BITS] ?? "call",
    startMs: (event) => known(starts, event),
    endMs: (event) => known(ends, event),
    hasFailed: (event) => has(event, flags.failed),
    response: (event) => known(responses, event),
    chain: (event) => known(chains, event),
    sharesId: (event) => has(event, flags.sharesId),
    isRedacted: (event) => has(event, flags.redacted),
    isExcluded: (event) => has(event, flags.excluded),
    arrivedAtMs: (event) => {
      if (!has(event, flags.ownArrival)) return known(starts, event);
      const arrival = arrivals.get(event);
      return arrival === undefined || Number.isNaN(arrival) ? undefined : arrival;
    },
    unseen: unseen.at,
    folded: folded.at,
    foldingDone: ends.free,
    checkingDone: () => {
      for (const column of [starts, unseen, folded]) column.free();
    },
    free: () => {
      for (const column of [bits, starts, ends, lines]) column.free();
      for (const column of [unseen, folded, files, responses, chains]) column.free();
    },
    file: files.at,
    line: (event) => lines.at(event),
  };
}

function known(column: Pick<GrowingColumn, "at">, event: number): number | undefined {
  const value = column.at(event);
  return Number.isNaN(value) ? undefined : value;
}

/** Numbers that in most logs are all the usual one: nothing is kept before the first other one. */
function rareColumn(
  create: () => GrowingColumn,
  usual: number,
): Pick<GrowingColumn, "push" | "at" | "free"> {
  let column: GrowingColumn | undefined;
  let length = 0;
  return {
    push: (value) => {
      if (column === undefined && !Object.is(value, usual)) {
        column = create();
        for (let index = 0; index < length; index += 1) column.push(usual);
      }
      column?.push(value);
      length += 1;
    },
    at: (index) => (column === undefined ? usual : column.at(index)),
    free: () => {
      column?.free();
      column = undefined;
    },
  };
}
