import { freeMemory } from "../free-memory.ts";
import { countColumn, type GrowingColumn } from "../growing-column.ts";
import type { EventKind } from "./event-columns.ts";
import type { EventSpool } from "./event-spool.ts";
import { foldParts, type FoldPart, type FoldRule } from "./fold-parts.ts";
import { joinCalls, type FoldedRequest } from "./join-calls.ts";
import type { LogLine } from "./log-line.ts";
import { promptHashOf } from "./pending-event.ts";

/** A request of the log with all its calls. */
export interface LogRequest extends Omit<FoldedRequest, "line"> {
  readonly id: () => string;
  /** As JSON. */
  readonly text: () => string;
  /** The same as UTF-8, which a request of one row already was; to be used at once. */
  readonly bytes: () => Uint8Array;
  readonly line: () => LogLine;
  readonly arrivedAtMs: number | undefined;
  readonly isRedacted: boolean;
  readonly isExcluded: boolean;
  /** Where its first row stands: position of the file in the manifest, and line. */
  readonly file: number;
  readonly row: number;
}

/** The requests of a log: which events make each, and in which order they arrived. */
export interface LogRequests {
  readonly count: number;
  /** Requests that stood after one that arrived later; they were put in their place. */
  readonly late: number;
  /** By what they are: rows about requests that the log does not hold. */
  readonly orphans: Readonly<Partial<Record<EventKind, number>>>;
  /** Some at a time, in the order of their arrival: the same ones each time. */
  read(): Iterable<readonly LogRequest[]>;
  /** By its place in that order, from 0. */
  readonly at: (number: number) => Pick<LogRequest, "line" | "file" | "row">;
  /** Says that nobody will read all of a request again but by `at`. */
  readonly checkingDone: () => void;
  /** Gives back what is kept to read them. */
  readonly close: () => void;
}

const BATCH_REQUESTS = 256;
const NONE = 0;

/** Folds the calls of a log: some ten bytes a call are kept, texts are read where they are asked for. */
export function logRequests(spool: EventSpool, rule: FoldRule): LogRequests {
  const { headers } = spool;
  /** By request, its first event; by event, one more than the next event of its request. */
  const heads = countColumn();
  const next = new Uint32Array(headers.length);
  /** By first event, of requests of one key whose first calls share an id: which of them it is. */
  const copies = new Map<number, number>();
  const orphans: Partial<Record<EventKind, number>> = {};
  for (const events of spool.keys()) {
    const [only] = events;
    if (events.length === 1 && only !== undefined && isCallEvent(spool, only)) {
      heads.push(only);
      continue;
    }
    const chains = foldParts(
      events.map((event) => partOf(spool, event)),
      rule,
    );
    for (const event of chains.length === 0 ? events : []) {
      const kind = headers.kindOf(event);
      orphans[kind] = (orphans[kind] ?? 0) + 1;
    }
    for (const chain of chains) {
      heads.push(chain[0]?.event ?? 0);
      chain.forEach(({ event }, index) => {
        next[event] = (chain[index + 1]?.event ?? NONE - 1) + 1;
      });
    }
    if (events.some((event) => headers.sharesId(event))) countCopies(chains, copies);
  }
  const { order, late } = byArrival(spool, heads);
  heads.free();
  spool.foldingDone();
  const requestAt = (head: number): LogRequest => {
    const events = [head];
    for (let at = next[head] ?? NONE; at !== NONE; at = next[at - 1] ?? NONE) events.push(at - 1);
    return requestOf(spool, events, copies.get(head) ?? 1);
  };
  return {
    count: order.length,
    late,
    orphans,
    at: (number) => requestAt(order[number] ?? 0),
    checkingDone: () => spool.checkingDone(),
    read: function* () {
      for (let from = 0; from < order.length; from += BATCH_REQUESTS) {
        yield Array.from(order.subarray(from, from + BATCH_REQUESTS), requestAt);
      }
    },
    close: () => {
      spool.close();
      freeMemory(next);
      freeMemory(order);
    },
  };
}

interface SpooledPart extends FoldPart {
  readonly event: number;
}

function isCallEvent({ headers }: EventSpool, event: number): boolean {
  const kind = headers.kindOf(event);
  return kind === "call" || kind === "answer";
}

function partOf(spool: EventSpool, event: number): SpooledPart {
  const { headers } = spool;
  let line: LogLine | undefined;
  let prompt: number | undefined;
  return {
    event,
    kind: headers.kindOf(event),
    startMs: headers.startMs(event),
    endMs: headers.endMs(event),
    hasFailed: headers.hasFailed(event),
    response: headers.response(event),
    chain: headers.chain(event),
    // Of a line that is not kept: a key may have as many failed calls as the log has lines.
    promptHash: () => (prompt ??= spool.promptHash(event) ?? promptHashOf(lineOf(spool, event))),
    line: () => (line ??= lineOf(spool, event)),
  };
}

function lineOf(spool: EventSpool, event: number): LogLine {
  // Written by `toLogLine` of this same run.
  return JSON.parse(spool.text(event)) as LogLine;
}

const ID_MARK = `{"id":"`;
const QUOTE = 0x22;

/** The id of a line, which stands first in it: most lines need not be parsed for it. */
function idOf(spool: EventSpool, event: number): string {
  const { buffer, byteOffset, length } = spool.bytes(event);
  const bytes = Buffer.from(buffer, byteOffset, length);
  const end = bytes.indexOf(QUOTE, ID_MARK.length);
  const start = bytes.toString("utf8", 0, end);
  // A quote of the id's own is escaped, and so may be anything else in it.
  const isPlain = start.startsWith(ID_MARK) && !start.includes("\\");
  return isPlain ? start.slice(ID_MARK.length) : lineOf(spool, event).id;
}

function countCopies(
  chains: readonly (readonly SpooledPart[])[],
  copies: Map<number, number>,
): void {
  const counts = new Map<string, number>();
  for (const [head] of chains) {
    if (head === undefined) continue;
    const { id } = head.line();
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    if (count > 1) copies.set(head.event, count);
  }
}

/** `copy`: of several requests with one id the second is "id#2". */
function requestOf(spool: EventSpool, events: readonly number[], copy: number): LogRequest {
  const { headers } = spool;
  const [head = 0] = events;
  const place = { file: headers.file(head), row: headers.line(head) };
  if (events.length === 1 && copy === 1 && isCallEvent(spool, head)) {
    return {
      id: () => idOf(spool, head),
      text: () => spool.text(head),
      bytes: () => spool.bytes(head),
      line: () => lineOf(spool, head),
      folded: headers.folded(head),
      unseen: headers.unseen(head),
      hasAnswer: true,
      arrivedAtMs: headers.arrivedAtMs(head),
      isRedacted: headers.isRedacted(head),
      isExcluded: headers.isExcluded(head),
      ...place,
    };
  }
  const { line: joined, ...counts } = joinCalls(events.map((event) => partOf(spool, event)));
  const line = copy === 1 ? joined : { ...joined, id: `${joined.id}#${copy}` };
  return {
    ...counts,
    id: () => line.id,
    text: () => JSON.stringify(line),
    bytes: () => Buffer.from(JSON.stringify(line)),
    line: () => line,
    arrivedAtMs: line.at_ms,
    isRedacted: line.redacted === true,
    isExcluded: events.some((event) => headers.isExcluded(event)),
    ...place,
  };
}

/** First events by the arrival of their requests; where one has none, in the order of the files. */
function byArrival(
  { headers }: EventSpool,
  heads: GrowingColumn,
): { readonly order: Uint32Array<ArrayBuffer>; readonly late: number } {
  // Heads come key by key: a conversation's requests stand among those of others.
  const order = new Uint32Array(heads.length);
  for (let index = 0; index < order.length; index += 1) order[index] = heads.at(index);
  order.sort();
  const arrivals = new Float64Array(order.length);
  for (const [index, head] of order.entries()) {
    arrivals[index] = headers.arrivedAtMs(head) ?? Number.NaN;
  }
  let late = 0;
  let latest = -Infinity;
  for (const arrival of arrivals) {
    if (Number.isNaN(arrival)) return { order, late };
    if (arrival < latest) late += 1;
    else latest = arrival;
  }
  if (late === 0) return { order, late };
  const places = new Uint32Array(order.length).map((_, index) => index);
  places.sort((one, other) => (arrivals[one] ?? 0) - (arrivals[other] ?? 0) || one - other);
  return { order: places.map((place) => order[place] ?? 0), late };
}
