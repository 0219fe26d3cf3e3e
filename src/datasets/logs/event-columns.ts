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
  /** Of 53 bits; 0: no prompt is kept. */
  readonly promptHash: number;
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

const kinds = ["call", "answer", "request", "verdict"] as const;

export type EventKind = (typeof kinds)[number];

const flags = { failed: 4, sharesId: 8, redacted: 16, excluded: 32, ownArrival: 64 } as const;
const MOST = 255;

/** Headers of millions of events: some forty bytes each. */
export interface EventColumns {
  readonly length: number;
  push(header: EventHeader): void;
  kindOf(event: number): EventKind;
  startMs(event: number): number | undefined;
  endMs(event: number): number | undefined;
  hasFailed(event: number): boolean;
  promptHash(event: number): number;
  sharesId(event: number): boolean;
  isRedacted(event: number): boolean;
  isExcluded(event: number): boolean;
  /** Of the event's own row; absent: it has none. */
  arrivedAtMs(event: number): number | undefined;
  unseen(event: number): number;
  folded(event: number): number;
  /** Lets go of what only folding needs, and of the room for more. */
  foldingDone(): void;
  file(event: number): number;
  line(event: number): number;
}

export function eventColumns(): EventColumns {
  const bits = byteColumn();
  const starts = numberColumn();
  let ends = numberColumn();
  let prompts = numberColumn();
  const unseen = byteColumn();
  const folded = byteColumn();
  const files = byteColumn();
  const lines = countColumn();
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
        kinds.indexOf(header.kind) +
          (header.hasFailed ? flags.failed : 0) +
          (header.sharesId ? flags.sharesId : 0) +
          (header.isRedacted ? flags.redacted : 0) +
          (header.isExcluded ? flags.excluded : 0) +
          (isOwn ? flags.ownArrival : 0),
      );
      starts.push(header.startMs ?? Number.NaN);
      ends.push(header.endMs ?? Number.NaN);
      prompts.push(header.promptHash);
      unseen.push(Math.min(header.unseen, MOST));
      folded.push(Math.min(header.folded, MOST));
      files.push(header.file);
      lines.push(header.line);
    },
    kindOf: (event) => kinds[bits.at(event) & 3] ?? "call",
    startMs: (event) => known(starts, event),
    endMs: (event) => known(ends, event),
    hasFailed: (event) => has(event, flags.failed),
    promptHash: (event) => prompts.at(event),
    sharesId: (event) => has(event, flags.sharesId),
    isRedacted: (event) => has(event, flags.redacted),
    isExcluded: (event) => has(event, flags.excluded),
    arrivedAtMs: (event) => {
      if (!has(event, flags.ownArrival)) return known(starts, event);
      const arrival = arrivals.get(event);
      return arrival === undefined || Number.isNaN(arrival) ? undefined : arrival;
    },
    unseen: (event) => unseen.at(event),
    folded: (event) => folded.at(event),
    foldingDone: () => {
      ends = numberColumn();
      prompts = numberColumn();
      for (const column of [bits, starts, unseen, folded, files, lines]) column.trim();
    },
    file: (event) => files.at(event),
    line: (event) => lines.at(event),
  };
}

function known(column: GrowingColumn, event: number): number | undefined {
  const value = column.at(event);
  return Number.isNaN(value) ? undefined : value;
}
