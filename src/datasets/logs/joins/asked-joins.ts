import { eventKinds } from "../event-columns.ts";
import type { EventSpool } from "../event-spool.ts";
import type { JoinPart } from "../fold-parts.ts";
import type { LogLine } from "../log-line.ts";
import { lineWindow } from "../line-window.ts";
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

/** Lines are near each other: one read serves many. */
const WINDOW_BYTES = 256 * 1024;
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
  const bytesAt = lineWindow(descriptor, WINDOW_BYTES);
  let at = 0;
  const next = (): number => numbers[at++] ?? Number.NaN;
  while (at < numbers.length) {
    const copy = next();
    const parts = Array.from({ length: next() }, (): JoinPart => {
      const place = { from: next(), to: next() };
      const kind = eventKinds[next()] ?? "call";
      const [startMs, response] = [known(next()), known(next())];
      let line: LogLine | undefined;
      return { kind, startMs, response, line: () => (line ??= lineIn(bytesAt(place))) };
    });
    yield { parts, copy };
  }
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function lineIn(bytes: Buffer): LogLine {
  // Written by `toLogLine` of this same run.
  return JSON.parse(bytes.toString("utf8")) as LogLine;
}
