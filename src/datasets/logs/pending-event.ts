import type { LoggedAttempt } from "../../core/logged-request.ts";
import { hash53 } from "../../core/seed.ts";
import type { LogSettings } from "../manifest.ts";
import type { EventHeader } from "./event-columns.ts";
import { loggedAttempt } from "./from-log-line.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogAttempt, LogLine } from "./log-line.ts";
import type { RowParts } from "./row-parts.ts";
import { toLogLine } from "./to-log-line.ts";

/** An event of the row at hand, ready to be set aside once the whole row is known to be sound. */
export interface PendingEvent {
  /** Of a call that stands in one row only; absent: it is none, or the format lets calls share ids. */
  readonly id: string | undefined;
  readonly foldKey: string;
  readonly header: EventHeader;
  /** As a line of JSON, or as its UTF-8. */
  readonly text: string | Uint8Array;
  /** Calls that the row shows: they count. */
  readonly attempts: readonly LoggedAttempt[];
  /** When they were made, in milliseconds since 1970; absent: not logged. */
  readonly madeAtMs: number | undefined;
  /** Equal for equal prompts, and as good as never for others; 0: none is kept. */
  readonly promptHash: () => number;
}

/** One that was just read. */
export interface WrittenEvent extends PendingEvent {
  readonly text: string;
}

export function pendingEvent(
  event: LogEvent,
  parts: RowParts,
  { id, foldKey }: Pick<PendingEvent, "id" | "foldKey">,
  settings: LogSettings,
  { file, line, sharesId }: Pick<EventHeader, "file" | "line" | "sharesId">,
): WrittenEvent {
  const logLine = toLogLine(event, parts, settings.routes);
  const { attempts } = logLine;
  const timed = event.kind === "call" || event.kind === "request";
  const unseen = unseenIn(attempts);
  const header: EventHeader = {
    kind: kindOf(event, parts),
    startMs: timed ? (event.startMs ?? parts.arrivedAtMs) : undefined,
    endMs: event.kind === "call" ? event.endMs : undefined,
    arrivedAtMs: logLine.at_ms,
    hasFailed: attempts.at(-1)?.error !== undefined,
    response: event.kind === "call" ? hashOf(event.responseId) : undefined,
    chain: event.kind === "call" ? hashOf(event.chain) : undefined,
    sharesId,
    isRedacted: logLine.redacted === true,
    isExcluded: parts.isExcluded === true,
    unseen,
    folded: event.kind === "record" ? Math.max(0, attempts.length - unseen - 1) : 0,
    file,
    line,
  };
  return {
    id,
    foldKey,
    header,
    text: JSON.stringify(logLine),
    attempts: attemptsIn(event),
    madeAtMs: madeAt(event),
    promptHash: () => promptHashOf(logLine),
  };
}

export function promptHashOf({ messages }: LogLine): number {
  return messages === undefined ? 0 : hash53(JSON.stringify(messages)) || 1;
}

/** Of a call that another row asked for, only the answer stands here. */
function kindOf(event: LogEvent, parts: RowParts): EventHeader["kind"] {
  if (event.kind === "record") return "call";
  if (event.kind !== "call") return event.kind;
  return event.input === undefined && parts.messages === undefined ? "answer" : "call";
}

function unseenIn(attempts: readonly LogAttempt[]): number {
  let count = 0;
  for (const { unseen } of attempts) if (unseen === true) count += 1;
  return count;
}

function hashOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : hash53(text);
}

function attemptsIn(event: LogEvent): readonly LoggedAttempt[] {
  if (event.kind === "call") return [event.attempt];
  if (event.kind !== "record") return noAttempts;
  return event.line.attempts.map(loggedAttempt).filter(({ result }) => result.kind !== "unseen");
}

const noAttempts: readonly LoggedAttempt[] = [];

/** When the calls of an event were made: what the log says, whatever a manifest reads elsewhere. */
export function madeAt(event: LogEvent): number | undefined {
  if (event.kind === "record") return event.line.at_ms;
  return event.kind === "call" ? event.startMs : undefined;
}
