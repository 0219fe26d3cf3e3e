import { fdatasyncSync, mkdtempSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AttemptJournal, type Disk } from "../../../src/replay/attempt-journal.ts";
import type { FinishLine, StartLine } from "../../../src/replay/attempt-line.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attempts-"));
  path = join(folder, "attempts.jsonl");
});

afterEach(() => rmSync(folder, { recursive: true }));

const name = (ordinal: number) => ({
  at: "2026-11-25T12:00:00.000Z",
  record: `r${ordinal}`,
  ordinal,
  policy: "p",
  arm: 0,
  repeat: 0,
  attempt: 0,
  route: "small",
});
const aStart = (ordinal: number): StartLine => ({ event: "start", ...name(ordinal) });
const aFinish = (ordinal: number): FinishLine => ({
  event: "finish",
  ...name(ordinal),
  status: "not_covered",
});

/** A disk that counts its trips, and can be told to take only so many bytes of the next write. */
function aDisk() {
  const trips = { writes: 0, syncs: 0 };
  let roomBytes = Infinity;
  let canSync = true;
  const disk: Disk = {
    gather: () => Promise.resolve(),
    append: async (descriptor, bytes) => {
      trips.writes += 1;
      await new Promise((resolve) => setImmediate(resolve));
      writeSync(descriptor, bytes.subarray(0, Math.min(roomBytes, bytes.length)));
      if (bytes.length > roomBytes) throw new Error("no space left on device");
    },
    sync: async (descriptor) => {
      trips.syncs += 1;
      await new Promise((resolve) => setImmediate(resolve));
      if (!canSync) throw new Error("input/output error");
      fdatasyncSync(descriptor);
    },
  };
  return {
    disk,
    trips,
    leaveRoom: (bytes: number) => (roomBytes = bytes),
    breakSync: () => (canSync = false),
  };
}

const eventsIn = () =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as StartLine | FinishLine)
    .map(({ event, ordinal }) => `${event} ${ordinal}`);

test("a line is in the file and synced when its promise is kept", async () => {
  const { disk, trips } = aDisk();
  const journal = new AttemptJournal(path, disk);
  await journal.start(aStart(0));
  expect(eventsIn()).toEqual(["start 0"]);
  expect(trips).toEqual({ writes: 1, syncs: 1 });
  await journal.finish(aFinish(0));
  expect(eventsIn()).toEqual(["start 0", "finish 0"]);
  await journal.close();
});

test("lines that come while the disk is busy share its next trip", async () => {
  const { disk, trips } = aDisk();
  const journal = new AttemptJournal(path, disk);
  const first = journal.start(aStart(0));
  await Promise.resolve();
  await Promise.resolve();
  const rest = Array.from({ length: 63 }, (_, index) => journal.start(aStart(index + 1)));
  await Promise.all([first, ...rest]);
  expect(eventsIn()).toHaveLength(64);
  expect(trips).toEqual({ writes: 2, syncs: 2 });
  await journal.close();
});

test("when the disk fills up, whole finishes of the trip stay and no start does", async () => {
  const { disk, leaveRoom } = aDisk();
  const journal = new AttemptJournal(path, disk);
  await journal.start(aStart(0));
  leaveRoom(2 * JSON.stringify(aFinish(1)).length + 2 + 20);
  const ends = await Promise.allSettled([
    journal.start(aStart(5)),
    journal.finish(aFinish(1)),
    journal.finish(aFinish(2)),
    journal.finish(aFinish(3)),
  ]);
  expect(ends.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => "rejected"));
  expect(eventsIn()).toEqual(["start 0", "finish 1", "finish 2"]);
  await expect(journal.close()).rejects.toThrow("attempts.jsonl: could not be written: no space");
});

test("a start that the disk took but did not make durable is taken back", async () => {
  const { disk, breakSync } = aDisk();
  const journal = new AttemptJournal(path, disk);
  breakSync();
  await expect(journal.start(aStart(0))).rejects.toMatchObject({ code: "storage" });
  expect(eventsIn()).toEqual([]);
  await expect(journal.close()).rejects.toMatchObject({ code: "storage" });
});

test("once the disk has refused a line, every later one is refused", async () => {
  const { disk, leaveRoom } = aDisk();
  const journal = new AttemptJournal(path, disk);
  leaveRoom(0);
  await expect(journal.start(aStart(0))).rejects.toMatchObject({ code: "storage" });
  leaveRoom(Infinity);
  await expect(journal.start(aStart(1))).rejects.toMatchObject({ code: "storage" });
  await expect(journal.finish(aFinish(1))).rejects.toMatchObject({ code: "storage" });
  await expect(journal.close()).rejects.toMatchObject({ code: "storage" });
});

test("a later session appends to what is there", async () => {
  for (const ordinal of [0, 1]) {
    const journal = new AttemptJournal(path);
    await journal.start(aStart(ordinal));
    await journal.close();
  }
  expect(eventsIn()).toEqual(["start 0", "start 1"]);
});

test("a journal that cannot be opened is a storage error", () => {
  expect(() => new AttemptJournal(join(folder, "absent", "attempts.jsonl"))).toThrow(
    "could not be written",
  );
});
