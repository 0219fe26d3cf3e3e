import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync } from "node:fs";
import { promisify } from "node:util";
import type { HarnessError } from "../core/harness-error.ts";
import { storageError } from "./storage-error.ts";
import { writeWhole } from "./write-whole.ts";

const syncToDisk = promisify(fdatasync);

/** Bytes gathered before they are handed to the system: one call for some hundred short lines. */
const FLUSH_BYTES = 256 * 1024;
/** Bytes that may wait behind a write that is under way before writers have to wait too. */
const MOST_WAITING_BYTES = 4 * FLUSH_BYTES;
/** A UTF-16 unit is at most three bytes of UTF-8. */
const MOST_BYTES_A_CHAR = 3;
const NEWLINE = 0x0a;
/** Bytes after which what was written is made durable beside the work: the end waits for little. */
const SYNC_BYTES = 64 * 1024 * 1024;

/**
 * A file that only grows, one whole line at a time, written beside the work that fills it.
 *
 * On any failure the file is cut back to its last whole line.
 */
export class AppendFile {
  readonly #path: string;
  readonly #descriptor: number;
  #goodBytes: number;
  /** Lines are encoded as they come: kept as strings, they would outlive the young generation. */
  #filling: Buffer = Buffer.allocUnsafe(2 * FLUSH_BYTES);
  #filledBytes = 0;
  /** The buffer that is not being filled: under way to the disk, or spare. */
  #other: Buffer = Buffer.allocUnsafe(2 * FLUSH_BYTES);
  #underWay: Promise<void> | undefined;
  #unsyncedBytes = 0;
  #syncing: Promise<void> | undefined;
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
    this.#makeRoom((line.length + 1) * MOST_BYTES_A_CHAR);
    this.#filledBytes += this.#filling.write(line, this.#filledBytes, "utf8");
    this.#filling[this.#filledBytes] = NEWLINE;
    this.#filledBytes += 1;
    return this.#flushFull();
  }

  /** The same of whole lines that are encoded already, each with its newline; their bytes are copied. */
  appendLines(lines: Uint8Array): Promise<void> | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    this.#makeRoom(lines.length);
    this.#filling.set(lines, this.#filledBytes);
    this.#filledBytes += lines.length;
    return this.#flushFull();
  }

  #flushFull(): Promise<void> | undefined {
    if (this.#filledBytes < FLUSH_BYTES) return undefined;
    this.#underWay ??= this.#writeFilled();
    return this.#filledBytes < MOST_WAITING_BYTES ? undefined : this.#underWay;
  }

  /** Hands over what is left and begins to make it durable, which `close` waits for. */
  async flush(): Promise<void> {
    while (this.#failure === undefined && (this.#underWay || this.#filledBytes > 0)) {
      this.#underWay ??= this.#writeFilled();
      await this.#underWay;
    }
    if (this.#unsyncedBytes > 0) this.#syncing ??= this.#sync();
  }

  /** Everything that was appended is durable after this; throws what the disk refused. */
  async close(): Promise<void> {
    try {
      await this.flush();
      await this.#syncing;
      if (this.#unsyncedBytes > 0) await this.#sync();
      if (this.#failure !== undefined) throw this.#failure;
    } finally {
      closeSync(this.#descriptor);
    }
  }

  /** Never rejects: a failure is kept for whoever appends or closes next. */
  async #writeFilled(): Promise<void> {
    const whole = this.#filling;
    const bytes = whole.subarray(0, this.#filledBytes);
    this.#filling = this.#other;
    this.#other = whole;
    this.#filledBytes = 0;
    try {
      await writeWhole(this.#descriptor, bytes);
      this.#goodBytes += bytes.length;
      this.#unsyncedBytes += bytes.length;
      if (this.#unsyncedBytes >= SYNC_BYTES) this.#syncing ??= this.#sync();
    } catch (cause) {
      this.#cutToLastWholeLine(bytes);
      this.#failure = storageError(this.#path, cause);
    }
    this.#underWay = undefined;
  }

  /** Never rejects, like writing. */
  async #sync(): Promise<void> {
    this.#unsyncedBytes = 0;
    try {
      await syncToDisk(this.#descriptor);
    } catch (cause) {
      this.#failure ??= storageError(this.#path, cause);
    }
    this.#syncing = undefined;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#filledBytes + bytes;
    if (needed <= this.#filling.length) return;
    const larger = Buffer.allocUnsafe(2 * needed);
    this.#filling.copy(larger, 0, 0, this.#filledBytes);
    this.#filling = larger;
  }

  /** Whole lines that made it to the disk before the failure are kept. */
  #cutToLastWholeLine(bytes: Buffer): void {
    const reached = fstatSync(this.#descriptor).size - this.#goodBytes;
    const newline = reached <= 0 ? -1 : bytes.lastIndexOf(NEWLINE, reached - 1);
    ftruncateSync(this.#descriptor, this.#goodBytes + newline + 1);
  }
}
