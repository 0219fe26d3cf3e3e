import { closeSync, createReadStream, openSync, statSync, truncateSync } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";
import { fromJournalLine } from "./from-journal-line.ts";
import type { JournalLine } from "./journal-line.ts";
import type { Outcome } from "../core/outcome.ts";

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
  let line = 0;
  for await (const bytes of wholeLines(path)) {
    line += 1;
    let parsed: JournalLine;
    try {
      parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as JournalLine;
      if (typeof parsed.record !== "string" || !Array.isArray(parsed.attempts)) {
        throw new Error("not an outcome");
      }
    } catch (cause) {
      throw new HarnessError("storage", `${path}:${line}: this line is damaged`, {
        cause,
        hint: "nothing was changed; restore the file, or start a new run",
      });
    }
    yield { line, outcome: fromJournalLine(parsed), policy: parsed.policy };
  }
}

async function* wholeLines(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path, {
    highWaterMark: 1 << 20,
  }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0) break;
      const end = chunk.subarray(start, newline);
      yield rest.length === 0 ? end : Buffer.concat([...rest, end]);
      rest = [];
      start = newline + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
}
