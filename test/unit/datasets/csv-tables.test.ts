import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { aDatasetFolder, failureOf, readAll, type DatasetFolder } from "./dataset-folder.ts";

function aGoldenCsv(
  content: string | Uint8Array,
  more = "",
): { folder: DatasetFolder; file: string } {
  const folder = aDatasetFolder();
  folder.write("data.csv", content);
  const file = folder.write(
    "g.dataset.yaml",
    `dataset: g
kind: golden
source: {path: data.csv, format: csv}
record: {id: id, prompt: prompt, expected: answer, tags: {topic: topic}}
scoring: [{grader: exact_match}]
${more}`,
  );
  return { folder, file };
}

const plain = "id,prompt,answer,topic\nq1,Why?,So,a\nq2,How?,Thus,b\n";

test.each([
  ["a byte order mark", `\ufeff${plain}`],
  ["a byte order mark and a quoted header", `\ufeff${plain.replace("id", '"id"')}`],
  ["CRLF", plain.replaceAll("\n", "\r\n")],
  ["CR alone", plain.replaceAll("\n", "\r")],
  ["CRLF and LF mixed", plain.replace("\n", "\r\n")],
  ["LF and then CRLF", plain.replace(/\n$/, "\r\n")],
  ["no final newline", plain.trimEnd()],
  ["blank lines at the end", `${plain}\n\n`],
  ["gzip", gzipSync(plain)],
  ["gzip of two members", Buffer.concat([gzipSync(plain.slice(0, 30)), gzipSync(plain.slice(30))])],
])("%s changes nothing about the records", async (_name, content) => {
  const { records } = await readAll(aGoldenCsv(content).file);
  expect(records.map(({ id, expected, tags }) => [id, expected, tags])).toEqual([
    ["q1", "So", { topic: "a" }],
    ["q2", "Thus", { topic: "b" }],
  ]);
  expect(records[0]?.request.messages).toEqual([{ role: "user", content: "Why?" }]);
});

test("a row is named by the line it starts on, whatever line ends its cells hold", async () => {
  const { file } = aGoldenCsv(
    'id,prompt,answer,topic\nq1,"one\ntwo\r\nthree",x,a\nq2,"a\rb",x,a\n\nq3,z,x,a\nq4,"\n",x,a\nq5,z,x,a\n',
  );
  const { records } = await readAll(file);
  expect(records.map(({ id, source }) => `${id}@${source.split(":").at(-1)}`)).toEqual([
    "q1@2",
    "q2@5",
    "q3@7",
    "q4@8",
    "q5@10",
  ]);
  expect(records[0]?.request.messages[0]?.content).toBe("one\ntwo\r\nthree");
});

test.each([
  ["UTF-16 with a mark", Buffer.from(`\ufeff${plain}`, "utf16le"), "is UTF-16 (little endian)"],
  ["UTF-16 without a mark", Buffer.from(plain, "utf16le"), "is UTF-16 (little endian)"],
  ["UTF-16, big endian", Buffer.from(plain, "utf16le").swap16(), "is UTF-16 (big endian)"],
  [
    "Latin-1",
    Buffer.from(plain.replace("Thus", "Thé"), "latin1"),
    "data.csv:3: byte 0xE9 is not UTF-8; the file looks like Latin-1",
  ],
  [
    "a cut character at the end",
    Buffer.from(`${plain}q3,é`).subarray(0, -1),
    "data.csv:4: byte 0xC3",
  ],
])("%s is refused by name", async (_name, content, message) => {
  expect(await failureOf(readAll(aGoldenCsv(content).file))).toContain(message);
});

test("a quote that is never closed is reported where it opens", async () => {
  const { file } = aGoldenCsv(
    'id,prompt,answer,topic\nq1,"a\nb",x,a\nq2,"fine ""quoted""","open,a\nq3,z,x,a\n',
  );
  const message = await failureOf(readAll(file));
  expect(message).toContain("data.csv:4:22: a quote is opened here and never closed");
});

test("a quote inside an unquoted cell is an error with its line", async () => {
  const { file } = aGoldenCsv('id,prompt,answer,topic\nq1,a,x,a\nq2,5" pipe,x,a\n');
  expect(await failureOf(readAll(file))).toContain("data.csv:3: a quote stands where none may");
});

test("rows of another width are rejected with their line, the others stay", async () => {
  const { file } = aGoldenCsv("id,prompt,answer,topic\nq1,a,x\nq2,b,x,a\nq3,b,x,a,extra\n");
  const { records, rejected, dataset } = await readAll(file);
  expect(records.map(({ id }) => id)).toEqual(["q2"]);
  expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [2, "has 3 cells, the header has 4"],
    [4, "has 5 cells, the header has 4"],
  ]);
  expect(dataset.summary.rejected).toBe(2);
});

test("strict makes every unreadable row an error", async () => {
  const { file } = aGoldenCsv("id,prompt,answer,topic\nq1,a,x\n,b,x,a\nq3,c,x,a\n");
  const message = await failureOf(readAll(file, { strict: true }));
  expect(message).toContain("data.csv:2: has 3 cells");
  expect(message).toContain('data.csv:3: column "id": is empty');
});

test("duplicate ids are errors with both lines, all of them", async () => {
  const { file } = aGoldenCsv(`${plain}q1,again,x,a\nq2,again,x,a\n`);
  const message = await failureOf(readAll(file));
  expect(message).toContain('data.csv:4: the id "q1" stands twice: here and on line 2');
  expect(message).toContain('data.csv:5: the id "q2" stands twice: here and on line 3');
});

test("duplicate column names are errors", async () => {
  const { file } = aGoldenCsv("id,prompt,answer,topic,id\nq1,a,x,a,q1\n");
  expect(await failureOf(readAll(file))).toContain(
    'data.csv:1: the column "id" stands more than once: at positions 1 and 5'.replace(
      " and ",
      ", ",
    ),
  );
});

test("missing columns are placed in the manifest, with what is near", async () => {
  const { file } = aGoldenCsv("id,promt,answer,topics\nq1,a,x,a\n");
  const message = await failureOf(readAll(file));
  expect(message).toMatch(/g\.dataset\.yaml:4:26: no column "prompt" in .*did you mean "promt"\?/);
  expect(message).toMatch(/no column "topic" in .*did you mean "topics"\?/);
});

test.each([
  ["an empty file", "", "is empty: there is no header and no record"],
  ["a header alone", "id,prompt,answer,topic\n", "holds no records"],
  ["only unreadable rows", "id,prompt,answer,topic\nq1\n", "none of 1 rows could be read"],
])("%s is an error, never a run over nothing", async (_name, content, message) => {
  expect(await failureOf(readAll(aGoldenCsv(content).file))).toContain(message);
});

test("headers named like parts of objects are plain data", async () => {
  const folder = aDatasetFolder();
  folder.write("data.csv", "__proto__,constructor,toString\nq1,Why?,x\n");
  const file = folder.write(
    "g.dataset.yaml",
    `dataset: g
kind: golden
source: {path: data.csv, format: csv}
record: {id: __proto__, prompt: constructor, tags: {shape: toString}}
scoring: [{grader: exact_match}]
`,
  );
  const { records } = await readAll(file);
  expect(records[0]).toMatchObject({ id: "q1", tags: { shape: "x" } });
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("ids of any shape are exact text, and look-alikes are told once", async () => {
  const long = `x${"9".repeat(5000)}`;
  const ids = [
    "../../x",
    "12345678901234567890",
    "12345678901234567891",
    long,
    "A",
    "a",
    " a",
    "é",
    "e\u0301",
    "\0",
  ];
  const rows = ids.map((id) => `"${id}",p,x,t\n`).join("");
  const { file } = aGoldenCsv(`id,prompt,answer,topic\n${rows}`);
  const { records, dataset, ordinals } = await readAll(file, {}, [...ids, "é "]);
  expect(records.map(({ id }) => id)).toEqual(ids);
  expect(ordinals).toEqual([...ids.map((_, index) => index), undefined]);
  expect(dataset.summary.warnings).toEqual([
    'ids that differ only in case, blanks or accents are different records: "a", " a", "e\u0301"',
  ]);
});

test("a golden record without a prompt is rejected, and a missing expectation is counted", async () => {
  const { file } = aGoldenCsv("id,prompt,answer,topic\nq1,,x,a\nq2,b,,a\nq3,c,x,\n");
  const { records, rejected, dataset } = await readAll(file);
  expect(rejected).toMatchObject([{ line: 2, column: "prompt" }]);
  expect(records.map(({ id, expected, tags }) => [id, expected, tags])).toEqual([
    ["q2", undefined, { topic: "a" }],
    ["q3", "x", {}],
  ]);
  expect(dataset.summary.warnings).toEqual(["1 records say nothing of what is expected"]);
});

test("a damaged gzip file is an error that says so", async () => {
  const whole = gzipSync(plain.repeat(50));
  const { file } = aGoldenCsv(whole.subarray(0, whole.length - 20));
  expect(await failureOf(readAll(file))).toContain("not a whole gzip file: it ends too early");
});

test("a row beyond 64 MB ends the reading with its line instead of the process", async () => {
  const { file } = aGoldenCsv(`${plain}q3,"${"x".repeat(65 * 1024 * 1024)}`);
  expect(await failureOf(readAll(file))).toContain("data.csv:4: a row that starts here is longer");
});
