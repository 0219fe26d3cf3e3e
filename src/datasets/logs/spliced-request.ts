import type { EventSpool } from "./event-spool.ts";
import type { JoinedRequest } from "./joined-request.ts";
import { lineId } from "./line-id.ts";
import type { LogLine } from "./log-line.ts";
import { splicedLine } from "./spliced-line.ts";

/** All their lines are held at once; the calls of a request are rarely more. */
const MOST_CALLS = 16;

/**
 * The request that some calls make, without parsing their lines. Undefined: it is more than that;
 * `joinedRequest` makes the request of any rows.
 */
export function splicedRequest(
  spool: EventSpool,
  events: readonly number[],
): JoinedRequest | undefined {
  if (events.length > MOST_CALLS) return undefined;
  const { headers } = spool;
  const [first = 0] = events;
  const isRedacted = headers.isRedacted(first);
  const isPlain = events.every(
    (event) =>
      headers.kindOf(event) === "call" &&
      headers.response(event) === undefined &&
      headers.isRedacted(event) === isRedacted,
  );
  if (!isPlain) return undefined;
  const spliced = splicedLine(events.map(spool.text), isRedacted);
  if (spliced === undefined) return undefined;
  // Encoded at once: the text is one of pieces, each of which keeps the whole line that it was cut from.
  const bytes = Buffer.from(spliced.text);
  const { arrivedAtMs } = spliced;
  // Written by `toLogLine` of this same run.
  const line = (): LogLine => JSON.parse(bytes.toString()) as LogLine;
  return {
    id: () => lineId(bytes) ?? line().id,
    line,
    text: () => bytes.toString(),
    bytes: () => bytes,
    folded: events.length - 1,
    unseen: 0,
    hasAnswer: true,
    isRedacted,
    arrivedAtMs,
  };
}
