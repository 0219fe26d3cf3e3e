import { isUtf8 } from "node:buffer";

/** Checks a text that arrives in pieces; a character may be cut by the end of a piece. */
export interface Utf8Check {
  /** The position of the first byte that is not UTF-8, counted from the first piece; absent: none. */
  add(piece: Buffer): number | undefined;
  /** The same for a character that the text's end cuts. */
  end(): number | undefined;
}

export function utf8Check(): Utf8Check {
  let carry: Buffer = Buffer.alloc(0);
  let checkedBytes = 0;
  return {
    add: (piece) => {
      const bytes = carry.length === 0 ? piece : Buffer.concat([carry, piece]);
      const whole = bytes.length - cutBytes(bytes);
      if (!isUtf8(bytes.subarray(0, whole))) return checkedBytes + firstBad(bytes);
      checkedBytes += whole;
      carry = Buffer.from(bytes.subarray(whole));
      return undefined;
    },
    end: () => (carry.length === 0 ? undefined : checkedBytes),
  };
}

/** How many bytes at the end begin a character that goes on. */
function cutBytes(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return back < length ? back : 0;
  }
  return 0;
}

/** By halving: the longest start that is UTF-8. */
function firstBad(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    const start = bytes.subarray(0, middle);
    if (isUtf8(start.subarray(0, middle - cutBytes(start)))) good = middle;
    else bad = middle;
  }
  // The cut character of the longest good start is the one that went wrong.
  return good - cutBytes(bytes.subarray(0, good));
}

/** The name of an encoding that the first bytes of a file give away; absent: none that we know. */
export function foreignEncoding(bytes: Buffer): string | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return "UTF-16 (little endian)";
  if (first === 0xfe && second === 0xff) return "UTF-16 (big endian)";
  if (fourth === undefined) return undefined;
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return "UTF-16 (little endian)";
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return "UTF-16 (big endian)";
  return undefined;
}
