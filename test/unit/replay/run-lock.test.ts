import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockRun } from "../../../src/replay/run-lock.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
  path = join(folder, "run.lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("a second writer is refused with the first one's pid", () => {
  const { release } = lockRun(path);
  expect(() => lockRun(path)).toThrow(
    `process ${process.pid} on ${hostname()} is writing this run folder`,
  );
  release();
  expect(existsSync(path)).toBe(false);
});

test("what the folder holds is said", () => {
  const { release } = lockRun(path, "recordings");
  expect(() => lockRun(path, "recordings")).toThrow("is writing this recordings folder");
  release();
});

test("the lock of a process that is gone is taken over, and that is said", () => {
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 7, host: hostname(), birth: "1" }));
  const { release, note } = lockRun(path);
  expect(note).toContain("which is gone");
  release();
});

test("a later process with the same pid does not count as the owner", () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname(), birth: "1" }));
  expect(() => lockRun(path)).not.toThrow();
});

test("a lock that was never filled is taken over", () => {
  writeFileSync(path, "");
  expect(() => lockRun(path)).not.toThrow();
});

test("another machine's lock is respected: nobody here can tell whether it lives", () => {
  writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere", birth: "1" }));
  expect(() => lockRun(path)).toThrow("process 1 on elsewhere");
});
