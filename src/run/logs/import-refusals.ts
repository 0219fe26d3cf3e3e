import { closeSync, existsSync, openSync, readSync, readdirSync } from "node:fs";
import type { RejectedRow } from "../../core/dataset.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { ImportOptions } from "./import-options.ts";

/** What is in a folder is never written over. */
export function refuseFull(out: string): void {
  try {
    if (!existsSync(out) || readdirSync(out).length === 0) return;
  } catch (cause) {
    throw notWritable(out, cause);
  }
  throw new HarnessError("invalid-input", `-o ${out}: the folder is not empty`, {
    hint: "name a new folder: what is there is never written over",
  });
}

export function notWritable(out: string, cause: unknown): HarnessError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HarnessError("invalid-input", `-o ${out}: ${why}`, {
    cause,
    hint: "name a folder that can be written",
  });
}

/** Not one row of the log was a request. */
export function nothingRead(
  { files }: ImportOptions,
  rejected: number,
  first: RejectedRow | undefined,
): HarnessError {
  if (first === undefined) {
    const message = `${files.join(", ")}: holds no model call`;
    return new HarnessError("invalid-input", message, { hint: "is it a log of this format?" });
  }
  const { file, line, column, reason } = first;
  const what = column === undefined ? "" : `column "${column}": `;
  const message = `none of ${rejected} rows could be read; the first: ${file}:${line}: ${what}${reason}`;
  const hint = startsWithList(file)
    ? `a line holds one object, and this file is one list: jq -c '.[]' ${file} > lines.jsonl`
    : "is it a log of this format?";
  return new HarnessError("invalid-input", message, { hint });
}

/** Whether a plain file begins as a JSON list does, as exports over an API often are. */
function startsWithList(path: string): boolean {
  const bytes = Buffer.alloc(64);
  const file = openSync(path, "r");
  try {
    return /^\uFEFF?\s*\[/.test(bytes.toString("utf8", 0, readSync(file, bytes)));
  } finally {
    closeSync(file);
  }
}
