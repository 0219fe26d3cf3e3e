import { readSync } from "node:fs";
import { eventKinds } from "../event-columns.ts";
import type { EventSpool } from "../event-spool.ts";
import type { JoinPart } from "../joined-request.ts";
import type { LogLine } from "../log-line.ts";
import type { RequestRows } from "../log-request.ts";

/** Requests that a thread is asked to join. */
export interface AskedJoins {
  /** Of the spool, which all threads share. */
  readonly descriptor: number;
  /**
   * Request by request: which copy it is and how many rows it has; of each row where its line
   * starts and ends in the spool, its kind, its start and its response's hash (NaN: absent).
   */
  readonly numbers: Float64Array;
}

export function askedJoins(spool: EventSpool, requests: readonly RequestRows[]): AskedJoins {
  const { headers } = spool;
  const numbers: number[] = [];
  for (const { events, copy } of requests) {
    numbers.push(copy, events.length);
    for (const event of events) {
      const { from, to } = spool.place(event);
      numbers.push(from, to, eventKinds.indexOf(headers.kindOf(event)));
      numbers.push(headers.startMs(event) ?? Number.NaN, headers.response(event) ?? Number.NaN);
    }
  }
  return { descriptor: spool.descriptor, numbers: Float64Array.from(numbers) };
}

/** What was asked, request by request. */
export function* partsAsked({
  descriptor,
  numbers,
}: AskedJoins): Generator<{ readonly parts: readonly JoinPart[]; readonly copy: number }> {
  const lines = linesAt(descriptor);
  let at = 0;
  const next = (): number => numbers[at++] ?? Number.NaN;
  while (at < numbers.length) {
    const copy = next();
    const parts = Array.from({ length: next() }, (): JoinPart => {
      const [from, to] = [next(), next()];
      const kind = eventKinds[next()] ?? "call";
      const [startMs, response] = [known(next()), known(next())];
      let line: LogLine | undefined;
      return { kind, startMs, response, line: () => (line ??= lines(from, to)) };
    });
    yield { parts, copy };
  }
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

/** Lines are near each other: one read serves many. */
const WINDOW_BYTES = 256 * 1024;

function linesAt(descriptor: number): (from: number, to: number) => LogLine {
  let window = Buffer.alloc(0);
  let windowAt = 0;
  return (from, to) => {
    if (from < windowAt || to > windowAt + window.length) {
      const room = Buffer.allocUnsafe(Math.max(WINDOW_BYTES, to - from));
      window = room.subarray(0, readSync(descriptor, room, 0, room.length, from));
      windowAt = from;
    }
    // Written by `toLogLine` of this same run.
    return JSON.parse(window.toString("utf8", from - windowAt, to - windowAt)) as LogLine;
  };
}
