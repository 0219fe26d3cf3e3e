import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { HarnessError, invalidInput } from "../core/harness-error.ts";
import { whyUnreadable } from "./source-files.ts";
import { foreignEncoding, utf8Check } from "./utf8-check.ts";

/** What is worked on at once, and what is read at once. */
const CHUNK_BYTES = 64 * 1024;
const BLOCK_BYTES = 512 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LINE_FEED = 0x0a;

/** A data file as checked UTF-8 bytes, unpacked where it is gzip, without a byte order mark. */
export interface ByteSource {
  readonly chunks: AsyncIterable<Buffer>;
  /** Of the file as it lies on disk, in hex; only once all chunks were read. */
  readonly sha256: () => string;
}

export function openBytes(path: string): ByteSource {
  const hash = createHash("sha256");
  return { chunks: checkedChunks(path, hash), sha256: () => hash.digest("hex") };
}

async function* checkedChunks(
  path: string,
  hash: { update(bytes: Buffer): unknown },
): AsyncGenerator<Buffer> {
  const check = utf8Check();
  let isFirst = true;
  for await (const chunk of plainChunks(path, hash)) {
    if (isFirst) refuseForeign(path, chunk);
    const bad = check.add(chunk);
    if (bad !== undefined) throw await notUtf8(path, bad);
    const hasMark = isFirst && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK);
    isFirst = false;
    yield hasMark ? chunk.subarray(3) : chunk;
  }
  const cut = check.end();
  if (cut !== undefined) throw await notUtf8(path, cut);
}

/** The file's bytes, unpacked; every byte on disk goes through the hash. */
async function* plainChunks(
  path: string,
  hash: { update(bytes: Buffer): unknown } | undefined,
): AsyncGenerator<Buffer> {
  const handle = await opened(path);
  try {
    const start = Buffer.alloc(2);
    await handle.read(start, 0, 2, 0);
    const isGzip = start[0] === 0x1f && start[1] === 0x8b;
    const raw = rawChunks(handle, hash);
    yield* isGzip ? unpacked(raw) : raw;
  } catch (error) {
    throw readFailure(path, error);
  } finally {
    await handle.close();
  }
}

/** While one block is worked on the next one is read: waiting for each costs a tenth of the time. */
async function* rawChunks(
  handle: FileHandle,
  hash: { update(bytes: Buffer): unknown } | undefined,
): AsyncGenerator<Buffer> {
  let block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  let other = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  const readInto = (room: Buffer): ReturnType<typeof handle.read> => {
    const started = handle.read(room, 0, BLOCK_BYTES, null);
    // It may fail while nobody waits for it yet; whoever does is told.
    started.catch(() => undefined);
    return started;
  };
  let reading = readInto(block);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      reading = readInto(other);
      const bytes = block.subarray(0, bytesRead);
      hash?.update(bytes);
      for (let at = 0; at < bytesRead; at += CHUNK_BYTES) {
        // A copy: the parsers keep the end of a chunk until the next one.
        yield Buffer.from(bytes.subarray(at, at + CHUNK_BYTES));
      }
      [block, other] = [other, block];
    }
  } finally {
    // Whoever stops early leaves a read behind, and the file is closed after it.
    await reading.catch(() => undefined);
  }
}

async function* unpacked(raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Its failures arrive through the loop below.
  pipeline(raw, gunzip, () => undefined);
  for await (const chunk of gunzip) yield chunk as Buffer;
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw new HarnessError("invalid-input", whyUnreadable(path, error), { cause: error });
  }
}

function readFailure(path: string, error: unknown): unknown {
  if (error instanceof HarnessError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!code.startsWith("Z_")) {
    return code === "" ? error : new HarnessError("invalid-input", whyUnreadable(path, error));
  }
  const reason = code === "Z_BUF_ERROR" ? "it ends too early" : "its bytes are damaged";
  return new HarnessError("invalid-input", `${path}: not a whole gzip file: ${reason}`, {
    cause: error,
  });
}

function refuseForeign(path: string, chunk: Buffer): void {
  const encoding = foreignEncoding(chunk);
  if (encoding === undefined) return;
  const message = `is ${encoding}, not UTF-8`;
  const hint = "convert it: iconv -f UTF-16 -t UTF-8";
  throw invalidInput(path, [{ file: path, line: 1, column: undefined, message, hint }]);
}

/** Reads the file again up to the byte that went wrong, to say which line it stands on. */
async function notUtf8(path: string, position: number): Promise<HarnessError> {
  let line = 1;
  let seen = 0;
  let byte = 0;
  for await (const chunk of plainChunks(path, undefined)) {
    const upTo = chunk.subarray(0, Math.max(0, position - seen));
    for (let at = upTo.indexOf(LINE_FEED); at !== -1; at = upTo.indexOf(LINE_FEED, at + 1)) {
      line += 1;
    }
    byte = chunk[position - seen] ?? byte;
    seen += chunk.length;
    if (seen > position) break;
  }
  const shown = byte.toString(16).toUpperCase().padStart(2, "0");
  const message = `byte 0x${shown} is not UTF-8; the file looks like Latin-1 or Windows-1252`;
  const hint = "convert it: iconv -f WINDOWS-1252 -t UTF-8";
  return invalidInput(path, [{ file: path, line, column: undefined, message, hint }]);
}
