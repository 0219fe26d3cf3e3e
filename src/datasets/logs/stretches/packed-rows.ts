import { failureKinds } from "../../../core/failure.ts";
import type { LoggedAttempt, LoggedResult } from "../../../core/logged-request.ts";
import { eventKinds } from "../event-columns.ts";
import type { WrittenEvent } from "../pending-event.ts";

/**
 * Rows as they cross from a thread to another: a million of them are numbers and a few long texts,
 * as objects would take longer to cross than to read.
 */
export interface PackedRows {
  /**
   * Row by row: absent numbers are NaN. A row is its line, counted from 1, and how many events it
   * has; its events follow, each with its attempts. Which place of them holds what, `putEvent` and
   * `putAttempt` say here and `unpackedRows` there.
   */
  readonly numbers: Float64Array<SharedArrayBuffer>;
  /** How many of the numbers are used. */
  readonly count: number;
  /** Of each event its id, where it counts, and its fold key, where that is another text. */
  readonly texts: string;
  /** Names of routes, models and such, which attempts have by their place here; -1: none. */
  readonly names: readonly string[];
  /** Lines of JSON as UTF-8, one after the other. */
  readonly lines: Uint8Array<SharedArrayBuffer>;
  /** Of rows that were not found sound: the lines as they stand in the file. */
  readonly oddLines: readonly string[];
}

/** In the place of the number of events: the row is the next of the odd lines. */
export const ODD_ROW = -1;
/** The same: the file has come to the end of a piece. */
export const PIECE_END = -2;
export const ROW_NUMBERS = 2;
export const EVENT_NUMBERS = 15;
export const ATTEMPT_NUMBERS = 14;
/** In the place of a failure's kind. */
export const RESPONSE = -1;
export const UNSEEN = -2;
/** In the place of a length: there is no id, or the fold key is the id. */
export const NO_TEXT = -1;

/** Room to pack into, which both threads have: handing it over and back took longer. */
export interface PackingRoom {
  readonly numbers: Float64Array<SharedArrayBuffer>;
  readonly lines: Uint8Array<SharedArrayBuffer>;
}

export interface RowPacker {
  row(line: number, events: readonly WrittenEvent[]): void;
  oddRow(line: number, text: string): void;
  readonly pieceEnd: () => void;
  packed(): PackedRows;
}

/** A row of some thirty numbers is rarely shorter. */
const BYTES_A_NUMBER = 32;
const MOST_BYTES_A_CHAR = 3;

/** Packs the rows of so many bytes, into room that was used before where there is some. */
export function rowPacker(bytesRead: number, room: PackingRoom | undefined): RowPacker {
  let numbers = room?.numbers ?? numbersFor(Math.ceil(bytesRead / BYTES_A_NUMBER));
  let count = 0;
  let lines = Buffer.from(room?.lines.buffer ?? new SharedArrayBuffer(bytesRead));
  let bytes = 0;
  const texts: string[] = [];
  const names = new Map<string, number>();
  const oddLines: string[] = [];
  /** Keys of which a call has failed: the prompt of the call after it is held against its own. */
  const failedKeys = new Set<string>();

  /** The place of a name among the names. */
  const placeOf = (name: string | undefined): number => {
    if (name === undefined) return NO_TEXT;
    let place = names.get(name);
    if (place === undefined) {
      place = names.size;
      names.set(name, place);
    }
    return place;
  };
  /** How long a text is that is set aside. */
  const textLength = (text: string | undefined): number => {
    if (text === undefined) return NO_TEXT;
    texts.push(text);
    return text.length;
  };
  /** How many bytes a line has that is set aside. */
  const lineLength = (text: string): number => {
    const most = bytes + text.length * MOST_BYTES_A_CHAR;
    if (most > lines.length) {
      const larger = Buffer.from(new SharedArrayBuffer(Math.max(most, 2 * lines.length)));
      lines.copy(larger, 0, 0, bytes);
      lines = larger;
    }
    const written = lines.write(text, bytes, "utf8");
    bytes += written;
    return written;
  };
  /** Where so many more numbers go. */
  const roomFor = (more: number): number => {
    const at = count;
    count += more;
    if (count > numbers.length) {
      const larger = numbersFor(2 * count);
      larger.set(numbers.subarray(0, at));
      numbers = larger;
    }
    return at;
  };

  const putRow = (line: number | undefined, eventCount: number): void => {
    const at = roomFor(ROW_NUMBERS);
    numbers[at] = line ?? NaN;
    numbers[at + 1] = eventCount;
  };

  const putEvent = (event: WrittenEvent): void => {
    const { id, foldKey, header, attempts, promptHash } = event;
    const at = roomFor(EVENT_NUMBERS);
    numbers[at] = textLength(id);
    numbers[at + 1] = textLength(foldKey === id ? undefined : foldKey);
    numbers[at + 2] = lineLength(event.text);
    numbers[at + 3] = attempts.length;
    numbers[at + 4] = event.madeAtMs ?? NaN;
    numbers[at + 5] = eventKinds.indexOf(header.kind);
    numbers[at + 6] =
      Number(header.hasFailed) +
      2 * Number(header.sharesId) +
      4 * Number(header.isRedacted) +
      8 * Number(header.isExcluded);
    numbers[at + 7] = header.startMs ?? NaN;
    numbers[at + 8] = header.endMs ?? NaN;
    numbers[at + 9] = header.arrivedAtMs ?? NaN;
    numbers[at + 10] = header.response ?? NaN;
    numbers[at + 11] = header.chain ?? NaN;
    numbers[at + 12] = header.unseen;
    numbers[at + 13] = header.folded;
    numbers[at + 14] = header.hasFailed || failedKeys.has(foldKey) ? promptHash() : NaN;
    if (header.hasFailed) failedKeys.add(foldKey);
    for (const attempt of attempts) putAttempt(attempt);
  };

  const putAttempt = (attempt: LoggedAttempt): void => {
    const { usage } = attempt;
    const at = roomFor(ATTEMPT_NUMBERS);
    numbers[at] = placeOf(attempt.route);
    numbers[at + 1] = placeOf(attempt.requestedModel);
    numbers[at + 2] = placeOf(attempt.servedModel);
    numbers[at + 3] = placeOf(attempt.provider);
    numbers[at + 4] = placeOf(attempt.serviceTier);
    numbers[at + 5] = resultNumber(attempt.result);
    numbers[at + 6] = Number(attempt.isCacheHit);
    numbers[at + 7] = attempt.costNanoUsd ?? NaN;
    numbers[at + 8] = usage.inputUncachedTokens ?? NaN;
    numbers[at + 9] = usage.inputCacheReadTokens ?? NaN;
    numbers[at + 10] = usage.inputCacheWriteTokens ?? NaN;
    numbers[at + 11] = usage.inputCacheWriteLongTokens ?? NaN;
    numbers[at + 12] = usage.outputTokens ?? NaN;
    numbers[at + 13] = usage.outputReasoningTokens ?? NaN;
  };

  return {
    row: (line, events) => {
      putRow(line, events.length);
      for (const event of events) putEvent(event);
    },
    oddRow: (line, text) => {
      putRow(line, ODD_ROW);
      oddLines.push(text);
    },
    pieceEnd: () => putRow(undefined, PIECE_END),
    packed: () => ({
      numbers,
      count,
      texts: texts.join(""),
      names: [...names.keys()],
      lines: new Uint8Array(lines.buffer),
      oddLines,
    }),
  };
}

function numbersFor(count: number): Float64Array<SharedArrayBuffer> {
  return new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT));
}

function resultNumber(result: LoggedResult): number {
  if (result.kind === "failure") return failureKinds.indexOf(result.failure.kind);
  return result.kind === "response" ? RESPONSE : UNSEEN;
}
