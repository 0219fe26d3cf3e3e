import { readFile, stat } from "node:fs/promises";
import { HarnessError } from "../core/harness-error.ts";

/** Bytes of a document; bigger things are data files, named by mistake. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The bytes of a document, or of a file that belongs to one. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      throw new HarnessError(
        "invalid-input",
        `${file}: is ${size} bytes long, too long to be read`,
      );
    }
    return await readFile(file);
  } catch (error) {
    throw error instanceof HarnessError ? error : unreadable(file, error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "is a directory, not a file",
  EACCES: "may not be read (permission denied)",
  EPERM: "may not be read (permission denied)",
};

function unreadable(file: string, error: unknown): HarnessError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = reasons[code] ?? `cannot be read (${code === "" ? String(error) : code})`;
  return new HarnessError("invalid-input", `${file}: ${reason}`, { cause: error });
}
