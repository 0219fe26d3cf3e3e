import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resumeAttempts } from "../../src/replay/resume-attempts.ts";
import { skipSaying } from "../support/skip-saying.ts";

const writer = resolve(import.meta.dirname, "../support/attempt-writer.ts");

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attempts-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The numbers of the calls that the writer said something of. */
function said(word: "sent" | "paid", output: string): readonly number[] {
  return [...output.matchAll(new RegExp(`^${word} (\\d+)$`, "gm"))].map(([, at]) => Number(at));
}

async function startedIn(path: string) {
  const earlier = await resumeAttempts(path, () => false);
  const finished = new Set([...earlier.finished.values()].map(({ name }) => name.ordinal));
  const unknown = new Set(earlier.unknown.map(({ name }) => name.ordinal));
  return { earlier, finished, started: new Set([...finished, ...unknown]) };
}

test("after a kill at any moment, every call that was sent is on record, and every reply used", async () => {
  for (const lines of [1, 40, 333, 1200]) {
    const path = join(folder, `${lines}.jsonl`);
    const child = spawn(process.execPath, [writer, path], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split("\n").length > lines) child.kill("SIGKILL");
    });
    await new Promise((ended) => child.on("close", ended));
    const { finished, started } = await startedIn(path);
    expect(said("sent", output).filter((ordinal) => !started.has(ordinal))).toEqual([]);
    expect(said("paid", output).filter((ordinal) => !finished.has(ordinal))).toEqual([]);
  }
});

/** What a full disk left behind, next to what the writer said before it ended. */
async function leftBehind(path: string, output: string) {
  const { earlier, started } = await startedIn(path);
  const inOrder = (ordinals: Iterable<number>) => [...ordinals].toSorted((a, b) => a - b);
  return {
    endedWith: /^ended (.*)$/m.exec(output)?.[1],
    endsWithWholeLine: readFileSync(path, "utf8").endsWith("\n"),
    tornBytes: earlier.tornBytes,
    started: inOrder(started),
    sent: inOrder(said("sent", output)),
    paid: inOrder(said("paid", output)),
  };
}

test("a file that may not grow ends the calls with whole lines, and what was paid is handed on", async () => {
  const path = join(folder, "attempts.jsonl");
  const line = `ulimit -f 700; exec "$0" "$@"`;
  const done = spawnSync("bash", ["-c", line, process.execPath, writer, path], {
    encoding: "utf8",
  });
  const left = await leftBehind(path, done.stdout);
  expect(left).toMatchObject({ endedWith: "storage", endsWithWholeLine: true, tornBytes: 0 });
  expect(left.sent.length).toBeGreaterThan(50);
  // No start stands for a call that was not sent, and none is missing.
  expect(left.started).toEqual(left.sent);
  expect(left.paid).toEqual(left.sent);
});

const isRoot = process.getuid?.() === 0;

test("a small file system that is really full ends the same way", async (context) => {
  const mount = join(folder, "tmpfs");
  mkdirSync(mount);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", mount]);
  if (!isRoot || mounted.status !== 0) skipSaying(context, "mounting a tmpfs needs root");
  try {
    const path = join(mount, "attempts.jsonl");
    const done = spawnSync(process.execPath, [writer, path], { encoding: "utf8" });
    const left = await leftBehind(path, done.stdout);
    expect(left).toMatchObject({ endedWith: "storage", endsWithWholeLine: true, tornBytes: 0 });
    expect(left.sent.length).toBeGreaterThan(50);
    expect(left.started).toEqual(left.sent);
    expect(left.paid).toEqual(left.sent);
  } finally {
    spawnSync("umount", [mount]);
  }
});
