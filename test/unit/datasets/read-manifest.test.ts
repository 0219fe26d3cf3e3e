import { expect, test } from "vitest";
import { readManifest } from "../../../src/datasets/read-manifest.ts";
import { aDatasetFolder, failureOf } from "./dataset-folder.ts";

const head = `dataset: d
kind: outcomes
source: {path: data.csv, format: csv}
record: {id: id, prompt: p}
`;

async function problemsOf(text: string): Promise<string> {
  const folder = aDatasetFolder();
  folder.write("data.csv", "id,p\n1,2\n");
  const file = folder.write("d.dataset.yaml", text);
  const message = await failureOf(readManifest(file));
  return message.replaceAll(`${folder.path}/`, "");
}

test("an outcome table without graders is judged by what it says itself", async () => {
  const folder = aDatasetFolder();
  const data = folder.write("data.csv", "id,p\n1,2\n");
  const file = folder.write("d.dataset.yaml", `${head}outcomes: {a: {accepted: ok}}\n`);
  const manifest = await readManifest(file);
  expect(manifest.scoring).toEqual([
    { grader: "recorded", name: "recorded", required: true, options: {} },
  ]);
  expect(manifest.dataFiles).toEqual([data]);
  expect(manifest.inputs).toEqual([
    { role: "dataset", path: file, sha256: manifest.document.sha256 },
    { role: "data", path: data, sha256: undefined },
  ]);
  expect(manifest.minScore).toBeUndefined();
});

test("graders keep their options and their place, and a schema file is loaded", async () => {
  const folder = aDatasetFolder();
  folder.write("data.csv", "id,p\n1,2\n");
  const schema = folder.write("answer.json", '{"type": "object"}');
  const file = folder.write(
    "d.dataset.yaml",
    `${head.replace("outcomes", "golden")}scoring:
  - {grader: exact_match, name: exact, normalize: [trim], required: false}
  - grader: json_schema
    schema: answer.json
acceptance: {min_score: 0.5}
`,
  );
  const manifest = await readManifest(file);
  expect(manifest.scoring).toEqual([
    { grader: "exact_match", name: "exact", required: false, options: { normalize: ["trim"] } },
    {
      grader: "json_schema",
      name: "json_schema",
      required: true,
      options: { schema: { type: "object" } },
    },
  ]);
  expect(manifest.inputs.at(-1)).toMatchObject({ role: "schema", path: schema });
  expect(manifest.locateScoring(0, ["normalize", 0])).toEqual({ line: 6, column: 52 });
  expect(manifest.locateScoring(1, ["schema"])).toEqual({ line: 8, column: 13 });
  expect(manifest.minScore).toBe(0.5);
});

test("unknown keys are all named, each with its place and what was meant", async () => {
  const message = await problemsOf(
    `${head.replace("prompt", "promt")}outcomes: {a: {acepted: ok, latency_sec: s}}\nscorring: []\n`,
  );
  expect(message).toContain(
    'd.dataset.yaml:4:18: unknown key "promt" in "record" (did you mean "prompt"?)',
  );
  expect(message).toContain('unknown key "acepted" in "outcomes.a" (did you mean "accepted"?)');
  expect(message).toContain('unknown key "latency_sec"');
  expect(message).toContain('d.dataset.yaml:6:1: unknown key "scorring" (did you mean "scoring"?)');
});

test.each([
  [
    "a log's table without outcome",
    head.replace("outcomes", "log"),
    "d.dataset.yaml:2:7: a log needs outcome: where what happened stands in a row",
  ],
  [
    "a log format without kind: log",
    `${head.replace("format: csv", "format: litellm")}outcomes: {a: {accepted: ok}}`,
    "litellm is the format of a request log: say kind: log",
  ],
  [
    "no record",
    head.replace(/record:.*\n/, ""),
    "d.dataset.yaml:1:1: record is missing: expected where each record's id stands",
  ],
  [
    "keys of logs",
    `${head.replace("csv}", "csv, cost_unit: usd}")}outcomes: {a: {accepted: ok}}\nlog: {cost: logged}\n`,
    "source.cost_unit belongs to a request log: this is kind: outcomes",
  ],
  [
    "a long table without routes",
    `${head}outcome: {accepted: ok}\n`,
    "a long table needs outcome.route",
  ],
  [
    "a slip in the format",
    `${head.replace("format: csv", "format: jsonnl")}outcomes: {a: {accepted: ok}}`,
    'did you mean "jsonl"?',
  ],
  ["no outcomes", head, "d.dataset.yaml:2:7: kind outcomes needs outcomes"],
  [
    "both layouts",
    `${head}outcomes: {a: {accepted: ok}}\noutcome: {route: r, accepted: ok}\n`,
    "d.dataset.yaml:6:10: the table is either wide (outcomes) or long (outcome)",
  ],
  [
    "golden with outcomes",
    `${head.replace("outcomes", "golden")}scoring: [{grader: label}]\noutcomes: {a: {accepted: ok}}\n`,
    "d.dataset.yaml:6:11: a golden dataset holds no known outcomes",
  ],
  [
    "golden without graders",
    head.replace("outcomes", "golden"),
    'd.dataset.yaml:1:1: a golden dataset needs "scoring"',
  ],
  [
    "nothing that accepts",
    `${head}outcomes: {a: {response: r}}\n`,
    "nothing says whether an answer is accepted",
  ],
  [
    "a score without a least score",
    `${head}outcomes: {a: {score: s}}\n`,
    "d.dataset.yaml:5:23: a score alone accepts nothing",
  ],
  [
    "two units",
    `${head}outcomes: {a: {accepted: ok, latency_ms: m, latency_s: s}}\n`,
    "latency_ms and latency_s exclude each other",
  ],
  [
    "rows as ids of a long table",
    `${head.replace("id: id", "id: {row_number: true}")}outcome: {route: r, accepted: ok}\n`,
    "a long table needs an id column",
  ],
  [
    "a missing file",
    `${head.replace("data.csv", "dat.csv")}outcomes: {a: {accepted: ok}}\n`,
    "d.dataset.yaml:3:16: there is no file dat.csv",
  ],
  [
    "a folder as file",
    `${head.replace("data.csv", ".")}outcomes: {a: {accepted: ok}}\n`,
    "is a directory, not a file",
  ],
  [
    "a glob without matches",
    `${head.replace("data.csv", "'*.jsonl'")}outcomes: {a: {accepted: ok}}\n`,
    "d.dataset.yaml:3:16: no file matches *.jsonl",
  ],
  [
    "a file named twice",
    `${head.replace("data.csv", "[data.csv, '*.csv']")}outcomes: {a: {accepted: ok}}\n`,
    "data.csv is named twice",
  ],
  [
    "a reserved tag name",
    `${head.replace("prompt: p", "prompt: p, tags: {constructor: c}")}outcomes: {a: {accepted: ok}}\n`,
    'the name "constructor" is reserved',
  ],
  [
    "a hostile pattern",
    `${head.replace("prompt: p", () => "prompt: p, tags: {t: {from: a, pattern: '^((a+)+)$'}}")}outcomes: {a: {accepted: ok}}\n`,
    "d.dataset.yaml:4:58: the pattern repeats a group that itself repeats",
  ],
  [
    "a missing exclude list",
    `${head}outcomes: {a: {accepted: ok}}\nexclude: [{path: x.csv, field: f, equals: id}]\n`,
    "d.dataset.yaml:6:18: there is no file x.csv",
  ],
])("%s is refused", async (_name, text, message) => {
  expect(await problemsOf(text)).toContain(message);
});
