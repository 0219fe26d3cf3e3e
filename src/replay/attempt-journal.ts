import { closeSync, fdatasync, fstatSync, fsyncSync, ftruncateSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { HarnessError } from "../core/harness-error.ts";
import type { FinishLine, StartLine } from "./attempt-line.ts";
import { storageError } from "./storage-error.ts";
import { writeWhole } from "./write-whole.ts";

const NEWLINE = 0x0a;

/** How bytes reach the disk: handed in, so that a test can hand in a disk that is slow or full. */
export interface Disk {
  /** Waits for lines that are about to come: a trip to the disk costs more than a short wait. */
  readonly gather: () => Promise<void>;
  readonly append: (descriptor: number, bytes: Buffer) => Promise<void>;
  readonly sync: (descriptor: number) => Promise<void>;
}

/** Nothing beside the seconds that a model takes; at a thousand calls a second, four lines a trip. */
const GATHER_MS = 2;

const systemDisk: Disk = {
  gather: () => sleep(GATHER_MS),
  append: writeWhole,
  sync: promisify(fdatasync),
};

interface Entry {
  readonly text: string;
  readonly kept: () => void;
  readonly refused: (error: HarnessError) => void;
}

/**
 * `attempts.jsonl`: a promise for each line, which is kept once the line is durable. Lines that come
 * while the disk is busy share its next trip, so calls in flight do not queue for the disk one by
 * one. Once the disk has refused a line, every later one is refused as well.
 */
export class AttemptJournal {
  readonly #path: string;
  readonly #disk: Disk;
  readonly #descriptor: number;
  #goodBytes: number;
  #starts: Entry[] = [];
  #finishes: Entry[] = [];
  #writing: Promise<void> | undefined;
  #failure: HarnessError | undefined;

  constructor(path: string, disk: Disk = systemDisk) {
    this.#path = path;
    this.#disk = disk;
    try {
      this.#descriptor = openSync(path, "a+");
      syncFolderOf(path);
    } catch (cause) {
      throw storageError(path, cause);
    }
    this.#goodBytes = fstatSync(this.#descriptor).size;
  }

  /** Resolves once the line is durable; rejects with `HarnessError` "storage": nothing may be sent. */
  start(line: StartLine): Promise<void> {
    return this.#append(this.#starts, line);
  }

  /** Resolves once the line is durable; rejects with `HarnessError` "storage". */
  finish(line: FinishLine): Promise<void> {
    return this.#append(this.#finishes, line);
  }

  /** Throws what the disk refused, also where nobody has asked for it since. */
  async close(): Promise<void> {
    await this.#writing;
    closeSync(this.#descriptor);
    if (this.#failure !== undefined) throw this.#failure;
  }

  #append(queue: Entry[], line: StartLine | FinishLine): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise<void>((kept, refused) => {
      queue.push({ text: `${JSON.stringify(line)}\n`, kept, refused });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Never rejects: who appended is told. */
  async #writeAll(): Promise<void> {
    while (this.#starts.length + this.#finishes.length > 0) {
      await this.#disk.gather();
      const [finishes, starts] = [this.#finishes, this.#starts];
      this.#finishes = [];
      this.#starts = [];
      // Finishes first: where the disk fills up in the middle, what was paid for is kept.
      const paid = Buffer.from(finishes.map(({ text }) => text).join(""));
      const bytes = Buffer.concat([paid, Buffer.from(starts.map(({ text }) => text).join(""))]);
      await this.#write(bytes, paid.length);
      for (const { kept, refused } of [...finishes, ...starts]) {
        if (this.#failure === undefined) kept();
        else refused(this.#failure);
      }
    }
    this.#writing = undefined;
  }

  async #write(bytes: Buffer, paidBytes: number): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      await this.#disk.append(this.#descriptor, bytes);
      await this.#disk.sync(this.#descriptor);
      this.#goodBytes += bytes.length;
    } catch (cause) {
      this.#failure = storageError(this.#path, cause);
      this.#cutToLastFinish(bytes.subarray(0, paidBytes));
    }
  }

  /** A start that stays would count as a call of unknown result, though it was never sent. */
  #cutToLastFinish(paid: Buffer): void {
    try {
      const reached = Math.min(fstatSync(this.#descriptor).size - this.#goodBytes, paid.length);
      const newline = reached <= 0 ? -1 : paid.lastIndexOf(NEWLINE, reached - 1);
      ftruncateSync(this.#descriptor, this.#goodBytes + newline + 1);
    } catch {
      // The write's own failure is what is reported; a torn line is cut off by the next session.
    }
  }
}

/** A new file's name is durable only with its folder; not every system lets a folder be synced. */
function syncFolderOf(path: string): void {
  try {
    const folder = openSync(dirname(path), "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Nothing more can be done for it, and the lines themselves are synced all the same.
  }
}
