import { isUtf8 } from "node:buffer";
import { HarnessError, invalidInput } from "../core/harness-error.ts";

const LINE_FEED = 0x0a;

/** The text of a file that has to be UTF-8; a byte order mark at its start is dropped. */
export function utf8Text(file: string, bytes: Uint8Array): string {
  if (isUtf16(bytes)) {
    throw new HarnessError("invalid-input", `${file}: is UTF-16 text, not UTF-8`, {
      hint: "save it as UTF-8",
    });
  }
  if (!isUtf8(bytes)) {
    const problem = {
      file,
      line: firstBadLine(bytes),
      column: undefined,
      message: "is not UTF-8 text",
      hint: "save it as UTF-8",
    };
    throw invalidInput(file, [problem]);
  }
  return new TextDecoder("utf-8").decode(bytes);
}

/** By its byte order mark, or by the zero byte beside each of the first letters. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return true;
  if (first === 0xfe && second === 0xff) return true;
  if (fourth === undefined) return false;
  const isLittleEndian = first !== 0 && second === 0 && third !== 0 && fourth === 0;
  const isBigEndian = first === 0 && second !== 0 && third === 0 && fourth !== 0;
  return isLittleEndian || isBigEndian;
}

function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end;
    line += 1;
  }
  return line;
}
