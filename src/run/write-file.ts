import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";

/** Written out when so much has come together. */
const BUFFERED_CHARS = 1 << 18;

/** Replaces a file whole or not at all: written beside it, made durable, renamed over it. */
export function writeFileWhole(path: string, text: string): void {
  writePartsWhole(path, [text]);
}

/**
 * The same of a text that comes in parts and is never held whole. What making a part throws of our
 * own kind is thrown on; all else is `storage`.
 */
export function writePartsWhole(path: string, parts: Iterable<string>): void {
  const beside = `${path}.tmp`;
  try {
    const descriptor = openSync(beside, "w");
    try {
      let text = "";
      for (const part of parts) {
        text += part;
        if (text.length < BUFFERED_CHARS) continue;
        writeAll(descriptor, text);
        text = "";
      }
      writeAll(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (cause) {
    rmSync(beside, { force: true });
    if (cause instanceof HarnessError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("storage", `${path}: could not be written: ${why}`, { cause });
  }
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  let written = 0;
  while (written < bytes.length) {
    const count = writeSync(descriptor, bytes, written, bytes.length - written);
    if (count === 0) throw new Error("no space left on device");
    written += count;
  }
}
