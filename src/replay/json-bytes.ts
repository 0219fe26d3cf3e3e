/** What is not there: every search that starts from here finds nothing either. */
export const NOWHERE = -1;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const NINE = 0x39;

/** Where the bytes of a mark that stands at a place end. */
export function afterMark(line: Uint8Array, at: number, mark: Uint8Array): number {
  for (let index = 0; index < mark.length; index += 1) {
    if (line[at + index] !== mark[index]) return NOWHERE;
  }
  return at + mark.length;
}

/** Where a JSON text that starts at a place ends, its quotes included. */
export function afterText(line: Uint8Array, at: number): number {
  if (line[at] !== QUOTE) return NOWHERE;
  for (let index = at + 1; index < line.length; index += 1) {
    const byte = line[index];
    if (byte === QUOTE) return index + 1;
    // Whatever is escaped, it is not the end.
    if (byte === BACKSLASH) index += 1;
  }
  return NOWHERE;
}

/** Where a row of at least one digit ends. */
export function afterDigits(line: Uint8Array, at: number): number {
  let end = at;
  while (line[end]! >= ZERO && line[end]! <= NINE) end += 1;
  return end === at ? NOWHERE : end;
}

/** The number that some digits make. */
export function numberIn(line: Uint8Array, from: number, to: number): number {
  let number = 0;
  for (let index = from; index < to; index += 1) number = number * 10 + (line[index]! - ZERO);
  return number;
}
