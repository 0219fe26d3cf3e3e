import { closeSync, fstatSync, ftruncateSync, openSync, writeSync, fsyncSync } from "node:fs";
import { HarnessError } from "../core/harness-error.ts";

/** Text gathered before it is handed to the system: one call for some hundred short lines. */
const FLUSH_CHARS = 256 * 1024;

/**
 * A file that only grows, one whole line at a time.
 *
 * A full disk may take part of a write without an error, so the length that was written is checked,
 * and on any failure the file is cut back to its last whole line.
 */
export class AppendFile {
  readonly #path: string;
  readonly #descriptor: number;
  #goodBytes: number;
  #pending: string[] = [];
  #pendingChars = 0;
  #isBroken = false;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = storing(path, () => openSync(path, "a+"));
    this.#goodBytes = fstatSync(this.#descriptor).size;
  }

  /** `line` without its newline. Throws `HarnessError` "storage" when the disk does not take it. */
  append(line: string): void {
    this.#pending.push(line);
    this.#pendingChars += line.length + 1;
    if (this.#pendingChars >= FLUSH_CHARS) this.flush();
  }

  flush(): void {
    if (this.#pending.length === 0 || this.#isBroken) return;
    const bytes = Buffer.from(`${this.#pending.join("\n")}\n`, "utf8");
    this.#pending = [];
    this.#pendingChars = 0;
    try {
      let written = 0;
      while (written < bytes.length) {
        const count = writeSync(this.#descriptor, bytes, written, bytes.length - written);
        if (count === 0) throw new Error("no space left on device");
        written += count;
      }
      this.#goodBytes += bytes.length;
    } catch (cause) {
      this.#isBroken = true;
      this.#cutToLastWholeLine(bytes);
      throw storageError(this.#path, cause);
    }
  }

  close(): void {
    try {
      this.flush();
      if (!this.#isBroken) storing(this.#path, () => fsyncSync(this.#descriptor));
    } finally {
      closeSync(this.#descriptor);
    }
  }

  /** Whole lines that made it to the disk before the failure are kept. */
  #cutToLastWholeLine(bytes: Buffer): void {
    const reached = fstatSync(this.#descriptor).size - this.#goodBytes;
    const newline = reached <= 0 ? -1 : bytes.lastIndexOf(0x0a, reached - 1);
    ftruncateSync(this.#descriptor, this.#goodBytes + newline + 1);
  }
}

function storing<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw storageError(path, cause);
  }
}

function storageError(path: string, cause: unknown): HarnessError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HarnessError("storage", `${path}: could not be written: ${why}`, {
    cause,
    hint: "what was finished is safe; make room, then resume the run",
  });
}
