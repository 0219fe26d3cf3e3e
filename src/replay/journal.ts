import { closeSync, createReadStream, openSync, statSync, truncateSync } from "node:fs";
import { fromJournalLine } from "./from-journal-line.ts";
import type { JournalLine } from "./journal-line.ts";
import type { Outcome } from "../core/outcome.ts";
import { readLines } from "./read-lines.ts";

const NEWLINE = 0x0a;

/** What a look at a journal found, before anything of it is used. */
export interface JournalTail {
  /** Bytes of an unfinished last line that were cut off; 0: none. */
  readonly tornBytes: number;
}

/**
 * Cuts off a last line that a killed run left unfinished, so that the next append starts on a
 * fresh one. Damage anywhere else is not touched.
 */
export async function repairJournal(path: string): Promise<JournalTail> {
  // A run that was killed before its first outcome has no journal yet.
  closeSync(openSync(path, "a"));
  const { size } = statSync(path);
  let wholeBytes = 0;
  let offset = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const newline = chunk.lastIndexOf(NEWLINE);
    if (newline >= 0) wholeBytes = offset + newline + 1;
    offset += chunk.length;
  }
  if (wholeBytes < size) truncateSync(path, wholeBytes);
  return { tornBytes: size - wholeBytes };
}

/**
 * Every outcome of a journal with its line number, in the order of writing.
 * Throws `HarnessError` "storage" for a line that is damaged.
 */
export async function* readJournal(
  path: string,
): AsyncGenerator<{ readonly line: number; readonly outcome: Outcome; readonly policy: string }> {
  for await (const { line, value } of readLines<JournalLine>(path, isOutcomeLine)) {
    yield { line, outcome: fromJournalLine(value), policy: value.policy };
  }
}

function isOutcomeLine(line: Partial<JournalLine>): boolean {
  return typeof line.record === "string" && Array.isArray(line.attempts);
}
