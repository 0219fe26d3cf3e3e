import { write } from "node:fs";
import { promisify } from "node:util";

const writeBytes = promisify(write);

/**
 * Appends all of the bytes, or rejects. A full disk may take part of a write without an error, so
 * the length that was written is checked.
 */
export async function writeWhole(descriptor: number, bytes: Buffer): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const rest = bytes.length - written;
    const { bytesWritten } = await writeBytes(descriptor, bytes, written, rest, null);
    if (bytesWritten === 0) throw new Error("no space left on device");
    written += bytesWritten;
  }
}
