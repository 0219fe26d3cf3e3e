import type { EventSpool } from "./event-spool.ts";
import type { FoldPart } from "./fold-parts.ts";
import type { LogLine } from "./log-line.ts";
import { promptHashOf } from "./pending-event.ts";

/** A row of the spool as a part of a request. */
export interface SpooledPart extends FoldPart {
  readonly event: number;
}

export function partOf(spool: EventSpool, event: number): SpooledPart {
  const { headers } = spool;
  let line: LogLine | undefined;
  let prompt: number | undefined;
  return {
    event,
    kind: headers.kindOf(event),
    startMs: headers.startMs(event),
    endMs: headers.endMs(event),
    hasFailed: headers.hasFailed(event),
    response: headers.response(event),
    chain: headers.chain(event),
    // Of a line that is not kept: a key may have as many failed calls as the log has lines.
    promptHash: () => (prompt ??= spool.promptHash(event) ?? promptHashOf(lineOf(spool, event))),
    line: () => (line ??= lineOf(spool, event)),
  };
}

export function lineOf(spool: EventSpool, event: number): LogLine {
  // Written by `toLogLine` of this same run.
  return JSON.parse(spool.text(event)) as LogLine;
}

export function isCallEvent({ headers }: EventSpool, event: number): boolean {
  const kind = headers.kindOf(event);
  return kind === "call" || kind === "answer";
}
