import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";

/** Replaces a file whole or not at all: written beside it, made durable, renamed over it. */
export function writeFileWhole(path: string, text: string): void {
  const beside = `${path}.tmp`;
  try {
    const descriptor = openSync(beside, "w");
    try {
      const bytes = Buffer.from(text, "utf8");
      let written = 0;
      while (written < bytes.length) {
        const count = writeSync(descriptor, bytes, written, bytes.length - written);
        if (count === 0) throw new Error("no space left on device");
        written += count;
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, path);
  } catch (cause) {
    rmSync(beside, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("storage", `${path}: could not be written: ${why}`, { cause });
  }
}
