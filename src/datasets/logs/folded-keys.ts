import type { EventKind } from "./event-columns.ts";
import type { EventSpool } from "./event-spool.ts";
import { foldParts, type FoldRule } from "./fold-parts.ts";
import { isCallEvent, partOf, type SpooledPart } from "./spooled-part.ts";

/** Which events make each request of a log. */
export interface FoldedKeys {
  /** By event, 1 where it is the first of a request. */
  readonly isHead: Uint8Array<ArrayBuffer>;
  /** By event, one more than the next event of its request; `NONE`: it is the last. */
  readonly next: Uint32Array<ArrayBuffer>;
  /** By first event, of requests of one key whose first calls share an id: which of them it is. */
  readonly copies: ReadonlyMap<number, number>;
  /** By what they are: rows about requests that the log does not hold. */
  readonly orphans: Readonly<Partial<Record<EventKind, number>>>;
}

export const NONE = 0;

/** Folds the events of each key, however far apart their rows stand; most keys have none to join. */
export function foldedKeys(spool: EventSpool, rule: FoldRule): FoldedKeys {
  const { headers } = spool;
  const isHead = new Uint8Array(headers.length);
  const next = new Uint32Array(headers.length);
  const copies = new Map<number, number>();
  const orphans: Partial<Record<EventKind, number>> = {};
  /** Whether it is a request that nothing is joined to, whatever else its key holds of the kind. */
  const isWhole = (event: number): boolean =>
    isCallEvent(spool, event) &&
    !headers.hasFailed(event) &&
    !headers.sharesId(event) &&
    headers.response(event) === undefined;
  for (let key = 0; key < spool.keyCount; key += 1) {
    const events = spool.eventsOf(key);
    if (events.length === 1 ? isCallEvent(spool, events[0] ?? 0) : events.every(isWhole)) {
      for (const event of events) isHead[event] = 1;
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
      isHead[chain[0]?.event ?? 0] = 1;
      chain.forEach(({ event }, index) => {
        next[event] = (chain[index + 1]?.event ?? NONE - 1) + 1;
      });
    }
    if (events.some((event) => headers.sharesId(event))) countCopies(chains, copies);
  }
  return { isHead, next, copies, orphans };
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
