import { pipeline, type Readable, type Transform } from "node:stream";
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  constants,
} from "node:zlib";

/** What is there is handed on at once: an event of a stream must not wait for the next. */
const gzip = (): Transform => createGunzip({ flush: constants.Z_SYNC_FLUSH });

const unpackers: ReadonlyMap<string, () => Transform> = new Map([
  ["gzip", gzip],
  ["x-gzip", gzip],
  ["deflate", () => createInflate({ flush: constants.Z_SYNC_FLUSH })],
  ["br", () => createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH })],
  ["zstd", () => createZstdDecompress({ flush: constants.ZSTD_e_flush })],
]);

/**
 * A body as it was before it was packed for the way, by its `content-encoding`. One that is packed
 * in a way we do not know is left as it is: reading it will fail, and say so.
 */
export function unpackedBody(body: Readable, encoding: string | undefined): Readable {
  if (encoding === undefined) return body;
  // The last encoding named was the last applied.
  const names = encoding.toLowerCase().split(",").reverse();
  const steps = names.map((name) => unpackers.get(name.trim()));
  let unpacked = body;
  for (const unpack of steps.every((step) => step !== undefined) ? steps : []) {
    // A failure of either is the reader's, whom the stream's own error reaches.
    unpacked = pipeline(unpacked, unpack(), () => undefined);
  }
  return unpacked;
}
