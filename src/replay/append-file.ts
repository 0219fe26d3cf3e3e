import { closeSync, fstatSync, fsync, ftruncateSync, openSync, write } from "node:fs";
import { promisify } from "node:util";
import { HarnessError } from "../core/harness-error.ts";

const writeBytes = promisify(write);
const syncToDisk = promisify(fsync);

/** Text gathered before it is handed to the system: one call for some hundred short lines. */
const FLUSH_CHARS = 256 * 1024;
/** Text that may wait behind a write that is under way before writers have to wait too. */
const MOST_PENDING_CHARS = 4 * FLUSH_CHARS;
/** A UTF-16 unit is at most three bytes of UTF-8. */
const MOST_BYTES_A_CHAR = 3;

/**
 * A file that only grows, one whole line at a time, written beside the work that fills it.
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
  #encoded: Buffer = Buffer.alloc(0);
  #underWay: Promise<void> | undefined;
  #failure: HarnessError | undefined;

  constructor(path: string) {
    this.#path = path;
    try {
      this.#descriptor = openSync(path, "a+");
    } catch (cause) {
      throw storageError(path, cause);
    }
    this.#goodBytes = fstatSync(this.#descriptor).size;
  }

  /**
   * Takes a line without its newline; a promise asks to wait for it before the next one.
   * Throws `HarnessError` "storage" once the disk has refused an earlier line.
   */
  append(line: string): Promise<void> | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    this.#pending.push(line);
    this.#pendingChars += line.length + 1;
    if (this.#pendingChars < FLUSH_CHARS) return undefined;
    this.#underWay ??= this.#writePending();
    return this.#pendingChars < MOST_PENDING_CHARS ? undefined : this.#underWay;
  }

  /** Writes what is left and makes all of it durable; throws what the disk refused. */
  async close(): Promise<void> {
    try {
      while (this.#failure === undefined && (this.#underWay || this.#pending.length > 0)) {
        this.#underWay ??= this.#writePending();
        await this.#underWay;
      }
      if (this.#failure !== undefined) throw this.#failure;
      await syncToDisk(this.#descriptor).catch((cause: unknown) => {
        throw storageError(this.#path, cause);
      });
    } finally {
      closeSync(this.#descriptor);
    }
  }

  /** Never rejects: a failure is kept for whoever appends or closes next. */
  async #writePending(): Promise<void> {
    const bytes = this.#encode(`${this.#pending.join("\n")}\n`);
    this.#pending = [];
    this.#pendingChars = 0;
    try {
      let written = 0;
      while (written < bytes.length) {
        const rest = bytes.length - written;
        const { bytesWritten } = await writeBytes(this.#descriptor, bytes, written, rest, null);
        if (bytesWritten === 0) throw new Error("no space left on device");
        written += bytesWritten;
      }
      this.#goodBytes += bytes.length;
    } catch (cause) {
      this.#cutToLastWholeLine(bytes);
      this.#failure = storageError(this.#path, cause);
    }
    this.#underWay = undefined;
  }

  /** One write is under way at a time, so all of them can share one buffer. */
  #encode(text: string): Buffer {
    const mostBytes = text.length * MOST_BYTES_A_CHAR;
    if (this.#encoded.length < mostBytes) this.#encoded = Buffer.allocUnsafe(mostBytes);
    return this.#encoded.subarray(0, this.#encoded.write(text, "utf8"));
  }

  /** Whole lines that made it to the disk before the failure are kept. */
  #cutToLastWholeLine(bytes: Buffer): void {
    const reached = fstatSync(this.#descriptor).size - this.#goodBytes;
    const newline = reached <= 0 ? -1 : bytes.lastIndexOf(0x0a, reached - 1);
    ftruncateSync(this.#descriptor, this.#goodBytes + newline + 1);
  }
}

function storageError(path: string, cause: unknown): HarnessError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HarnessError("storage", `${path}: could not be written: ${why}`, {
    cause,
    hint: "what was finished is safe; make room, then resume the run",
  });
}
