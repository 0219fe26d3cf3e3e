import { fdatasync, fstatSync, ftruncateSync, write } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { HarnessError } from "../../core/harness-error.ts";

const writeBytes = promisify(write);
const syncToDisk = promisify(fdatasync);
const NEWLINE = 0x0a;
/** Waits for lines that are about to come: a trip to the disk costs more than a short wait. */
const GATHER_MS = 2;

interface Waiting {
  readonly bytes: Buffer;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: HarnessError) => void;
}

/**
 * Appends lines that are durable before anyone hears of them. Lines that come while others are on
 * their way to the disk go together, and share one sync.
 */
export class PackWriter {
  readonly #path: string;
  readonly #descriptor: number;
  #goodBytes: number;
  #waiting: Waiting[] = [];
  #underWay: Promise<void> | undefined;
  #failure: HarnessError | undefined;

  /** The descriptor is open for appending, and its file ends with a whole line. */
  constructor(path: string, descriptor: number) {
    this.#path = path;
    this.#descriptor = descriptor;
    this.#goodBytes = fstatSync(descriptor).size;
  }

  /**
   * Takes a line with its newline. Resolves with the offset of the line once it is durable. Rejects with `HarnessError` "storage"
   * where the disk refuses it, and ever after: what was durable before stays.
   */
  append(bytes: Buffer): Promise<number> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#waiting.push({ bytes, resolve, reject });
    this.#underWay ??= this.#writeWaiting();
    return promise;
  }

  /** Waits for what was appended; whoever appended it hears whether it was kept. */
  async settle(): Promise<void> {
    await this.#underWay;
  }

  /** Never rejects: everybody who waits is told. */
  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      await sleep(GATHER_MS);
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        if (this.#failure !== undefined) throw this.#failure;
        await this.#writeDurably(Buffer.concat(batch.map(({ bytes }) => bytes)));
        let offset = this.#goodBytes;
        for (const { bytes, resolve } of batch) {
          resolve(offset);
          offset += bytes.length;
        }
        this.#goodBytes = offset;
      } catch (cause) {
        const failure = (this.#failure ??= storageError(this.#path, cause));
        for (const { reject } of batch) reject(failure);
      }
    }
    this.#underWay = undefined;
  }

  async #writeDurably(bytes: Buffer): Promise<void> {
    try {
      // A full disk may take part of a write without an error.
      for (let written = 0; written < bytes.length;) {
        const rest = bytes.length - written;
        const { bytesWritten } = await writeBytes(this.#descriptor, bytes, written, rest, null);
        if (bytesWritten === 0) throw new Error("no space left on device");
        written += bytesWritten;
      }
    } catch (cause) {
      this.#cutToLastWholeLine(bytes);
      throw cause;
    }
    await syncToDisk(this.#descriptor);
  }

  /** Whole lines that made it to the disk were paid for, and are kept. */
  #cutToLastWholeLine(bytes: Buffer): void {
    const reached = fstatSync(this.#descriptor).size - this.#goodBytes;
    const newline = reached <= 0 ? -1 : bytes.lastIndexOf(NEWLINE, reached - 1);
    ftruncateSync(this.#descriptor, this.#goodBytes + newline + 1);
  }
}

function storageError(path: string, cause: unknown): HarnessError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HarnessError("storage", `${path}: could not be written: ${why}`, { cause });
}
