import { isBlank, parseLine } from "../../json-line.ts";
import type { TextLine } from "../../json-lines.ts";
import type { ManifestParts } from "../../manifest.ts";
import { logFormats } from "../formats.ts";
import { readStretch, stretchLines, type Stretch, type StretchBytes } from "./line-stretch.ts";
import { rowPacker, type PackedRows, type PackingRoom } from "./packed-rows.ts";
import { rowPartsReader, type SeenColumns } from "../row-parts.ts";
import { rowReader } from "../row-reader.ts";
import { countingRows, type StretchCounts } from "./stretch-counts.ts";

/** A stretch that a thread is asked to read, with room of one that is done with. */
export interface StretchAsked extends Stretch {
  /** Of the file, which all threads share. */
  readonly descriptor: number;
  readonly spare: SpareRoom | undefined;
}

export interface SpareRoom extends PackingRoom {
  readonly room: SharedArrayBuffer;
}

/** What a stretch holds, as far as its rows tell by themselves. */
export interface StretchRead {
  readonly bytes: StretchBytes;
  readonly rows: PackedRows;
  /** Lines, blank ones too. */
  readonly lineCount: number;
  readonly counts: StretchCounts;
  readonly seen: SeenColumns;
}

/** `not-plain`: only whoever reads the whole file can say what is wrong with it. */
export type StretchAnswer = StretchRead | "not-plain";

export interface StretchReader {
  /** Undefined: only whoever reads the whole file can say what is wrong with it. */
  read(asked: StretchAsked): Promise<StretchRead | undefined>;
}

/**
 * Reads stretches of logs of one of the known formats. A row that has a fault, whichever, is handed
 * back as it is: whoever knows the rows before it reads it again and says what is wrong.
 */
export function stretchReader(manifest: ManifestParts): StretchReader {
  const { log: settings } = manifest;
  const format = settings && logFormats[settings.format as keyof typeof logFormats];
  if (settings === undefined || format === undefined) throw new Error("no log of a known format");
  const parts = rowPartsReader(manifest, []);
  let isFaulty = false;
  const rejections = {
    fault: () => {
      isFaulty = true;
    },
    hasFault: () => isFaulty,
  };
  const counting = countingRows();
  const { tally, notices } = counting;
  const setup = { settings, format, rejections, notices, tally };
  const reader = rowReader(setup, parts);
  /** What a line tells of; undefined: it is not sound. */
  const eventsOf = (line: TextLine) => {
    const row = parseLine(line);
    if (typeof row === "string") return undefined;
    isFaulty = false;
    const events = reader(row, 0, line.line);
    return rejections.hasFault() ? undefined : events;
  };

  return {
    read: async (asked) => {
      const { descriptor, spare } = asked;
      const bytes = readStretch(descriptor, asked, spare?.room);
      if (bytes === undefined) return undefined;
      const packer = rowPacker(bytes.room.byteLength, spare);
      let lineCount = 0;
      for await (const lines of stretchLines(bytes, packer.pieceEnd)) {
        lineCount += lines.length;
        for (const line of lines) {
          if (isBlank(line)) continue;
          const events = eventsOf(line);
          if (events === undefined) {
            counting.dropRow();
            packer.oddRow(line.line, line.text ?? "");
          } else {
            counting.keepRow();
            packer.row(line.line, events);
          }
        }
      }
      const seen = parts.takeSeen();
      return { bytes, rows: packer.packed(), lineCount, counts: counting.taken(), seen };
    },
  };
}
