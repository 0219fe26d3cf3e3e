import { HarnessError } from "../core/harness-error.ts";
import { wholeLines } from "./whole-lines.ts";

/**
 * Every line of a journal as JSON, with its number from 1, in the order of writing.
 * Throws `HarnessError` "storage" for a line that is damaged, or is not what it should be.
 */
export async function* readLines<Line extends object>(
  path: string,
  isWhole: (line: Partial<Line>) => boolean,
): AsyncGenerator<{ readonly line: number; readonly value: Line }> {
  let line = 0;
  for await (const { bytes } of wholeLines(path)) {
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
