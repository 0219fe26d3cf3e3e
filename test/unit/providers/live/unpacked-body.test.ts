import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import {
  brotliCompressSync,
  constants,
  createGzip,
  deflateSync,
  gzipSync,
  zstdCompressSync,
  type InputType,
} from "node:zlib";
import { expect, test } from "vitest";
import { unpackedBody } from "../../../../src/providers/live/unpacked-body.ts";

const text = JSON.stringify({ answer: "billing ".repeat(2_000) });

const read = async (packed: InputType & Uint8Array, encoding: string | undefined) =>
  (await buffer(unpackedBody(Readable.from([packed]), encoding))).toString("utf8");

test.each([
  ["gzip", gzipSync],
  ["x-gzip", gzipSync],
  ["GZIP", gzipSync],
  ["deflate", deflateSync],
  ["br", brotliCompressSync],
  ["zstd", zstdCompressSync],
] as const)("what is packed as %s comes out as it was", async (encoding, pack) => {
  expect(await read(pack(text), encoding)).toBe(text);
});

test("what is packed twice is unpacked from the outside in", async () => {
  expect(await read(brotliCompressSync(gzipSync(text)), "gzip, br")).toBe(text);
});

test("what is not packed, or in a way we do not know, is left as it is", async () => {
  const packed = gzipSync(text);
  expect(await read(Buffer.from(text), undefined)).toBe(text);
  expect(await read(packed, "gzip, compress")).toBe(packed.toString("utf8"));
});

test("an event is handed on before the next one comes", async () => {
  const packer = createGzip();
  const events = unpackedBody(packer, "gzip");
  packer.write("data: 1\n\n");
  packer.flush(constants.Z_SYNC_FLUSH);
  const { value } = (await events.iterator().next()) as { value: Buffer };
  expect(value.toString("utf8")).toBe("data: 1\n\n");
  packer.destroy();
  events.destroy();
});

test.each([
  ["cut", gzipSync(text).subarray(0, 60), "unexpected end of file"],
  ["not packed at all", Buffer.from(text), "incorrect header check"],
] as const)("a body that is %s fails for its reader", async (_, bytes, message) => {
  await expect(read(bytes, "gzip")).rejects.toThrow(message);
});
