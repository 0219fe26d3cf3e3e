import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";

const NEWLINE = 0x0a;

/**
 * Adds whole lines to the end of a file in one write, so that processes that end together keep each
 * other's lines; a line that a killed process left torn is closed first. Durable after this. Throws
 * `HarnessError` "storage" where the file cannot be written.
 */
export function appendLines(file: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  try {
    const descriptor = openSync(file, "a+");
    try {
      const text = `${endsTorn(descriptor) ? "\n" : ""}${lines.join("\n")}\n`;
      const bytes = Buffer.from(text, "utf8");
      if (writeSync(descriptor, bytes) < bytes.length) throw new Error("no space left on device");
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("storage", `${file}: could not be appended to: ${why}`, { cause });
  }
}

function endsTorn(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}
