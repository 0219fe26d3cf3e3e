import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { openBytes } from "../../../src/datasets/byte-source.ts";
import { csvRows } from "../../../src/datasets/csv-rows.ts";
import { rowsFromWorker } from "../../../src/datasets/rows-from-worker.ts";
import type { TableReading } from "../../../src/datasets/table-file.ts";
import type { TableRow } from "../../../src/datasets/table-row.ts";
import { aDatasetFolder } from "./dataset-folder.ts";

/** For each packing: a thread is started for each file. */
const runs = { seed: 20261121, numRuns: 25 };

/** Text as it comes: quotes stand anywhere, lines end in any way, and some bytes are not UTF-8. */
const parts = ['"', '""', '","', ",", "\n", '"\n', "\r\n", "\r", "a", "é", "𝄞", " ", "\0", "b,c\n"];
const anyPart = fc.oneof(
  { arbitrary: fc.constantFrom(...parts).map((part) => Buffer.from(part)), weight: 60 },
  { arbitrary: fc.constant(Buffer.from([0xff])), weight: 1 },
);
const longCell = "x".repeat(1000);
const anyFile = fc
  .tuple(
    fc.array(anyPart, { maxLength: 40 }),
    // More than one piece of the file: rows arrive before it breaks.
    fc.constantFrom("", "x,y\n", `${longCell},y\n`.repeat(700), `${longCell}\r`.repeat(700)),
  )
  .map(([chosen, start]) => Buffer.concat([Buffer.from(start), ...chosen]));

interface Read {
  readonly batches: readonly (readonly TableRow[])[];
  /** The file's hash, or what is wrong with it. */
  readonly end: unknown;
}

async function read({ batches, sha256 }: TableReading): Promise<Read> {
  const all: (readonly TableRow[])[] = [];
  try {
    for await (const batch of batches) all.push(batch);
    return { batches: all, end: sha256() };
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const { code, message, hint, problems } = error;
    return { batches: all, end: { code, message, hint, problems } };
  }
}

test.each([
  ["plain", (bytes: Buffer) => bytes],
  ["packed", (bytes: Buffer) => gzipSync(bytes)],
])(
  "a thread of its own reads the same batches, errors and hash of any %s file",
  async (_, pack) => {
    const folder = aDatasetFolder();
    await fc.assert(
      fc.asyncProperty(anyFile, async (bytes) => {
        const file = folder.write("t.csv", pack(bytes));
        const { chunks, sha256 } = openBytes(file);
        const here = await read({ batches: csvRows(file, chunks), sha256 });
        expect(await read(rowsFromWorker(file))).toEqual(here);
      }),
      runs,
    );
  },
);
