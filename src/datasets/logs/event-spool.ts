import { countColumn, type GrowingColumn } from "../growing-column.ts";
import { openSpool, type Spool } from "../spool.ts";
import { textIndex } from "../text-index.ts";

/** A group of keys is closed once the rows that opened its keys take this many characters. */
const GROUP_CHARS = 512 * 1024;

/** What is known of an event without reading its text. */
export interface EventHeader {
  /** `call` without anything of what was asked: `answer`. */
  readonly kind: "call" | "answer" | "request" | "verdict";
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** Of the request; a manifest may read it elsewhere than the call's start. */
  readonly arrivedAtMs: number | undefined;
  /** Calls that the row tells of without showing them. */
  readonly unseen: number;
  /** Calls of a request that was folded before it was written. */
  readonly folded: number;
  readonly isRedacted: boolean;
  readonly isExcluded: boolean;
  /** Position of its file in the manifest. */
  readonly file: number;
  readonly line: number;
}

export interface SpooledEvent extends EventHeader {
  /** Of its fold key: keys are numbered as they first appear. */
  readonly key: number;
  /** The event as the JSON text of a log line. */
  readonly text: string;
}

/**
 * Events set aside on disk by the group of their fold key, so that all events of a key are in memory
 * together however far apart their rows stand: the memory that it takes is some tens of bytes a key.
 */
export interface EventSpool {
  append(foldKey: string, header: EventHeader, text: string): void | Promise<void>;
  /** Says that no more follows: what only appending needs is let go. */
  seal(): void;
  readonly groups: number;
  /** The events of a group, key by key, in the order in which keys first appeared. */
  read(group: number): Promise<readonly (readonly SpooledEvent[])[]>;
  readonly close: () => Promise<void>;
}

export async function openEventSpool(): Promise<EventSpool> {
  const spool: Spool = await openSpool();
  let keys = textIndex();
  /** The first key number of each group. */
  const starts = countColumn();
  let chars = 0;
  return {
    append: (foldKey, header, text) => {
      const known = keys.add(foldKey);
      const key = known < 0 ? -1 - known : known;
      if (known >= 0) {
        if (starts.length === 0 || chars >= GROUP_CHARS) {
          starts.push(key);
          chars = 0;
        }
        chars += text.length;
      }
      return spool.append(groupOf(starts, key), eventText(key, header, text));
    },
    seal: () => {
      keys = textIndex();
    },
    get groups() {
      return starts.length;
    },
    read: async (group) => byKey((await spool.read(group)).map(parseEvent)),
    close: spool.close,
  };
}

function groupOf(starts: GrowingColumn, key: number): number {
  let low = 0;
  let high = starts.length - 1;
  // Most keys are the newest.
  if (starts.at(high) <= key) return high;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (starts.at(middle) <= key) low = middle;
    else high = middle - 1;
  }
  return low;
}

function byKey(events: readonly SpooledEvent[]): readonly (readonly SpooledEvent[])[] {
  return [...Map.groupBy(events, ({ key }) => key).values()];
}

const kinds = ["call", "answer", "request", "verdict"] as const;
const FIELDS = 10;

/** Numbers, then the text: most events are read for their numbers and passed on as they are. */
function eventText(key: number, header: EventHeader, text: string): string {
  const { kind, startMs, endMs, arrivedAtMs, unseen, folded, file, line } = header;
  const flags = (header.isRedacted ? 1 : 0) + (header.isExcluded ? 2 : 0);
  return `${key} ${kinds.indexOf(kind)} ${flags} ${unseen} ${folded} ${file} ${line} ${startMs ?? ""} ${endMs ?? ""} ${arrivedAtMs ?? ""} ${text}`;
}

function parseEvent(text: string): SpooledEvent {
  const fields: string[] = [];
  let from = 0;
  for (let field = 0; field < FIELDS; field += 1) {
    const end = text.indexOf(" ", from);
    fields.push(text.slice(from, end));
    from = end + 1;
  }
  const [key, kind, flags, unseen, folded, file, line, startMs, endMs, arrivedAtMs] = fields;
  return {
    key: Number(key),
    kind: kinds[Number(kind)] ?? "call",
    startMs: numberOf(startMs),
    endMs: numberOf(endMs),
    arrivedAtMs: numberOf(arrivedAtMs),
    unseen: Number(unseen),
    folded: Number(folded),
    isRedacted: (Number(flags) & 1) !== 0,
    isExcluded: (Number(flags) & 2) !== 0,
    file: Number(file),
    line: Number(line),
    text: text.slice(from),
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === "" ? undefined : Number(text);
}
