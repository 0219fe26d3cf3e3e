import { countColumn } from "../growing-column.ts";
import { textIndex } from "../text-index.ts";
import { eventColumns, type EventColumns, type EventHeader } from "./event-columns.ts";
import { openLineSpool } from "./line-spool.ts";

/** The events of a log: their texts on disk, and in memory a few numbers of each. */
export interface EventSpool {
  append(foldKey: string, header: EventHeader, text: string): void;
  /** Says that no more follows: what only appending needs is let go. */
  seal(): void;
  /** Says that the keys are folded: their chains are let go. */
  foldingDone(): void;
  readonly headers: EventColumns;
  /** The event as the JSON text of a log line. */
  readonly text: (event: number) => string;
  /**
   * The events of each fold key, keys as they first appear, events in the order of the files:
   * however far apart the rows of a request stand, they are found.
   */
  keys(): Iterable<readonly number[]>;
  readonly close: () => void;
}

const NONE = 0;

export function openEventSpool(): EventSpool {
  const lines = openLineSpool();
  const headers = eventColumns();
  let keys = textIndex();
  let firstOfKey = countColumn();
  let lastOfKey = countColumn();
  /** By event, one more than the next event of its key. */
  let nextOfKey = countColumn();
  return {
    headers,
    append: (foldKey, header, text) => {
      const known = keys.add(foldKey);
      const event = headers.length;
      if (known >= 0) {
        firstOfKey.push(event);
        lastOfKey.push(event);
      } else {
        nextOfKey.set(lastOfKey.at(-1 - known), event + 1);
        lastOfKey.set(-1 - known, event);
      }
      nextOfKey.push(NONE);
      headers.push(header);
      lines.append(text);
    },
    seal: () => {
      keys = textIndex();
      lastOfKey = countColumn();
    },
    foldingDone: () => {
      firstOfKey = countColumn();
      nextOfKey = countColumn();
      headers.foldingDone();
    },
    text: lines.text,
    keys: function* () {
      for (let key = 0; key < firstOfKey.length; key += 1) {
        const events = [firstOfKey.at(key)];
        for (
          let next = nextOfKey.at(events[0] ?? 0);
          next !== NONE;
          next = nextOfKey.at(next - 1)
        ) {
          events.push(next - 1);
        }
        yield events;
      }
    },
    close: lines.close,
  };
}
