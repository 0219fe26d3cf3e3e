import type { EventSpool } from "./event-spool.ts";
import type { JoinedRequest } from "./joined-request.ts";
import type { LogLine } from "./log-line.ts";
import { splicedLine } from "./spliced-line.ts";

/**
 * The request that some calls make, without parsing their lines. Undefined: it is more than that;
 * `joinedRequest` makes the request of any rows.
 */
export function splicedRequest(
  spool: EventSpool,
  events: readonly number[],
): JoinedRequest | undefined {
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
  const { text, arrivedAtMs } = spliced;
  // Written by `toLogLine` of this same run.
  const line = (): LogLine => JSON.parse(text) as LogLine;
  return {
    id: () => line().id,
    line,
    text: () => text,
    bytes: () => Buffer.from(text),
    folded: events.length - 1,
    unseen: 0,
    hasAnswer: true,
    isRedacted,
    arrivedAtMs,
  };
}
