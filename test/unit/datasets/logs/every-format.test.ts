import { expect, test } from "vitest";
import { logFormats } from "../../../../src/datasets/logs/formats.ts";
import { foundTotals, summarizedTotals } from "../../../support/found-totals.ts";
import { everyGenerator } from "../../../support/log-generators/every-generator.ts";
import { aDatasetFolder, readAll } from "../dataset-folder.ts";

const LINES = 10_000;

test("every format in the table has a generator of each of its shapes", () => {
  const generated = new Set(everyGenerator.map(({ format }) => format));
  // Its own lines are what other formats are imported to.
  const expected = Object.keys(logFormats).filter((name) => name !== "routeproof");
  expect([...generated].sort()).toEqual(expected.sort());
});

test.each(everyGenerator)(
  "$format $shape: the totals of 10,000 lines are the generator's",
  async ({ format, options, generate }) => {
    const { files, totals } = generate(LINES, 20261125);
    const folder = aDatasetFolder();
    let lines = 0;
    for (const [name, rows] of Object.entries(files)) {
      folder.write(name, `${rows.join("\n")}\n`);
      lines += rows.length;
    }
    const source = { path: Object.keys(files), format, ...options };
    const manifest = JSON.stringify({ dataset: "log", kind: "log", source });
    const read = await readAll(folder.write("log.dataset.yaml", manifest));
    const log = read.dataset.summary.log;
    if (log === undefined) throw new Error("a log without a summary");
    expect(read.rejected).toEqual([]);
    expect(log.lines).toBe(lines);
    expect(lines).toBeGreaterThanOrEqual(LINES);
    const found = foundTotals(read.records, log);
    expect(found).toEqual(totals);
    expect(found).toMatchObject(summarizedTotals(log));
  },
);
