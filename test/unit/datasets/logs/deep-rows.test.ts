import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import { everyGenerator } from "../../../support/log-generators/every-generator.ts";
import { aDatasetFolder, readAll } from "../dataset-folder.ts";

const DEPTH = 20_000;
const deepList = "[".repeat(DEPTH) + "]".repeat(DEPTH);
const deepObject = '{"a":'.repeat(DEPTH) + "1" + "}".repeat(DEPTH);

/** The row once for each of its fields, with that field nested deeply, as JSON and as its text. */
function deepLines(row: JsonObject): readonly string[] {
  return Object.keys(row).flatMap((name) => {
    const place = JSON.stringify({ ...row, [name]: "here" });
    return [
      place.replace('"here"', deepList),
      place.replace('"here"', deepObject),
      JSON.stringify({ ...row, [name]: deepList }),
    ];
  });
}

test.each(everyGenerator)(
  "$format $shape: a row that is nested deeply is left out, and the others are read",
  async ({ format, options, generate }) => {
    const { files } = generate(60, 11);
    const good = Object.values(files).flat();
    const bad = deepLines(JSON.parse(Object.values(files)[0]![0]!) as JsonObject);
    const folder = aDatasetFolder();
    folder.write("log.jsonl", `${[...good, ...bad].join("\n")}\n`);
    const source = { path: "log.jsonl", format, ...options };
    const manifest = JSON.stringify({ dataset: "log", kind: "log", source });
    const { records, rejected, dataset } = await readAll(
      folder.write("log.dataset.yaml", manifest),
    );
    expect(records.length).toBeGreaterThan(0);
    expect(rejected.length).toBeGreaterThan(0);
    expect(dataset.summary.log?.lines).toBe(good.length + bad.length);
    expect(rejected.every(({ line }) => line > good.length)).toBe(true);
  },
);
