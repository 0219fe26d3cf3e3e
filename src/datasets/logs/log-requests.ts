import { freeMemory } from "../free-memory.ts";
import type { EventKind } from "./event-columns.ts";
import type { EventSpool } from "./event-spool.ts";
import type { FoldRule } from "./fold-parts.ts";
import { foldedKeys, NONE } from "./folded-keys.ts";
import { OneRowRequest, requestOfRows, type LogRequest, type RequestRows } from "./log-request.ts";
import { isCallEvent } from "./spooled-part.ts";

/** The requests of a log: which events make each, and in which order they arrived. */
export interface LogRequests {
  readonly count: number;
  /** Requests that stood after one that arrived later; they were put in their place. */
  readonly late: number;
  /** By what they are: rows about requests that the log does not hold. */
  readonly orphans: Readonly<Partial<Record<EventKind, number>>>;
  /** Some at a time, in the order of their arrival: the same ones each time. */
  read(): Iterable<readonly LogRequest[]>;
  /**
   * The same as lines of JSON with their line feeds, as many at a time as lie together; to be used
   * before the next ones. Each request is told of before its line is handed over.
   */
  lines(tell: (request: LogRequest) => void): Iterable<Uint8Array>;
  /** By its place in that order, from 0. */
  readonly at: (number: number) => LogRequest;
  /** Says that nobody will read all of a request again but by `at`. */
  readonly checkingDone: () => void;
  /** Gives back what is kept to read them, if it was not before. */
  readonly close: () => void;
}

/** Joined ones hold their line, and more of them would outlive the engine's young generation. */
const BATCH_REQUESTS = 16;
const MOST_RUN_BYTES = 64 * 1024;
const LINE_FEED = Buffer.from("\n");

/** Folds the calls of a log: some ten bytes a call are kept, texts are read where they are asked for. */
export function logRequests(spool: EventSpool, rule: FoldRule): LogRequests {
  const { isHead, next, copies, orphans } = foldedKeys(spool, rule);
  const { order, late } = byArrival(spool, isHead);
  freeMemory(isHead);
  spool.foldingDone();
  let isOpen = true;
  const rowsOf = (head: number): RequestRows => {
    const events = [head];
    for (let at = next[head] ?? NONE; at !== NONE; at = next[at - 1] ?? NONE) events.push(at - 1);
    return { events, copy: copies.get(head) ?? 1 };
  };
  const isOneRow = (head: number): boolean =>
    next[head] === NONE && isCallEvent(spool, head) && (copies.size === 0 || !copies.has(head));
  const requestAt = (head: number): LogRequest =>
    isOneRow(head) ? new OneRowRequest(spool, head) : requestOfRows(spool, rowsOf(head));
  return {
    count: order.length,
    late,
    orphans,
    at: (number) => requestAt(order[number] ?? 0),
    checkingDone: () => spool.checkingDone(),
    read: function* () {
      for (let from = 0; from < order.length; from += BATCH_REQUESTS) {
        yield Array.from(order.subarray(from, from + BATCH_REQUESTS), (head) => requestAt(head));
      }
    },
    lines: function* (tell) {
      for (let at = 0; at < order.length;) {
        const first = order[at++] ?? 0;
        const request = requestAt(first);
        tell(request);
        if (!isOneRow(first)) {
          yield Buffer.concat([request.bytes(), LINE_FEED]);
          continue;
        }
        let last = first;
        while (order[at] === last + 1 && isOneRow(last + 1)) {
          if (spool.runLength(first, last + 1) > MOST_RUN_BYTES) break;
          last += 1;
          at += 1;
          tell(new OneRowRequest(spool, last));
        }
        yield spool.run(first, last);
      }
    },
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      spool.close();
      freeMemory(next);
      freeMemory(order);
    },
  };
}

/** First events by the arrival of their requests; where one has none, in the order of the files. */
function byArrival(
  { headers }: EventSpool,
  isHead: Uint8Array,
): { readonly order: Uint32Array<ArrayBuffer>; readonly late: number } {
  let count = 0;
  for (const one of isHead) count += one;
  const order = new Uint32Array(count);
  let place = 0;
  for (let event = 0; event < isHead.length; event += 1) {
    if (isHead[event] === 1) order[place++] = event;
  }
  let late = 0;
  let latest = -Infinity;
  for (const event of order) {
    const arrival = headers.arrivedAtMs(event);
    if (arrival === undefined) return { order, late };
    if (arrival < latest) late += 1;
    else latest = arrival;
  }
  if (late === 0) return { order, late };
  const arrivals = Float64Array.from(order, (event) => headers.arrivedAtMs(event) ?? Number.NaN);
  const places = Uint32Array.from(order.keys());
  places.sort((one, other) => (arrivals[one] ?? 0) - (arrivals[other] ?? 0) || one - other);
  return { order: places.map((from) => order[from] ?? 0), late };
}
