import { expect, test } from "vitest";
import { aDatasetFolder, readAll } from "./dataset-folder.ts";

interface Table {
  readonly files: Readonly<Record<string, string>>;
  readonly layout: string;
}

function read({ files, layout }: Table, more = "") {
  const folder = aDatasetFolder();
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  const names = Object.keys(files);
  const format = names[0]?.endsWith("csv") === true ? "csv" : "jsonl";
  const file = folder.write(
    "o.dataset.yaml",
    `dataset: o
kind: outcomes
source: {path: [${names.join(", ")}], format: ${format}}
record: {id: id}
${layout}
${more}`,
  );
  return readAll(file);
}

const wide = {
  files: { "t.csv": "id,ok,usd,err,b\na,1,0.1,,1\nb,,0.1,,1\nc,,,,1\nd,,0.1,timeout,1\n" },
  layout: "outcomes: {small: {accepted: ok, cost_usd: usd, error: err}, big: {accepted: b}}",
};

test("an answer that a wide row neither accepts nor refuses rejects the row", async () => {
  const { records, rejected } = await read(wide);
  expect(rejected).toMatchObject([
    { line: 3, column: "ok", reason: "expected true or false, got nothing" },
  ]);
  expect(records.map(({ id, outcomes }) => [id, outcomes?.has("small")])).toEqual([
    ["a", true],
    ["c", false],
    ["d", true],
  ]);
});

test("other graders need no word of the table", async () => {
  const scoring = "scoring: [{grader: contains, value: x}]\n";
  const { records, rejected } = await read(wide, scoring);
  expect(rejected).toEqual([]);
  expect(records).toHaveLength(4);
});

test("a score is a verdict, and its column is named where there is no other", async () => {
  const { records, rejected } = await read(
    {
      files: { "t.csv": "id,s,usd\na,0.5,0.1\nb,,0.1\n" },
      layout: "outcomes: {small: {score: s, cost_usd: usd}}",
    },
    "acceptance: {min_score: 0.5}\n",
  );
  expect(records.map(({ id }) => id)).toEqual(["a"]);
  expect(rejected).toMatchObject([
    { line: 3, column: "s", reason: "expected a number, got nothing" },
  ]);
});

test("a long row with null for accepted is rejected by its own line", async () => {
  const { records, rejected } = await read({
    files: {
      "t.jsonl":
        '{"id":"a","m":"x","ok":true,"ms":1}\n{"id":"a","m":"y","ok":null,"ms":1}\n{"id":"b","m":"x","ok":null,"ms":null}\n{"id":"b","m":"y","ok":false,"ms":2}\n',
    },
    layout: "outcome: {route: m, accepted: ok, latency_ms: ms}",
  });
  expect(rejected).toMatchObject([{ line: 2, column: "ok" }]);
  expect(records.map(({ id, outcomes }) => [id, ...(outcomes?.keys() ?? [])])).toEqual([
    ["a", "x"],
    ["b", "y"],
  ]);
});

test("what one of two files says of an answer counts for the other", async () => {
  const { records, rejected } = await read({
    files: {
      "a.jsonl": '{"id":"a","ok":true}\n{"id":"b"}\n',
      "b.jsonl": '{"id":"a","ms":1}\n{"id":"b","ms":1}\n',
    },
    layout: "outcomes: {small: {accepted: ok, latency_ms: ms}}",
  });
  expect(records.map(({ id }) => id)).toEqual(["a"]);
  expect(rejected).toMatchObject([{ line: 2, column: "ok" }]);
});
