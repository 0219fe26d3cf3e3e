import { mkdtemp, open, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forgetName } from "./forget-name.ts";
import { temporaryFailure } from "./temporary-failure.ts";

const HELD_BYTES = 4 * 1024 * 1024;

/** Lines set aside on disk in groups that are read back one at a time; one file, one handle. */
export interface Spool {
  append(group: number, line: string): void | Promise<void>;
  /** The lines of a group, in the order they were appended. */
  read(group: number): Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

interface Block {
  readonly position: number;
  readonly bytes: number;
}

export async function openSpool(): Promise<Spool> {
  const { folder, handle } = await newFile();
  const blocks: Block[][] = [];
  let held = new Map<number, string[]>();
  let heldBytes = 0;
  let end = 0;

  const flush = async (): Promise<void> => {
    const lines = held;
    held = new Map();
    heldBytes = 0;
    for (const [group, ofGroup] of lines) {
      const bytes = Buffer.from(ofGroup.join(""));
      await writeAll(handle, bytes, end);
      (blocks[group] ??= []).push({ position: end, bytes: bytes.length });
      end += bytes.length;
    }
  };

  return {
    append: (group, line) => {
      const ofGroup = held.get(group);
      if (ofGroup === undefined) held.set(group, [line, "\n"]);
      else ofGroup.push(line, "\n");
      heldBytes += line.length;
      return heldBytes < HELD_BYTES ? undefined : flush();
    },
    read: async (group) => {
      if (heldBytes > 0) await flush();
      const texts: string[] = [];
      for (const { position, bytes } of blocks[group] ?? []) {
        const buffer = Buffer.allocUnsafe(bytes);
        await handle.read(buffer, 0, bytes, position);
        texts.push(buffer.toString("utf8"));
      }
      return texts.join("").split("\n").slice(0, -1);
    },
    close: async () => {
      await handle.close();
      forgetName(folder);
    },
  };
}

async function newFile(): Promise<{ readonly folder: string; readonly handle: FileHandle }> {
  try {
    const folder = await mkdtemp(join(tmpdir(), "routeproof-"));
    const handle = await open(join(folder, "spool"), "w+");
    forgetName(folder);
    return { folder, handle };
  } catch (error) {
    throw temporaryFailure(error);
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  try {
    let written = 0;
    while (written < bytes.length) {
      const left = bytes.length - written;
      const { bytesWritten } = await handle.write(bytes, written, left, position + written);
      written += bytesWritten;
    }
  } catch (error) {
    throw temporaryFailure(error);
  }
}
