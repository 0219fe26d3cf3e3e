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
   * has; its events follow, each with its attempts, in the order in which `putEvent` and
   * `putAttempt` write them and `unpackedRows` counts them from 0.
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

  const put = (value: number | undefined): void => {
    numbers[count] = value ?? Number.NaN;
    count += 1;
  };
  const putName = (name: string | undefined): void => {
    if (name === undefined) return put(NO_TEXT);
    let place = names.get(name);
    if (place === undefined) {
      place = names.size;
      names.set(name, place);
    }
    put(place);
  };
  const putText = (text: string | undefined): void => {
    if (text === undefined) return put(NO_TEXT);
    texts.push(text);
    put(text.length);
  };
  const putLine = (text: string): void => {
    const most = bytes + text.length * MOST_BYTES_A_CHAR;
    if (most > lines.length) {
      const larger = Buffer.from(new SharedArrayBuffer(Math.max(most, 2 * lines.length)));
      lines.copy(larger, 0, 0, bytes);
      lines = larger;
    }
    const written = lines.write(text, bytes, "utf8");
    put(written);
    bytes += written;
  };
  const makeRoom = (more: number): void => {
    if (count + more <= numbers.length) return;
    const larger = numbersFor(2 * (count + more));
    larger.set(numbers.subarray(0, count));
    numbers = larger;
  };

  const putEvent = ({
    id,
    foldKey,
    header,
    text,
    attempts,
    madeAtMs,
    promptHash,
  }: WrittenEvent): void => {
    makeRoom(EVENT_NUMBERS + attempts.length * ATTEMPT_NUMBERS);
    putText(id);
    putText(foldKey === id ? undefined : foldKey);
    putLine(text);
    put(attempts.length);
    put(madeAtMs);
    put(eventKinds.indexOf(header.kind));
    put(
      Number(header.hasFailed) +
        2 * Number(header.sharesId) +
        4 * Number(header.isRedacted) +
        8 * Number(header.isExcluded),
    );
    put(header.startMs);
    put(header.endMs);
    put(header.arrivedAtMs);
    put(header.response);
    put(header.chain);
    put(header.unseen);
    put(header.folded);
    put(header.hasFailed || failedKeys.has(foldKey) ? promptHash() : undefined);
    if (header.hasFailed) failedKeys.add(foldKey);
    attempts.forEach(putAttempt);
  };

  const putAttempt = (attempt: LoggedAttempt): void => {
    const { usage } = attempt;
    putName(attempt.route);
    putName(attempt.requestedModel);
    putName(attempt.servedModel);
    putName(attempt.provider);
    putName(attempt.serviceTier);
    put(resultNumber(attempt.result));
    put(Number(attempt.isCacheHit));
    put(attempt.costNanoUsd);
    put(usage.inputUncachedTokens);
    put(usage.inputCacheReadTokens);
    put(usage.inputCacheWriteTokens);
    put(usage.inputCacheWriteLongTokens);
    put(usage.outputTokens);
    put(usage.outputReasoningTokens);
  };

  return {
    row: (line, events) => {
      makeRoom(ROW_NUMBERS);
      put(line);
      put(events.length);
      events.forEach(putEvent);
    },
    oddRow: (line, text) => {
      makeRoom(ROW_NUMBERS);
      put(line);
      put(ODD_ROW);
      oddLines.push(text);
    },
    pieceEnd: () => {
      makeRoom(ROW_NUMBERS);
      put(undefined);
      put(PIECE_END);
    },
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
