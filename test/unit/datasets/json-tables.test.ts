import { expect, test } from "vitest";
import { textLines } from "../../../src/datasets/json-lines.ts";
import { aDatasetFolder, failureOf, readAll } from "./dataset-folder.ts";

async function readLines(lines: readonly string[], record = "", end = "\n") {
  const folder = aDatasetFolder();
  folder.write("data.jsonl", lines.join(end));
  const file = folder.write(
    "g.dataset.yaml",
    `dataset: g
kind: golden
source: {path: data.jsonl, format: jsonl}
record:
  id: id
  ${record === "" ? "prompt: prompt" : record}
scoring: [{grader: exact_match}]
`,
  );
  return readAll(file);
}

test("a dotted path leads into objects and lists, an own key with dots goes first", async () => {
  const { records } = await readLines(
    [
      '{"id":1,"a":{"b":"deep"},"list":[{"x":"one"}],"p":"?"}',
      '{"id":2,"a":{"b":"deep"},"a.b":"own","list":[],"p":"?"}',
      '{"id":3,"a":"flat","list":{"0":{"x":"key"},"length":5},"p":"?"}',
    ],
    "prompt: p\n  tags: {path: a.b, item: list.0.x, length: list.length}",
  );
  expect(records.map(({ tags }) => tags)).toEqual([
    { path: "deep", item: "one" },
    { path: "own" },
    { item: "key", length: "5" },
  ]);
});

test("bad lines are rejected by number and reason, without a word of their text", async () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const { records, rejected } = await readLines([
    '{"id":"q1","prompt":"a"}',
    '{"id":"q2","prompt":"secret',
    "",
    "[1]",
    `{"id":"q5","prompt":${deep}}`,
    `{"id":"q6","prompt":"a","n":1234567890123456,"more":${deep}}`,
    '{"prompt":"no id"}',
    '{"id":null,"prompt":"no id"}',
    '{"id":{"a":1},"prompt":"no id"}',
    '{"id":"q10","prompt":"z"}',
  ]);
  expect(records.map(({ id, source }) => [id, source.split(":").at(-1)])).toEqual([
    ["q1", "1"],
    ["q10", "10"],
  ]);
  expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [2, "is not JSON from character 28 on"],
    [4, "is not a JSON object"],
    [5, "expected text, got a list or an object"],
    [6, "is nested too deeply"],
    [7, "is empty: every record needs an id"],
    [8, "is empty: every record needs an id"],
    [9, "expected text, got a list or an object"],
  ]);
});

test("lines that end in a carriage return alone are no lines, and that is said", async () => {
  const { rejected } = await readLines([
    '{"id":"q1","prompt":"a"}\r{"id":"q2","prompt":"b"}\r',
    '{"id":"q3","prompt":"c"\r',
    '{"id":"q4","prompt":"d",\r"oops}\r',
    '{"id":"q5","prompt":"e"}\r',
  ]);
  expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [1, "is not JSON from character 26 on: a carriage return alone ends no line"],
    [2, "is not JSON from character 25 on"],
    [3, expect.stringMatching(/^is not JSON from character \d+ on$/)],
  ]);
});

test("whole numbers too long for a double stay exact text", async () => {
  const { records } = await readLines(
    [
      '{"id":12345678901234567890,"prompt":"a","label":9007199254740993,"x":{"n":1.2345678901234567}}',
    ],
    "prompt: prompt\n  expected: label\n  tags: {n: x.n}",
  );
  expect(records[0]).toMatchObject({
    id: "12345678901234567890",
    expected: "9007199254740993",
    tags: { n: "1.2345678901234567" },
  });
});

test('the ids 1 and "1" are the same id', async () => {
  const message = await failureOf(readLines(['{"id":1,"prompt":"a"}', '{"id":"1","prompt":"b"}']));
  expect(message).toContain('data.jsonl:2: the id "1" stands twice: here and on line 1');
});

test("keys named like parts of objects are plain data", async () => {
  const { records } = await readLines(
    [
      '{"id":"q1","prompt":"a","__proto__":"x","constructor":{"name":"y"}}',
      '{"id":"q2","prompt":"a"}',
    ],
    "prompt: prompt\n  tags: {proto: __proto__, made: constructor.name}",
  );
  expect(records.map(({ tags }) => tags)).toEqual([{ proto: "x", made: "y" }, {}]);
});

test("lone surrogates, empty texts and types survive", async () => {
  const { records } = await readLines(
    ['{"id":"\\ud800","prompt":"","e":{"ok":true,"n":[0.1,null]},"f":"42","g":7,"h":false}'],
    "prompt: prompt\n  expected: e\n  features: {f: f, g: g, h: h}\n  tags: {h: h, g: g}",
  );
  expect(records[0]).toMatchObject({
    id: "\ud800",
    request: { messages: [{ role: "user", content: "" }] },
    expected: { ok: true, n: [0.1, null] },
    features: { f: "42", g: 7, h: false },
    tags: { h: "false", g: "7" },
  });
});

test("messages are a list, or its JSON in a text, and keep what else they hold", async () => {
  const list =
    '[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text"}],"name":"n"}]';
  const { records, rejected } = await readLines(
    [
      `{"id":"q1","m":${list}}`,
      `{"id":"q2","m":${JSON.stringify(list)}}`,
      '{"id":"q3","m":"hello"}',
      '{"id":"q4","m":[{"role":"user"}]}',
      '{"id":"q5","m":[]}',
    ],
    "messages: m",
  );
  expect(records.map(({ request }) => request.messages)).toEqual([
    JSON.parse(list),
    JSON.parse(list),
  ]);
  expect(rejected.map(({ line, reason }) => [line, reason.split(";")[0]])).toEqual([
    [3, "expected a list of messages as JSON"],
    [4, "every message needs a role and a content"],
    [5, "is empty: a golden record needs a prompt"],
  ]);
});

test("CRLF and blanks between lines change nothing", async () => {
  const lines = ['{"id":1,"prompt":"a"}', "  ", '{"id":2,"prompt":"b"}', ""];
  const { records } = await readLines(lines, "", "\r\n");
  expect(records.map(({ id, source }) => [id, source.split(":").at(-1)])).toEqual([
    ["1", "1"],
    ["2", "3"],
  ]);
});

test("a line longer than the limit is dropped as it arrives, and the next one is read", async () => {
  async function* pieces(): AsyncGenerator<Buffer> {
    yield Buffer.from("first\nxx");
    for (let piece = 0; piece < 100; piece += 1) yield Buffer.alloc(64, "x");
    yield Buffer.from("xx\nlast");
    yield Buffer.from(`\nshort\n${"y".repeat(101)}\n€\n`);
  }
  const lines = [];
  for await (const batch of textLines(pieces(), 100)) lines.push(...batch);
  expect(lines.map(({ line, text }) => ({ line, text }))).toEqual([
    { line: 1, text: "first" },
    { line: 2, text: undefined },
    { line: 3, text: "last" },
    { line: 4, text: "short" },
    { line: 5, text: undefined },
    { line: 6, text: "€" },
  ]);
});

test("lines cut anywhere, even inside a character, come out whole", async () => {
  const bytes = Buffer.from("zwölf\n\n€uro\n𝄞");
  for (const size of [1, 2, 3, 5]) {
    async function* pieces(): AsyncGenerator<Buffer> {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    const lines = [];
    for await (const batch of textLines(pieces())) lines.push(...batch);
    expect(lines.map(({ text }) => text)).toEqual(["zwölf", "", "€uro", "𝄞"]);
  }
});
