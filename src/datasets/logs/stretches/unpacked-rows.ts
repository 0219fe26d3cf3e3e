import { failureKinds } from "../../../core/failure.ts";
import type { LoggedAttempt, LoggedResult } from "../../../core/logged-request.ts";
import { eventKinds } from "../event-columns.ts";
import type { LogLine } from "../log-line.ts";
import {
  ATTEMPT_NUMBERS,
  EVENT_NUMBERS,
  NO_TEXT,
  ODD_ROW,
  PIECE_END,
  RESPONSE,
  ROW_NUMBERS,
  UNSEEN,
  type PackedRows,
} from "./packed-rows.ts";
import { promptHashOf, type PendingEvent } from "../pending-event.ts";
import { unseenResponse } from "../response-body.ts";

/** What comes next in a stretch; lines are counted from its start. */
export type UnpackedRow =
  | { readonly kind: "row"; readonly line: number; readonly events: readonly PendingEvent[] }
  /** Not found sound by itself: it is to be read again. */
  | { readonly kind: "odd"; readonly line: number; readonly text: string }
  | { readonly kind: "piece-end" };

const pieceEnd: UnpackedRow = { kind: "piece-end" };

/**
 * The rows of a stretch that starts after so many lines of its file. Texts of events are views of
 * what was packed: they hold until its room is used again.
 */
export function* unpackedRows(
  packed: PackedRows,
  file: number,
  linesBefore: number,
): Generator<UnpackedRow> {
  const { numbers, count, texts, names, lines, oddLines } = packed;
  let at = 0;
  let textAt = 0;
  let lineAt = 0;
  let oddRows = 0;
  /** One of the numbers after the one at hand. */
  const number = (place: number): number => numbers[at + place] ?? Number.NaN;
  const known = (place: number): number | undefined => {
    const value = number(place);
    return Number.isNaN(value) ? undefined : value;
  };
  const name = (place: number): string | undefined => {
    const named = number(place);
    // Not looked up where there is none: this engine is slow to find nothing before an array's start.
    return named === NO_TEXT ? undefined : names[named];
  };
  const nextText = (length: number): string | undefined => {
    if (length === NO_TEXT) return undefined;
    textAt += length;
    return texts.slice(textAt - length, textAt);
  };

  const nextEvent = (line: number): PendingEvent => {
    const id = nextText(number(0));
    const foldKey = nextText(number(1)) ?? id ?? "";
    const text = new Uint8Array(lines.buffer, lineAt, number(2));
    lineAt += text.length;
    const attemptCount = number(3);
    const madeAtMs = known(4);
    const flags = number(6);
    const header = {
      kind: eventKinds[number(5)] ?? "call",
      hasFailed: (flags & 1) !== 0,
      sharesId: (flags & 2) !== 0,
      isRedacted: (flags & 4) !== 0,
      isExcluded: (flags & 8) !== 0,
      startMs: known(7),
      endMs: known(8),
      arrivedAtMs: known(9),
      response: known(10),
      chain: known(11),
      unseen: number(12),
      folded: number(13),
      file,
      line,
    };
    const hash = known(14);
    at += EVENT_NUMBERS;
    const attempts: LoggedAttempt[] = [];
    for (let index = 0; index < attemptCount; index += 1) attempts.push(nextAttempt());
    const promptHash = (): number => hash ?? promptHashOf(lineIn(text));
    return { id, foldKey, header, text, attempts, madeAtMs, promptHash };
  };

  /** What counts of an attempt: what it answered and how long it took stand in the line alone. */
  const nextAttempt = (): LoggedAttempt => {
    const attempt: LoggedAttempt = {
      route: name(0),
      requestedModel: name(1),
      servedModel: name(2),
      provider: name(3),
      serviceTier: name(4),
      result: resultOf(number(5)),
      isCacheHit: number(6) === 1,
      costNanoUsd: known(7),
      usage: {
        inputUncachedTokens: known(8),
        inputCacheReadTokens: known(9),
        inputCacheWriteTokens: known(10),
        inputCacheWriteLongTokens: known(11),
        outputTokens: known(12),
        outputReasoningTokens: known(13),
      },
      latencyMs: undefined,
      firstTokenMs: undefined,
    };
    at += ATTEMPT_NUMBERS;
    return attempt;
  };

  while (at < count) {
    const line = number(0) + linesBefore;
    const eventCount = number(1);
    at += ROW_NUMBERS;
    if (eventCount === PIECE_END) yield pieceEnd;
    else if (eventCount === ODD_ROW) {
      yield { kind: "odd", line, text: oddLines[oddRows] ?? "" };
      oddRows += 1;
    } else {
      const events: PendingEvent[] = [];
      for (let index = 0; index < eventCount; index += 1) events.push(nextEvent(line));
      yield { kind: "row", line, events };
    }
  }
}

const response: LoggedResult = { kind: "response", response: unseenResponse };
const unseen: LoggedResult = { kind: "unseen" };
const failures: readonly LoggedResult[] = failureKinds.map((kind) => ({
  kind: "failure",
  failure: { kind, detail: undefined, retryAfterMs: undefined },
}));

function resultOf(result: number): LoggedResult {
  if (result === RESPONSE) return response;
  return result === UNSEEN ? unseen : (failures[result] ?? unseen);
}

function lineIn(text: Uint8Array): LogLine {
  // Written by `toLogLine` of this same run.
  return JSON.parse(Buffer.from(text.buffer, text.byteOffset, text.length).toString()) as LogLine;
}
