/** More than this of one step, and GitHub drops the whole summary while the step stays green. */
export const MOST_SUMMARY_BYTES: number = 1024 * 1024;

const NOTE =
  "\n\nThis report was cut here: the summary of the step is full. The run folder holds all of it.\n";

/** Text before this one must not run into it. */
const APART = "\n\n";

/**
 * What to append of a report to a summary that already has so many bytes: all of it, or its first
 * lines and a sentence. Undefined: not even its first line fits.
 */
export function partThatFits(report: string, takenBytes: number): string | undefined {
  const whole = takenBytes === 0 ? report : `${APART}${report}`;
  const room = MOST_SUMMARY_BYTES - takenBytes;
  if (Buffer.byteLength(whole) <= room) return whole;
  const forText = room - Buffer.byteLength(NOTE);
  const bytes = Buffer.from(whole).subarray(0, Math.max(0, forText));
  // A line end is one byte and never part of another character.
  const end = bytes.lastIndexOf("\n");
  const text = end < 0 ? "" : bytes.toString("utf8", 0, end);
  return text.trim() === "" ? undefined : `${text}${NOTE}`;
}
