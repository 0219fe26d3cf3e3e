import { freeMemory } from "../free-memory.ts";
import { countColumn, type GrowingColumn } from "../growing-column.ts";
import type { EventKind } from "./event-columns.ts";
import type { EventSpool } from "./event-spool.ts";
import { foldParts, type FoldRule } from "./fold-parts.ts";
import type { JoinedRequest } from "./joined-request.ts";
import { OneRowRequest, requestOfRows, type LogRequest, type RequestRows } from "./log-request.ts";
import { isCallEvent, partOf, type SpooledPart } from "./spooled-part.ts";

/** The requests of a log: which events make each, and in which order they arrived. */
export interface LogRequests {
  readonly count: number;
  /** Requests that stood after one that arrived later; they were put in their place. */
  readonly late: number;
  /** By what they are: rows about requests that the log does not hold. */
  readonly orphans: Readonly<Partial<Record<EventKind, number>>>;
  /** Some at a time, in the order of their arrival: the same ones each time. */
  read(): Iterable<readonly LogRequest[]>;
  /** By its place in that order, from 0; `joined`: where another has joined its rows. */
  readonly at: (number: number, joined?: JoinedRequest) => LogRequest;
  /** Whether the one at this place is what its one row says. */
  readonly isOneRow: (number: number) => boolean;
  readonly rowsAt: (number: number) => RequestRows;
  /** How many requests have to be joined. */
  readonly joins: number;
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
  let joins = 0;
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
      if (chain.length > 1) joins += 1;
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
  const rowsOf = (head: number): RequestRows => {
    const events = [head];
    for (let at = next[head] ?? NONE; at !== NONE; at = next[at - 1] ?? NONE) events.push(at - 1);
    return { events, copy: copies.get(head) ?? 1 };
  };
  const isOneRow = (head: number): boolean =>
    next[head] === NONE && !copies.has(head) && isCallEvent(spool, head);
  const requestAt = (head: number, joined?: JoinedRequest): LogRequest =>
    isOneRow(head) ? new OneRowRequest(spool, head) : requestOfRows(spool, rowsOf(head), joined);
  return {
    count: order.length,
    late,
    orphans,
    joins,
    at: (number, joined) => requestAt(order[number] ?? 0, joined),
    isOneRow: (number) => isOneRow(order[number] ?? 0),
    rowsAt: (number) => rowsOf(order[number] ?? 0),
    checkingDone: () => spool.checkingDone(),
    read: function* () {
      for (let from = 0; from < order.length; from += BATCH_REQUESTS) {
        yield Array.from(order.subarray(from, from + BATCH_REQUESTS), (head) => requestAt(head));
      }
    },
    close: () => {
      spool.close();
      freeMemory(next);
      freeMemory(order);
    },
  };
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
  for (let index = 0; index < order.length; index += 1) {
    arrivals[index] = headers.arrivedAtMs(order[index] ?? 0) ?? Number.NaN;
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
