import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { aDatasetFolder, failureOf, readAll } from "./dataset-folder.ts";

interface Files {
  readonly [name: string]: string;
}

function aDataset(files: Files, manifest: string): string {
  const folder = aDatasetFolder();
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  return folder.write("o.dataset.yaml", `dataset: o\n${manifest}`);
}

const long = `kind: outcomes
source: {path: [a.csv, b.csv], format: csv}
record: {id: id, prompt: prompt, tags: {topic: topic}}
outcome: {route: model, accepted: ok}
`;

test("a record's rows may stand anywhere in any file", async () => {
  const file = aDataset(
    {
      "a.csv": "id,prompt,topic,model,ok\nq1,?,a,small,1\nq2,!,b,small,0\n",
      "b.csv": "id,prompt,topic,model,ok\nq3,.,c,large,1\nq1,?,a,large,0\nq2,!,b,large,1\n",
    },
    long,
  );
  const { records, dataset } = await readAll(file);
  expect(
    records.map(({ id, outcomes }) => [
      id,
      [...(outcomes ?? [])].map(([route, { accepted }]) => [route, accepted]),
    ]),
  ).toEqual([
    [
      "q1",
      [
        ["small", true],
        ["large", false],
      ],
    ],
    [
      "q2",
      [
        ["small", false],
        ["large", true],
      ],
    ],
    ["q3", [["large", true]]],
  ]);
  expect(dataset.summary.routes).toEqual(["large", "small"]);
  expect(records.map(({ source }) => source.split("/").at(-1))).toEqual([
    "a.csv:2",
    "a.csv:3",
    "b.csv:2",
  ]);
});

test("the same record and route twice is an error with both places", async () => {
  const file = aDataset(
    {
      "a.csv": "id,prompt,topic,model,ok\nq1,?,a,small,1\n",
      "b.csv": "id,prompt,topic,model,ok\nq2,?,a,small,1\nq1,?,a,small,1\n",
    },
    long,
  );
  expect(await failureOf(readAll(file))).toMatch(
    /b\.csv:3: the id "q1" with the route "small" stands twice: here and at .*a\.csv:2/,
  );
});

test("rows that disagree about their record are an error, about its prompt a warning", async () => {
  const rows = (topic: string) => ({
    "a.csv": "id,prompt,topic,model,ok\nq1,?,a,small,1\n",
    "b.csv": `id,prompt,topic,model,ok\nq1,??,${topic},large,1\n`,
  });
  expect(await failureOf(readAll(aDataset(rows("b"), long)))).toMatch(
    /b\.csv:2: "topic" of the record "q1" is "b" here and "a" at .*a\.csv:2/,
  );
  const { records, dataset } = await readAll(aDataset(rows("a"), long));
  expect(records[0]?.request.messages[0]?.content).toBe("?");
  expect(dataset.summary.warnings).toEqual([
    '"prompt" differs between the rows of 1 records: the first row\'s counts',
  ]);
});

test("records and outcomes may stand in files of their own, joined on other names", async () => {
  const file = aDataset(
    {
      "records.csv": "id,prompt,topic\nq1,?,a\nq2,!,b\n",
      "outcomes.csv": "id,question,model,ok\n1,q2,small,1\n2,q1,small,0\n",
    },
    `kind: outcomes
source: {path: [records.csv, outcomes.csv], format: csv}
record: {id: id, prompt: prompt, tags: {topic: topic}}
outcome: {route: model, join: question, accepted: ok}
`,
  );
  const { records } = await readAll(file);
  expect(
    records.map(({ id, tags, outcomes }) => [id, tags, outcomes?.get("small")?.accepted]),
  ).toEqual([
    ["q1", { topic: "a" }, false],
    ["q2", { topic: "b" }, true],
  ]);
});

test("wide tables over several files join their columns", async () => {
  const files = {
    "a.csv": "id,prompt,small_ok\nq1,?,1\nq2,!,0\n",
    "b.csv": "id,large_ok\nq2,1\nq1,1\n",
  };
  const manifest = `kind: outcomes
source: {path: '*.csv', format: csv}
record: {id: id, prompt: prompt}
outcomes: {small: {accepted: small_ok}, large: {accepted: large_ok}}
`;
  const { records } = await readAll(aDataset(files, manifest));
  expect(
    records.map(({ id, outcomes }) => [
      id,
      outcomes?.get("small")?.accepted,
      outcomes?.get("large")?.accepted,
    ]),
  ).toEqual([
    ["q1", true, true],
    ["q2", false, true],
  ]);
  const twice = aDataset({ ...files, "c.csv": "id,prompt\nq1,?\n" }, manifest);
  expect(await failureOf(readAll(twice))).toMatch(
    /c\.csv:2: the id "q1" stands twice: here and at .*a\.csv:2/,
  );
});

test("golden records spread over shards, and a duplicate inside one shard", async () => {
  const manifest = `kind: golden
source: {path: [a.jsonl, b.jsonl], format: jsonl}
record: {id: id, prompt: p, expected: e}
scoring: [{grader: exact_match}]
`;
  const { records } = await readAll(
    aDataset(
      {
        "a.jsonl": '{"id":1,"p":"x","e":{"a":[1]}}\n',
        "b.jsonl": '{"id":2,"p":"y"}\n{"id":1,"e":{"a":[1]},"t":1}',
      },
      manifest.replace("expected: e", "expected: e, tags: {t: t}"),
    ),
  );
  expect(records.map(({ id, expected, tags }) => [id, expected, tags])).toEqual([
    ["1", { a: [1] }, { t: "1" }],
    ["2", undefined, {}],
  ]);
  const twice = aDataset(
    { "a.jsonl": '{"id":1,"p":"x"}\n{"id":1,"p":"x"}\n', "b.jsonl": "" },
    manifest,
  );
  expect(await failureOf(readAll(twice))).toMatch(
    /a\.jsonl:2: the id "1" stands twice: here and at .*:1/,
  );
});

test("a rejected row costs its route, not its record", async () => {
  const file = aDataset(
    {
      "a.csv": "id,prompt,topic,model,ok\nq1,?,a,small,maybe\nq1,?,a,large,1\nq1,?,a,,1\n",
      "b.csv": "id,prompt,topic,model,ok\n",
    },
    long,
  );
  const { records, rejected } = await readAll(file);
  expect([...(records[0]?.outcomes?.keys() ?? [])]).toEqual(["large"]);
  expect(rejected.map(({ line, column }) => [line, column])).toEqual([
    [2, "ok"],
    [4, "model"],
  ]);
});

test("an outcome without a route is unreadable in JSON too, a bare record is not", async () => {
  const file = aDataset(
    { "a.jsonl": '{"id":1,"ok":true}\n{"id":2}\n{"id":2,"m":"small","ok":true}\n' },
    `kind: outcomes
source: {path: a.jsonl, format: jsonl}
record: {id: id}
outcome: {route: m, accepted: ok}
`,
  );
  const { records, rejected } = await readAll(file);
  expect(records.map(({ id, outcomes }) => [id, outcomes?.size])).toEqual([["2", 1]]);
  expect(rejected).toMatchObject([{ line: 1, column: "m" }]);
});

test("nothing is left in the temporary folder", async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => /^routeproof-[^-]+$/.test(name));
  const before = left();
  const files = {
    "a.csv": "id,prompt,topic,model,ok\nq1,?,a,s,1\n",
    "b.csv": "id,prompt,topic,model,ok\nq1,?,a,s,1\n",
  };
  await failureOf(readAll(aDataset(files, long)));
  await readAll(aDataset({ ...files, "b.csv": "id,prompt,topic,model,ok\nq2,?,a,s,1\n" }, long));
  expect(left()).toEqual(before);
});
