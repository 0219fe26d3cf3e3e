import {
  appendFileSync,
  existsSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Recording } from "../../../../src/providers/recordings/recording.ts";
import { RecordingStore } from "../../../../src/providers/recordings/recording-store.ts";
import { aCall } from "../provider-call-builders.ts";
import { aFolder, aRecording, aRecordOf, aReply, openToWrite } from "./recording-builders.ts";

let folder = aFolder();
let pack = "";

beforeEach(() => {
  folder = aFolder();
  pack = join(folder.path, "recordings.jsonl");
});

afterEach(() => folder.remove());

const recordingOf = (name: string, text = `answer to ${name}`): Recording =>
  aRecording({ reply: aReply({}, text) }, aCall({ record: aRecordOf(name, { id: name }) }));

async function write(...recordings: readonly Recording[]): Promise<void> {
  const store = await openToWrite(folder.path);
  await Promise.all(recordings.map((recording) => store.append(recording)));
  await store.close();
}

function textIn(store: RecordingStore, { key }: Recording): string | undefined {
  const result = store.read(key)?.reply.result;
  return result?.kind === "response" ? result.response.text : undefined;
}

test("what was appended is found, in the same session and in a later one", async () => {
  const [one, other] = [recordingOf("one"), recordingOf("other", "é😀 ".repeat(50_000))];
  const writing = await openToWrite(folder.path);
  await writing.append(one);
  await writing.append(other);
  expect(textIn(writing, other)).toBe("é😀 ".repeat(50_000));
  await writing.close();
  const store = await RecordingStore.open(folder.path);
  expect(store.count).toBe(2);
  expect(textIn(store, one)).toBe("answer to one");
  expect(textIn(store, other)).toBe("é😀 ".repeat(50_000));
  expect(store.read(recordingOf("third").key)).toBeUndefined();
  expect(store.recordingAt(0)).toEqual(one);
  await store.close();
});

test("the times of a stream's events are read where they are asked for, and only there", async () => {
  const times = { evidence: { httpStatus: 200, eventOffsetsMs: [10, 12.5, 30] } };
  const streamed = aRecording({ reply: { ...aRecording().reply, ...times } });
  await write(streamed);
  for (const withEvents of [false, true]) {
    const store = await RecordingStore.open(folder.path, undefined, { withEvents });
    expect(store.read(streamed.key)?.reply.evidence?.eventOffsetsMs).toEqual(
      withEvents ? [10, 12.5, 30] : undefined,
    );
    expect(store.read(streamed.key)?.reply.result).toEqual(streamed.reply.result);
    await store.close();
  }
});

test("of two recordings with the same name the last counts", async () => {
  await write(recordingOf("one", "first"), recordingOf("other"), recordingOf("one", "last"));
  const store = await RecordingStore.open(folder.path);
  expect(textIn(store, recordingOf("one"))).toBe("last");
  await store.append(recordingOf("x")).then(
    () => expect.unreachable(),
    (error: Error) => expect(error.message).toContain("was opened to be read"),
  );
  await store.close();
});

test("a line is on the disk, whole, before its append resolves", async () => {
  const store = await openToWrite(folder.path);
  await Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      const recording = recordingOf(`r${index}`, "x".repeat(1000 + index));
      await store.append(recording);
      const lines = readFileSync(pack, "utf8").split("\n");
      expect(lines.some((line) => line.startsWith(`{"key":"${recording.key}"`))).toBe(true);
      expect(textIn(store, recording)).toBe("x".repeat(1000 + index));
    }),
  );
  await store.close();
});

test("more lines than one look at the file holds are all indexed", async () => {
  const recordings = Array.from({ length: 900 }, (_, index) =>
    recordingOf(`r${index}`, "lorem ipsum ".repeat(index)),
  );
  await write(...recordings);
  expect(statSync(pack).size).toBeGreaterThan(4 * 2 ** 20);
  const store = await RecordingStore.open(folder.path);
  recordings.forEach((recording, index) => {
    expect(textIn(store, recording)).toBe("lorem ipsum ".repeat(index));
  });
  await store.close();
});

test("a torn last line is cut off by a writer, wherever it was torn, and that is said", async () => {
  await write(recordingOf("one"), recordingOf("other", "é😀"));
  const whole = readFileSync(pack);
  const firstEnd = whole.indexOf(10) + 1;
  for (let size = firstEnd + 1; size < whole.length; size += 7) {
    writeFileSync(pack, whole);
    truncateSync(pack, size);
    const store = await openToWrite(folder.path);
    expect(store.notes).toEqual([`${pack}: dropped a torn last line of ${size - firstEnd} bytes`]);
    expect(store.count).toBe(1);
    await store.append(recordingOf("third"));
    await store.close();
    expect(readFileSync(pack, "utf8").split("\n")).toHaveLength(3);
  }
});

test("a reader leaves a torn last line where it is: its writer may still be at it", async () => {
  await write(recordingOf("one"));
  appendFileSync(pack, '{"key":"half');
  const before = readFileSync(pack);
  const store = await RecordingStore.open(folder.path);
  expect(store.notes).toEqual([`${pack}: left out a torn last line of 12 bytes`]);
  expect(textIn(store, recordingOf("one"))).toBe("answer to one");
  await store.close();
  expect(readFileSync(pack)).toEqual(before);
});

test.each([
  ["another document", (line: string) => line.replace('{"key"', '{"id"')],
  ["an empty line", () => ""],
  ["a line without its end", (line: string) => line.slice(0, -9)],
])("%s between recordings is an error with its line", async (_what, damage) => {
  await write(recordingOf("one"), recordingOf("two"), recordingOf("three"));
  const lines = readFileSync(pack, "utf8").split("\n");
  lines[1] = damage(lines[1] ?? "");
  writeFileSync(pack, lines.join("\n"));
  for (const open of [() => RecordingStore.open(folder.path), () => openToWrite(folder.path)]) {
    await expect(open()).rejects.toThrow(`${pack}:2: this recording is damaged`);
  }
  expect(readFileSync(pack, "utf8")).toBe(lines.join("\n"));
  expect(existsSync(join(folder.path, "recordings.lock"))).toBe(false);
});

test("damage within a line is an error with its line once it is read", async () => {
  await write(recordingOf("one"), recordingOf("two"));
  const bytes = readFileSync(pack);
  const at = bytes.indexOf('"latency_ms":900', bytes.indexOf(10));
  for (const [damage, offset] of [
    ["latency", at + 13],
    ["bytes", bytes.indexOf("answer to two")],
  ] as const) {
    const damaged = Buffer.from(bytes);
    damaged[offset] = damage === "latency" ? 0x2c : 0xff;
    writeFileSync(pack, damaged);
    const store = await RecordingStore.open(folder.path);
    expect(textIn(store, recordingOf("one"))).toBe("answer to one");
    expect(() => store.read(recordingOf("two").key)).toThrow(
      `${pack}:2: this recording is damaged`,
    );
    await store.close();
  }
});

test("a line whose answer was made longer by hand is read all the same", async () => {
  await write(recordingOf("one"));
  const edited = readFileSync(pack, "utf8").replace(
    "answer to one",
    `by hand: ${"é".repeat(3000)}`,
  );
  writeFileSync(pack, edited);
  const store = await RecordingStore.open(folder.path);
  expect(textIn(store, recordingOf("one"))).toBe(`by hand: ${"é".repeat(3000)}`);
  await store.close();
});

test("an answer made a little longer by hand keeps every digit of its numbers", async () => {
  const usage = { ...aReply().usage, outputTokens: undefined };
  await write(aRecording({ reply: aReply({ usage, costNanoUsd: 123_456_789 }, "no") }));
  const text = readFileSync(pack, "utf8");
  for (const answer of ["", "n", "yes", "yess", "yesss"]) {
    writeFileSync(pack, text.replace('"text":"no"', `"text":"${answer}"`));
    const store = await RecordingStore.open(folder.path);
    expect(textIn(store, aRecording())).toBe(answer);
    expect(store.read(aRecording().key)?.reply.costNanoUsd).toBe(123_456_789);
    await store.close();
  }
});

test("a line of a later routeproof is refused by its version", async () => {
  await write(recordingOf("one"));
  const text = readFileSync(pack, "utf8").replace('"schema_version":1', '"schema_version":2');
  writeFileSync(pack, text);
  const store = await RecordingStore.open(folder.path);
  expect(() => store.read(recordingOf("one").key)).toThrow(
    `${pack}:1: schema_version 2 is not known here`,
  );
  await store.close();
});

test("a folder without recordings is refused to a reader, with a hint", async () => {
  await expect(RecordingStore.open(join(folder.path, "none"))).rejects.toMatchObject({
    code: "invalid-input",
    message: expect.stringContaining("there are no recordings") as string,
    hint: expect.stringContaining("--record") as string,
  });
});

test("a folder has one writer, and any number of readers beside it", async () => {
  const writing = await openToWrite(join(folder.path, "new", "folder"));
  await writing.append(recordingOf("one"));
  await expect(openToWrite(join(folder.path, "new", "folder"))).rejects.toThrow(
    `process ${process.pid}`,
  );
  const reading = await RecordingStore.open(join(folder.path, "new", "folder"));
  expect(textIn(reading, recordingOf("one"))).toBe("answer to one");
  await reading.close();
  await writing.close();
  await (await openToWrite(join(folder.path, "new", "folder"))).close();
});

test("a file in the way of a folder is an input to mend, for whoever reads or writes", async () => {
  const file = join(folder.path, "file");
  writeFileSync(file, "");
  const refused = { code: "invalid-input", message: expect.stringContaining("a file is where") };
  await expect(openToWrite(file)).rejects.toMatchObject(refused);
  await expect(openToWrite(join(file, "in"))).rejects.toMatchObject(refused);
  await expect(RecordingStore.open(file)).rejects.toMatchObject(refused);
});
