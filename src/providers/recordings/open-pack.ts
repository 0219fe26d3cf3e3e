import { closeSync, fsyncSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../../core/harness-error.ts";
import type { Redact } from "../../core/redactor.ts";

/** What writing into a folder of recordings needs. */
export interface RecordingWrites {
  /** Makes this process the folder's one writer, or throws. */
  readonly lock: (path: string) => { readonly release: () => void; readonly note?: string };
  readonly redact: Redact;
}

/** A folder's one file of recordings, before a line of it was looked at. */
export interface OpenedPack {
  readonly descriptor: number;
  readonly notes: readonly string[];
  /** Absent: it is only read. */
  readonly release: (() => void) | undefined;
}

/** Where a folder keeps its recordings. */
export function packPath(folder: string): string {
  return join(folder, "recordings.jsonl");
}

/** Throws `HarnessError` "invalid-input" where there are no recordings to read. */
export function openToRead(folder: string): OpenedPack {
  try {
    return { descriptor: openSync(packPath(folder), "r"), notes: [], release: undefined };
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    if (isInTheWay(cause)) throw inTheWay(folder, cause);
    const why = isMissing ? "there are no recordings" : messageOf(cause);
    throw new HarnessError("invalid-input", `${packPath(folder)}: ${why}`, {
      cause,
      hint: "make some with --record, or name the folder that holds them",
    });
  }
}

/** Makes what is missing, as the folder's one writer. Throws `HarnessError` "storage" where it cannot. */
export function openToWrite(folder: string, { lock }: RecordingWrites): OpenedPack {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    if (isInTheWay(cause)) throw inTheWay(folder, cause);
    throw new HarnessError("storage", `${folder}: could not be made: ${messageOf(cause)}`, {
      cause,
    });
  }
  const { release, note } = lock(join(folder, "recordings.lock"));
  try {
    const descriptor = openSync(packPath(folder), "a+");
    syncFolder(folder);
    return { descriptor, notes: note === undefined ? [] : [note], release };
  } catch (cause) {
    release();
    const message = `${packPath(folder)}: could not be opened: ${messageOf(cause)}`;
    throw new HarnessError("storage", message, { cause });
  }
}

function isInTheWay(cause: unknown): boolean {
  return ["EEXIST", "ENOTDIR"].includes((cause as NodeJS.ErrnoException).code ?? "");
}

function inTheWay(folder: string, cause: unknown): HarnessError {
  return new HarnessError("invalid-input", `${folder}: a file is where recordings should be`, {
    cause,
    hint: "name a folder",
  });
}

/** A line in a file that a power cut takes out of its folder would not be durable. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
