const INVISIBLE = /^(?:\p{Mn}|\p{Me}|[\u200c-\u200d]|[\ufe0e-\ufe0f])$/u;
const WIDE =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])$/u;

/** Terminal columns that a line takes: East Asian wide characters take two, marks none. */
export function displayWidth(line: string): number {
  let width = 0;
  for (const character of line) width += characterWidth(character);
  return width;
}

/** A line in pieces of at most `width` columns, broken at a blank where one is near. */
export function wrapped(line: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  for (;;) {
    const end = fittingEnd(line, start, width);
    if (end === line.length) break;
    const blank = line.lastIndexOf(" ", end);
    const cut = blank > (start + end) / 2 ? blank : end;
    pieces.push(line.slice(start, cut));
    start = line[cut] === " " ? cut + 1 : cut;
  }
  return [...pieces, line.slice(start)];
}

/** The line with blanks up to `width` columns. */
export function padded(line: string, width: number): string {
  return line + " ".repeat(Math.max(0, width - displayWidth(line)));
}

function characterWidth(character: string): number {
  if (character.length === 1 && character < "\u0300") return 1;
  if (INVISIBLE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Where the longest piece that begins at `start` and fits ends; at least one character. */
function fittingEnd(line: string, start: number, width: number): number {
  let taken = 0;
  let end = start;
  while (end < line.length) {
    const character = String.fromCodePoint(line.codePointAt(end) ?? 0);
    taken += characterWidth(character);
    if (taken > width && end > start) break;
    end += character.length;
  }
  return end;
}
