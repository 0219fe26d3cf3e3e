import { hash53 } from "../../core/seed.ts";
import type { LogSettings } from "../manifest.ts";
import type { EventHeader } from "./event-columns.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogLine } from "./log-line.ts";
import type { RowParts } from "./row-parts.ts";
import { toLogLine } from "./to-log-line.ts";

/** An event of the row at hand, ready to be set aside once the whole row is known to be sound. */
export interface PendingEvent {
  readonly foldKey: string;
  readonly header: EventHeader;
  readonly text: string;
}

export function pendingEvent(
  event: LogEvent,
  parts: RowParts,
  foldKey: string,
  settings: LogSettings,
  place: Pick<EventHeader, "file" | "line" | "sharesId">,
): PendingEvent {
  const logLine = toLogLine(event, parts, settings.routes);
  const timed = event.kind === "call" || event.kind === "request";
  const header = {
    kind: kindOf(event, parts),
    startMs: timed ? (event.startMs ?? parts.arrivedAtMs) : undefined,
    endMs: event.kind === "call" ? event.endMs : undefined,
    arrivedAtMs: logLine.at_ms,
    response: event.kind === "call" ? hashOf(event.responseId) : undefined,
    chain: event.kind === "call" ? hashOf(event.chain) : undefined,
    unseen: logLine.attempts.filter(({ unseen }) => unseen === true).length,
    folded: event.kind === "record" ? foldedIn(logLine) : 0,
    isRedacted: logLine.redacted === true,
    isExcluded: parts.isExcluded === true,
    promptHash: promptHash(logLine),
    hasFailed: logLine.attempts.at(-1)?.error !== undefined,
    ...place,
  };
  return { foldKey, header, text: JSON.stringify(logLine) };
}

function promptHash({ messages }: LogLine): number {
  return messages === undefined ? 0 : hash53(JSON.stringify(messages)) || 1;
}

/** Of a call that another row asked for, only the answer stands here. */
function kindOf(event: LogEvent, parts: RowParts): EventHeader["kind"] {
  if (event.kind === "record") return "call";
  if (event.kind !== "call") return event.kind;
  return event.input === undefined && parts.messages === undefined ? "answer" : "call";
}

function foldedIn({ attempts }: LogLine): number {
  return Math.max(0, attempts.filter(({ unseen }) => unseen !== true).length - 1);
}

function hashOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : hash53(text);
}
