import { expect, test } from "vitest";
import { aDatasetFolder, failureOf, readAll } from "./dataset-folder.ts";

const files = {
  "p.jsonl": '{"id":"a","prompt":"p0"}\n{"id":"b","prompt":"p1","topic":"t"}\n',
  "o.jsonl":
    '{"gid":"a","model":"small","m":{"ok":true,"cost":0.1}}\n{"gid":"b","model":"small","m":{"ok":true}}\n',
  "out.jsonl": '{"q":"p0"}\n',
};

function readJoined(parts: { record?: string; outcome?: string; exclude?: string; out?: string }) {
  const folder = aDatasetFolder();
  const { record = "", outcome = "", exclude = "field: q, equals: prompt" } = parts;
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  if (parts.out !== undefined) folder.write("out.jsonl", parts.out);
  folder.write("out.csv", "q\np0\n");
  const file = folder.write(
    "j.dataset.yaml",
    `dataset: j
kind: outcomes
source: {path: [p.jsonl, o.jsonl], format: jsonl}
record: {id: id, prompt: prompt${record}}
outcome: {route: model, join: gid, accepted: m.ok${outcome}}
exclude: [{path: out.jsonl, ${exclude}}]
`,
  );
  return readAll(file);
}

test("a path of the record that no row has is an error at its key", async () => {
  const folder = aDatasetFolder();
  folder.write("t.jsonl", '{"id":1,"prompt":"a","expected":"x"}\n{"id":2,"prompt":"b","lang":1}\n');
  const file = folder.write(
    "t.dataset.yaml",
    `dataset: t
kind: golden
source: {path: t.jsonl, format: jsonl}
record:
  id: id
  prompt: prompt
  expected: expcted
  owner: zzzzzz
  tags: {lang: langg}
scoring: [{grader: exact_match}]
`,
  );
  const message = await failureOf(readAll(file));
  expect(message).toContain("3 problems");
  expect(message).toContain(
    't.dataset.yaml:7:13: no row of t.jsonl has "expcted" (did you mean "expected"?)'.replace(
      "t.jsonl has",
      `${folder.path}/t.jsonl has`,
    ),
  );
  expect(message).toMatch(/yaml:8:\d+: .*"zzzzzz" \(there are: id, prompt, expected, lang\)/);
  expect(message).toMatch(/yaml:9:\d+: .*"langg" \(did you mean "lang"\?\)/);
});

test("a path that one row of one of the files has is fine", async () => {
  const { dataset } = await readJoined({
    record: ", tags: {topic: topic}",
    outcome: ", cost_usd: m.cost",
  });
  expect(dataset.summary).toMatchObject({ records: 1, excluded: 1, warnings: [] });
});

test("a path that holds only null is there", async () => {
  const { dataset } = await readJoined({ out: '{"q":"p0"}\n{"q":"p9","z":null}\n' });
  expect(dataset.summary.excluded).toBe(1);
});

test.each([
  [
    { outcome: ", cost_usd: m.cst" },
    /yaml:5:\d+: no row of any of the files has "m\.cst" .*m\.cost/,
  ],
  [
    { exclude: "field: q, equals: promt" },
    /yaml:6:\d+: .* has "promt" \(did you mean "prompt"\?\)/,
  ],
  [
    { exclude: "field: qq, equals: prompt" },
    /yaml:6:\d+: no row of \S+out\.jsonl has "qq" .*"q"\?/,
  ],
])("an outcome's or an exclude list's path that no row has: %o", async (parts, message) => {
  expect(await failureOf(readJoined(parts))).toMatch(message);
});

test("a row of an exclude list without the value is an error at its line", async () => {
  const message = await failureOf(readJoined({ out: '{"z":1}\n{"q":"p0"}\n' }));
  expect(message).toContain('out.jsonl:1: has no text in "q"');
});

test("a CSV exclude list without the column is an error at the manifest's key", async () => {
  const folder = aDatasetFolder();
  folder.write("t.csv", "id,ok\na,1\n");
  folder.write("out.csv", "name\na\n");
  const file = folder.write(
    "t.dataset.yaml",
    `dataset: t
kind: outcomes
source: {path: t.csv, format: csv}
record: {id: id}
outcomes: {small: {accepted: ok}}
exclude: [{path: out.csv, field: nme, equals: id}]
`,
  );
  expect(await failureOf(readAll(file))).toMatch(
    /yaml:6:\d+: no column "nme" in \S+out\.csv \(did you mean "name"\?\)/,
  );
});

test("where no row can be read, the rows are what is wrong", async () => {
  const folder = aDatasetFolder();
  folder.write("t.jsonl", "nothing\n");
  const file = folder.write(
    "t.dataset.yaml",
    "dataset: t\nkind: golden\nsource: {path: t.jsonl, format: jsonl}\nrecord: {id: id, prompt: p}\nscoring: [{grader: exact_match}]\n",
  );
  expect(await failureOf(readAll(file))).toContain("none of 1 rows could be read");
});
