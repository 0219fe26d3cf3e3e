import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openQuotePlace } from "../../../src/datasets/open-quote.ts";
import { csvRows } from "../../../src/datasets/csv-rows.ts";
import { jsonPath } from "../../../src/datasets/json-path.ts";
import { jsonRows, nothingSeen } from "../../../src/datasets/json-rows.ts";
import type { TableRow } from "../../../src/datasets/table-row.ts";
import { utf8Check } from "../../../src/datasets/utf8-check.ts";
import { aDatasetFolder, readAll } from "./dataset-folder.ts";

const runs = { seed: 20261121, numRuns: 150 };

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(batches: AsyncIterable<readonly TableRow[]>): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

/** Whole numbers that a double cannot hold exactly are kept as text on purpose. */
function isExact(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).every(isExact);
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}

const nasty = fc.string({
  unit: fc.constantFrom(
    '"',
    "\n",
    "\r\n",
    "\r",
    ",",
    "\ufeff",
    "é",
    "𝄞",
    "a",
    " ",
    "'",
    "\0",
    "\\",
  ),
  maxLength: 8,
});

test("any table comes back cell by cell, each row with the line it starts on", async () => {
  const table = fc.array(fc.tuple(nasty, nasty, nasty), { minLength: 1, maxLength: 12 });
  const end = fc.constantFrom("\n", "\r\n");
  await fc.assert(
    fc.asyncProperty(table, end, fc.integer({ min: 1, max: 40 }), async (rows, eol, size) => {
      const all = [["a", "b", "c"], ...rows];
      const text = stringify(all, { record_delimiter: eol, quoted: true });
      let line = 1;
      const expected = all.map((cells) => {
        const starts = line;
        line += 1 + cells.join("").split("\n").length - 1;
        return { kind: "cells", line: starts, cells };
      });
      expect(await collect(csvRows("t.csv", pieces(Buffer.from(text), size)))).toEqual(expected);
    }),
    runs,
  );
});

test("rows without a quote or return come back like those after them, blank lines between", async () => {
  const bare = fc.string({ unit: fc.constantFrom("a", "é", "𝄞", " ", "'", "0"), maxLength: 8 });
  const rows = (cell: fc.Arbitrary<string>): fc.Arbitrary<[string, string][]> =>
    fc.array(fc.tuple(cell, cell), { maxLength: 8 });
  const text = fc.record({
    plain: rows(bare),
    blanks: fc.nat({ max: 2 }),
    eol: fc.constantFrom("\n", "\r\n"),
    rest: rows(nasty),
    endsWithLine: fc.boolean(),
    size: fc.integer({ min: 1, max: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(text, async ({ plain, blanks, eol, rest, endsWithLine, size }) => {
      const head = ["first,second", ...plain.map((cells) => cells.join(","))];
      const before = head.map((line) => `${line}\n`).join("") + "\n".repeat(blanks);
      const after = stringify(rest, { record_delimiter: eol, quoted: true });
      const all = endsWithLine ? before + after : (before + after).replace(/\r?\n$/, "");
      let line = 1;
      const expected: TableRow[] = [];
      for (const cells of head.map((each) => each.split(","))) {
        expected.push({ kind: "cells", line, cells });
        line += 1;
      }
      line += blanks;
      for (const cells of rest) {
        expected.push({ kind: "cells", line, cells });
        line += 1 + cells.join("").split("\n").length - 1;
      }
      expect(await collect(csvRows("t.csv", pieces(Buffer.from(all), size)))).toEqual(expected);
    }),
    runs,
  );
});

test("a row longer than what is looked at beforehand comes back whole, with the rows around it", async () => {
  const long = "x".repeat(150_000);
  for (const size of [1000, 64 * 1024, 1 << 20]) {
    const text = Buffer.from(`a,b\n1,${long}\n2,"${long}\n"\n3,c\n`);
    expect(await collect(csvRows("t.csv", pieces(text, size)))).toEqual([
      { kind: "cells", line: 1, cells: ["a", "b"] },
      { kind: "cells", line: 2, cells: ["1", long] },
      { kind: "cells", line: 3, cells: ["2", `${long}\n`] },
      { kind: "cells", line: 5, cells: ["3", "c"] },
    ]);
  }
});

test("any JSON lines come back value by value, each row with its line", async () => {
  const row = fc.record({
    id: fc.string({ unit: "binary" }),
    value: fc.jsonValue({ maxDepth: 3 }).filter(isExact),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 12 }),
      fc.integer({ min: 1, max: 40 }),
      async (rows, size) => {
        const text = rows.map((each) => `${JSON.stringify(each)}\n`).join("\n");
        const seen = nothingSeen(2);
        const paths = ["id", "value"].map(jsonPath);
        const read = await collect(jsonRows(pieces(Buffer.from(text), size), paths, seen));
        expect(read).toEqual(
          rows.map(({ id, value }, index) => {
            const written = JSON.parse(JSON.stringify(value));
            return { kind: "cells", line: 1 + index * 2, cells: [id, written ?? undefined] };
          }),
        );
      },
    ),
    runs,
  );
});

test("text is UTF-8 however it is cut, and the first byte that is not is found", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 20 });
  const bad = fc.constantFrom(0x80, 0xc0, 0xff, 0xf8);
  fc.assert(
    fc.property(text, text, bad, fc.integer({ min: 1, max: 7 }), (before, after, byte, size) => {
      const check = (bytes: Buffer): number | undefined => {
        const checker = utf8Check();
        for (let at = 0; at < bytes.length; at += size) {
          const found = checker.add(bytes.subarray(at, at + size));
          if (found !== undefined) return found;
        }
        return checker.end();
      };
      const start = Buffer.from(before);
      expect(check(start)).toBeUndefined();
      const broken = Buffer.concat([start, Buffer.from([byte]), Buffer.from(after)]);
      expect(check(broken)).toBe(start.length);
    }),
    runs,
  );
});

test("an unclosed quote is found wherever it opens", async () => {
  const folder = aDatasetFolder();
  const table = fc.array(fc.tuple(nasty, nasty), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const text = stringify(rows, { quoted: true });
      const file = folder.write("t.csv", `${text}x,"open\n,`);
      const lines = text.replace(/^\ufeff/, "").split("\n").length;
      expect(await openQuotePlace(file)).toEqual({ line: lines, column: 3 });
    }),
    { ...runs, numRuns: 50 },
  );
});

test("shuffling a long table's rows changes only the order of the records", async () => {
  const rows = Array.from({ length: 12 }, (_, index) => {
    const id = `q${index % 4}`;
    return `${id},prompt of ${id},${["s", "m", "l"][Math.floor(index / 4)]},${index % 2},${index / 7}\n`;
  });
  const manifest = `dataset: o
kind: outcomes
source: {path: data.csv, format: csv}
record: {id: id, prompt: p}
outcome: {route: r, accepted: ok, latency_s: s}
`;
  const read = async (ordered: readonly string[]) => {
    const folder = aDatasetFolder();
    folder.write("data.csv", `id,p,r,ok,s\n${ordered.join("")}`);
    const { records, dataset } = await readAll(folder.write("o.dataset.yaml", manifest));
    const contents = records.map(({ id, request, outcomes }) => ({
      id,
      request,
      outcomes: Object.fromEntries(outcomes ?? []),
    }));
    return { contents, routes: dataset.summary.routes };
  };
  const plain = await read(rows);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
      async (shuffled) => {
        const { contents, routes } = await read(shuffled);
        const order = [...new Set(shuffled.map((row) => row.slice(0, 2)))];
        expect(contents.map(({ id }) => id)).toEqual(order);
        expect(contents.toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual(
          plain.contents,
        );
        expect(routes).toEqual(plain.routes);
      },
    ),
    { ...runs, numRuns: 25 },
  );
});
