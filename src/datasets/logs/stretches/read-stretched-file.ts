import { createHash } from "node:crypto";
import { isBlank } from "../../json-line.ts";
import { linesIn, stretchLines, type StretchBytes } from "./line-stretch.ts";
import type { LogFile } from "../log-intake.ts";
import { objectOf } from "../log-rows.ts";
import { readWholeFile, type LogReader } from "../read-whole-file.ts";
import { addCounts, knowsNames } from "./stretch-counts.ts";
import type { SharedStretch } from "./shared-stretches.ts";
import type { StretchRead } from "./stretch-reader.ts";
import { unpackedRows } from "./unpacked-rows.ts";

/**
 * Reads a file of which another thread has read some of the stretches, to the same end as
 * `readWholeFile`: what depends on the rows before is found out here, row by row in their order.
 */
export async function readStretchedFile(
  reader: LogReader,
  from: LogFile,
  stretches: AsyncIterable<SharedStretch>,
): Promise<string> {
  const hash = createHash("sha256");
  let linesBefore = 0;
  let isPlain = true;
  for await (const stretch of stretches) {
    if (stretch.kind === "not-plain") {
      isPlain = false;
      break;
    }
    hash.update(linesIn(stretch.bytes));
    const taken =
      stretch.kind === "bytes" || !canTake(reader, stretch)
        ? await readHere(reader, from, stretch.bytes, linesBefore)
        : await takeRows(reader, from, stretch, linesBefore);
    if (taken === "full") break;
    linesBefore += taken;
  }
  // Only after the loop, which ends with the other thread's reads: nobody would hear of a failure before.
  if (!isPlain) return readWholeFile(reader, from, false, linesBefore);
  return hash.digest("hex");
}

/**
 * Whether what the other thread counted can be added up. Of names that are new the rows say which
 * is first, and odd rows are not counted yet; and the first rows of a log are wanted whole.
 */
function canTake({ intake, tally, notices }: LogReader, { rows, counts }: StretchRead): boolean {
  return !intake.wantsNames && (rows.oddLines.length === 0 || knowsNames(counts, tally, notices));
}

/** How many lines were read; `full`: too many rows are errors by the end of a piece. */
type Taken = number | "full";

/** Takes what the other thread found. */
async function takeRows(
  { intake, parts, tally, notices, rejections }: LogReader,
  from: LogFile,
  { rows, counts, seen, lineCount }: StretchRead,
  linesBefore: number,
): Promise<Taken> {
  addCounts(counts, tally, notices);
  parts.addSeen(seen);
  for (const row of unpackedRows(rows, from.file, linesBefore)) {
    if (row.kind === "piece-end") {
      if (rejections.isFull) return "full";
      continue;
    }
    const { line } = row;
    const done =
      row.kind === "row"
        ? intake.readRow(row.events, line, from)
        : intake.row(objectOf({ line, text: row.text, isLongDigitsPossible: true }), from);
    if (done !== undefined) await done;
  }
  return lineCount;
}

/** Reads a stretch as if nobody had. */
async function readHere(
  { intake, rejections }: LogReader,
  from: LogFile,
  bytes: StretchBytes,
  linesBefore: number,
): Promise<Taken> {
  let isPieceEnd = false;
  let lineCount = 0;
  const lines = stretchLines(bytes, () => {
    isPieceEnd = true;
  });
  for await (const batch of lines) {
    if (isPieceEnd && rejections.isFull) return "full";
    isPieceEnd = false;
    lineCount += batch.length;
    for (const textLine of batch) {
      if (isBlank(textLine)) continue;
      const line = linesBefore + textLine.line;
      const done = intake.row(objectOf({ ...textLine, line }), from);
      if (done !== undefined) await done;
    }
  }
  return isPieceEnd && rejections.isFull ? "full" : lineCount;
}
