const ID_MARK = `{"id":"`;
const QUOTE = 0x22;

/** The id of a line, which stands first in it; undefined: the line has to be parsed for it. */
export function lineId({ buffer, byteOffset, length }: Uint8Array): string | undefined {
  const bytes = Buffer.from(buffer, byteOffset, length);
  const end = bytes.indexOf(QUOTE, ID_MARK.length);
  const start = bytes.toString("utf8", 0, end);
  // A quote of the id's own is escaped, and so may be anything else in it.
  const isPlain = start.startsWith(ID_MARK) && !start.includes("\\");
  return isPlain ? start.slice(ID_MARK.length) : undefined;
}
