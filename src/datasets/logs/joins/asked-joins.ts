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

/** Some tasks are held at a time, each of them several times over. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Undefined: their lines are longer than is worth holding in two threads. */
export function askedJoins(
  spool: EventSpool,
  requests: readonly RequestRows[],
): AskedJoins | undefined {
  const { headers } = spool;
  let bytes = 0;
  const numbers: number[] = [];
  for (const { events, copy } of requests) {
    numbers.push(copy, events.length);
    for (const event of events) {
      const { from, to } = spool.place(event);
      bytes += to - from;
      numbers.push(from, to, eventKinds.indexOf(headers.kindOf(event)));
      numbers.push(headers.startMs(event) ?? Number.NaN, headers.response(event) ?? Number.NaN);
    }
  }
  if (bytes > MOST_BYTES) return undefined;
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
  const room = Buffer.allocUnsafe(WINDOW_BYTES);
  let window: Buffer | undefined;
  let windowAt = 0;
  const bytesOf = (from: number, to: number): Buffer => {
    const end = windowAt + (window?.length ?? 0);
    if (window !== undefined && from >= windowAt && to <= end) {
      return window.subarray(from - windowAt, to - windowAt);
    }
    const isNext = window === undefined || (from >= end && from < end + WINDOW_BYTES);
    if (isNext && to - from <= WINDOW_BYTES) {
      window = room.subarray(0, readSync(descriptor, room, 0, WINDOW_BYTES, from));
      windowAt = from;
      return window.subarray(0, to - from);
    }
    // Far from the others, or long: read alone, so that a row here and there costs no more than itself.
    const bytes = Buffer.allocUnsafe(to - from);
    readSync(descriptor, bytes, 0, bytes.length, from);
    return bytes;
  };
  // Written by `toLogLine` of this same run.
  return (from, to) => JSON.parse(bytesOf(from, to).toString("utf8")) as LogLine;
}
