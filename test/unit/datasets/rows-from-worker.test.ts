import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { rowsFromWorker } from "../../../src/datasets/rows-from-worker.ts";
import { openTable } from "../../../src/datasets/table-file.ts";
import { aDatasetFolder, failureOf, readAll } from "./dataset-folder.ts";

const FROM_ANY_SIZE = 0;
const manyRows = Array.from({ length: 40_000 }, (_, index) => `q${index},"${index},\n"\n`).join("");

async function countRows(batches: AsyncIterable<readonly unknown[]>): Promise<number> {
  let count = 0;
  for await (const batch of batches) count += batch.length;
  return count;
}

function openThreads(): number {
  return process.getActiveResourcesInfo().filter((kind) => /worker|messageport/i.test(kind)).length;
}

test("a thread hands over every data row and the hash of the file as it lies on disk", async () => {
  const folder = aDatasetFolder();
  const packed = gzipSync(`id,text\n${manyRows}`);
  const file = folder.write("t.csv.gz", packed);
  const table = await openTable(file, "csv", ["text"], FROM_ANY_SIZE);
  const inProcess = await openTable(file, "csv", ["text"]);
  const [there, here] = [table.read(), inProcess.read()];
  expect(await countRows(there.batches)).toBe(40_000);
  expect(await countRows(here.batches)).toBe(40_000);
  expect(there.sha256()).toBe(here.sha256());
});

test("an error deep in the file arrives with its place, after the rows before it", async () => {
  const folder = aDatasetFolder();
  const file = folder.write("t.csv", `id,text\n${manyRows}q,"open\n`);
  const { batches } = (await openTable(file, "csv", [], FROM_ANY_SIZE)).read();
  let rows = 0;
  const reading = (async () => {
    for await (const batch of batches) rows += batch.length;
  })();
  await expect(reading).rejects.toMatchObject({
    name: "HarnessError",
    code: "invalid-input",
    problems: [{ file, line: 80_002, column: 3 }],
  });
  expect(rows).toBeGreaterThan(30_000);
});

test("a file that is gone is named", async () => {
  const { batches } = rowsFromWorker("/nowhere/t.csv");
  expect(await failureOf(countRows(batches))).toBe("there is no file /nowhere/t.csv");
});

test("whoever stops early, or fails, leaves no thread behind", async () => {
  const file = aDatasetFolder().write("t.csv", `id,text\n${manyRows}`);
  const table = await openTable(file, "csv", [], FROM_ANY_SIZE);
  const before = openThreads();
  let during = 0;
  for await (const batch of table.read().batches) {
    during = openThreads();
    if (batch.length > 0) break;
  }
  expect(during).toBeGreaterThan(before);
  expect(openThreads()).toBe(before);
  const failing = (async () => {
    for await (const batch of table.read().batches) throw new Error(`at row ${batch.length}`);
  })();
  expect(await failureOf(failing)).toMatch(/^at row \d+$/);
  expect(openThreads()).toBe(before);
});

test("a table of many megabytes is checked and read again, whole or up to a limit", async () => {
  const folder = aDatasetFolder();
  const prompt = "p".repeat(2000);
  const rows = Array.from({ length: 5_000 }, (_, index) => `q${index},${prompt},true\n`);
  folder.write("t.csv", `id,prompt,ok\n${rows.join("")}torn\n`);
  const manifest = folder.write(
    "t.dataset.yaml",
    `dataset: t
kind: outcomes
source: {path: t.csv, format: csv}
record: {id: id, prompt: prompt}
outcomes: {small: {accepted: ok}}
`,
  );
  const { records, rejected } = await readAll(manifest);
  expect(records.map(({ id }) => id)).toEqual(rows.map((_, index) => `q${index}`));
  expect(rejected).toMatchObject([{ line: 5_002, reason: "has 1 cells, the header has 3" }]);
  const { records: first } = await readAll(manifest, { limit: 3 });
  expect(first.map(({ id }) => id)).toEqual(["q0", "q1", "q2"]);
});
