import { countColumn } from "../growing-column.ts";
import { sparseColumn } from "../sparse-column.ts";
import { textIndex } from "../text-index.ts";
import { eventColumns, type EventColumns } from "./event-columns.ts";
import { openLineSpool } from "./line-spool.ts";
import type { PendingEvent } from "./pending-event.ts";

/** What is set aside of an event. */
export type SpooledEvent = Pick<PendingEvent, "foldKey" | "header" | "text" | "promptHash">;

/** The events of a log: their texts on disk, and in memory a few numbers of each. */
export interface EventSpool {
  append(event: SpooledEvent): void;
  /** Says that no more follows: what only appending needs is let go. */
  seal(): void;
  /** Says that the keys are folded: their chains are let go. */
  foldingDone(): void;
  /** Says that every request was told of once: from here on only their lines are asked for. */
  checkingDone(): void;
  readonly headers: EventColumns;
  /**
   * Of the prompts of a failed call and of the next event of its key, which are held against each
   * other; absent: it was not taken.
   */
  readonly promptHash: (event: number) => number | undefined;
  /** The event as the JSON text of a log line. */
  readonly text: (event: number) => string;
  /** The same as UTF-8; to be used before the next event is asked for. */
  readonly bytes: (event: number) => Uint8Array;
  /** How many fold keys there are; they are numbered as they first appear. */
  readonly keyCount: number;
  /** The events of a key in the order of the files: however far apart their rows stand, they are found. */
  readonly eventsOf: (key: number) => readonly number[];
  /** All events from one to another as lines of JSON, each with its line feed; the same holds for them. */
  readonly run: (first: number, last: number) => Uint8Array;
  /** How many bytes that would be. */
  readonly runLength: (first: number, last: number) => number;
  readonly close: () => void;
}

const NONE = 0;

export function openEventSpool(): EventSpool {
  const lines = openLineSpool();
  const headers = eventColumns();
  const keys = textIndex();
  const firstOfKey = countColumn();
  const lastOfKey = countColumn();
  /** By event, one more than the next event of its key. */
  const nextOfKey = countColumn();
  const prompts = sparseColumn();
  return {
    headers,
    promptHash: (event) => prompts.at(event),
    append: ({ foldKey, header, text, promptHash }) => {
      const known = keys.add(foldKey);
      const event = headers.length;
      let followsFailure = false;
      if (known >= 0) {
        firstOfKey.push(event);
        lastOfKey.push(event);
      } else {
        const before = lastOfKey.at(-1 - known);
        followsFailure = headers.hasFailed(before);
        nextOfKey.set(before, event + 1);
        lastOfKey.set(-1 - known, event);
      }
      if (header.hasFailed || followsFailure) prompts.push(event, promptHash());
      nextOfKey.push(NONE);
      headers.push(header);
      if (typeof text === "string") lines.append(text);
      else lines.appendBytes(text);
    },
    seal: () => {
      lines.flush();
      keys.free();
      lastOfKey.free();
    },
    foldingDone: () => {
      firstOfKey.free();
      nextOfKey.free();
      prompts.free();
      headers.foldingDone();
    },
    checkingDone: () => headers.checkingDone(),
    text: lines.text,
    bytes: lines.bytes,
    run: lines.run,
    runLength: lines.runLength,
    get keyCount() {
      return firstOfKey.length;
    },
    eventsOf: (key) => {
      const events = [firstOfKey.at(key)];
      for (let next = nextOfKey.at(events[0] ?? 0); next !== NONE; next = nextOfKey.at(next - 1)) {
        events.push(next - 1);
      }
      return events;
    },
    close: () => {
      headers.free();
      lines.close();
    },
  };
}
