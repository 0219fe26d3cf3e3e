import { createReadStream } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";

const NEWLINE = 0x0a;

/**
 * Every line of a journal as JSON, with its number from 1, in the order of writing.
 * Throws `HarnessError` "storage" for a line that is damaged, or is not what it should be.
 */
export async function* readLines<Line extends object>(
  path: string,
  isWhole: (line: Partial<Line>) => boolean,
): AsyncGenerator<{ readonly line: number; readonly value: Line }> {
  let line = 0;
  for await (const bytes of wholeLines(path)) {
    line += 1;
    let value: Line;
    try {
      value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Line;
      if (!isWhole(value)) throw new Error("a field is missing");
    } catch (cause) {
      throw new HarnessError("storage", `${path}:${line}: this line is damaged`, {
        cause,
        hint: "nothing was changed; restore the file, or start a new run",
      });
    }
    yield { line, value };
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
