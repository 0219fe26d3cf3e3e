import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendLines } from "../../../../src/run/append-lines.ts";
import { historyFile, readHistory } from "../../../../src/run/history/history-file.ts";
import { aHistoryArm, aHistoryLine } from "./a-history-line.ts";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "routeproof-history-"));
  file = historyFile(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function append(...nights: readonly number[]): void {
  appendLines(
    file,
    nights.map((night) => JSON.stringify(aHistoryLine(night))),
  );
}

const nights = () => readHistory(file).lines.map(({ run_id: id }) => id);

test("an index that nobody wrote yet is empty", () => {
  expect(readHistory(file)).toEqual({ lines: [], notes: [] });
});

test("runs come back by their start, whatever the order in which they were added", () => {
  append(3);
  append(1, 2);
  expect(nights()).toEqual(["night-1", "night-2", "night-3"]);
});

test("of a run that was added twice the later line counts", () => {
  append(1);
  appendLines(file, [JSON.stringify(aHistoryLine(1, { verdict: "reject" }))]);
  const { lines } = readHistory(file);
  expect(lines.map(({ verdict }) => verdict)).toEqual(["reject"]);
  expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(2);
});

test("each candidate of a run has a line of its own", () => {
  append(1);
  const arms = { prod: aHistoryArm(), other: aHistoryArm() };
  appendLines(file, [JSON.stringify(aHistoryLine(1, { candidate: "other", arms }))]);
  expect(readHistory(file).lines.map(({ candidate }) => candidate)).toEqual(["cheap", "other"]);
});

test("a torn last line is dropped and said, and the next run still stands on its own line", () => {
  append(1);
  appendFileSync(file, '{"schema_version":1,"run_id":"ni');
  const torn = readHistory(file);
  expect(torn.lines).toHaveLength(1);
  expect(torn.notes).toEqual([`${file}: a torn last line of 32 characters is left out`]);
  append(2);
  const after = readHistory(file);
  expect(after.lines.map(({ run_id: id }) => id)).toEqual(["night-1", "night-2"]);
  expect(after.notes).toEqual([`${file}:2: this line is damaged and left out`]);
});

test.each(["null", "[]", "{}", '{"schema_version":1,"run_id":7}', "nonsense"])(
  "a line that is %s is left out and named",
  (text) => {
    writeFileSync(file, `${text}\n`);
    expect(readHistory(file).notes).toEqual([`${file}:1: this line is damaged and left out`]);
  },
);

test("lines of a later format are refused by place", () => {
  writeFileSync(file, `${JSON.stringify({ ...aHistoryLine(1), schema_version: 2 })}\n`);
  expect(() => readHistory(file)).toThrow(`${file}:1: written in format 2`);
});
