import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, type TestContext } from "vitest";
import { RecordingStore } from "../../src/providers/recordings/recording-store.ts";
import { lockRun } from "../../src/replay/run-lock.ts";
import { skipSaying } from "../support/skip-saying.ts";

const top = mkdtempSync(join(tmpdir(), "recording-faults-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));

const source = (path: string): string => new URL(`../../src/${path}`, import.meta.url).href;

/**
 * Appends recordings of 60 kB, eight at a time, and says each one's key once it is durable. Ends
 * with what refused it.
 */
const writerScript = `
  import { hash } from "node:crypto";
  import { RecordingStore } from "${source("providers/recordings/recording-store.ts")}";
  import { lockRun } from "${source("replay/run-lock.ts")}";
  const [folder, start] = process.argv.slice(-2);
  const lock = (path) => lockRun(path, "recordings");
  const store = await RecordingStore.open(folder, { lock, redact: (text) => text });
  for (const note of store.notes) console.log("note " + note);
  const usage = { inputUncachedTokens: 1, outputTokens: 1 };
  const finishReason = { kind: "stop", raw: "stop" };
  let next = Number(start);
  const work = async () => {
    for (;;) {
      const name = "recording " + next++;
      const key = hash("sha256", name);
      const response = { text: "lorem ipsum é😀 ".repeat(3000) + name, finishReason, toolCalls: [], signals: {} };
      await store.append({
        key, recordId: name, messagesHash: key.slice(0, 16), repeat: 0, priorCallsOfRoute: 0,
        request: { provider: "openai", endpointFamily: "openai", model: "m", body: { name } },
        madeUnder: { stream: false }, at: "2026-11-21T00:00:00.000Z", keepsText: true,
        reply: { result: { kind: "response", response }, usage, latencyMs: 1 },
      });
      process.stdout.write("kept " + key + " " + name + "\\n");
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: 8 }, work));
  for (const { reason } of ends) console.log("refused " + reason.code + ": " + reason.message);
  await store.close();
`;

const writerArgs = (folder: string, start: number): readonly string[] => [
  "--input-type=module",
  "--eval",
  writerScript,
  "--",
  folder,
  String(start),
];

interface Said {
  readonly kept: ReadonlyMap<string, string>;
  readonly lines: readonly string[];
}

function heard(output: string): Said {
  // A line that the kill cut short was not said.
  const lines = output.slice(0, output.lastIndexOf("\n") + 1).split("\n");
  const kept = lines
    .filter((line) => line.startsWith("kept "))
    .map((line) => [line.slice(5, 69), line.slice(70)] as const);
  return { kept: new Map(kept), lines };
}

/** Every recording that was said to be kept is there, whole. */
async function expectKept(folder: string, kept: ReadonlyMap<string, string>): Promise<void> {
  const store = await RecordingStore.open(folder);
  for (const [key, name] of kept) {
    const result = store.read(key)?.reply.result;
    const text = result?.kind === "response" ? result.response.text : undefined;
    expect(text?.endsWith(`😀 ${name}`)).toBe(true);
  }
  await store.close();
}

test("whatever moment a writer is killed at, what it said was kept is there", async () => {
  const folder = join(top, "killed");
  const kept = new Map<string, string>();
  let torn = 0;
  for (let round = 0; round < 8; round += 1) {
    const before = bytesOf(folder);
    const goal = before + 200_000 + Math.floor(Math.random() * 2_000_000);
    const child = spawn(process.execPath, writerArgs(folder, 1000 * round));
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const end = new Promise((resolve) => child.on("close", resolve));
    while (child.exitCode === null && bytesOf(folder) < goal) {
      await new Promise((resume) => setTimeout(resume, 1));
    }
    child.kill("SIGKILL");
    await end;
    const said = heard(output);
    for (const [key, name] of said.kept) kept.set(key, name);
    if (said.lines.some((line) => line.includes("dropped a torn last line"))) torn += 1;
    if (round > 0) {
      expect(said.lines.some((line) => line.includes("took over the lock"))).toBe(true);
    }
    await expectKept(folder, kept);
  }
  expect(kept.size).toBeGreaterThan(0);
  console.log(`${kept.size} recordings survived 8 kills, ${torn} writers met a torn line`);
});

test("a disk that fills up is a storage error, and nothing that was kept is lost", async () => {
  const folder = join(top, "limited");
  const line = `ulimit -f 2000; exec "$0" "$@"`;
  const done = spawnSync("bash", ["-c", line, process.execPath, ...writerArgs(folder, 0)], {
    encoding: "utf8",
  });
  expect(await refusalsOf(folder, done.stdout)).toBe(8);
});

test("a small file system that is really full ends the same way", async (context: TestContext) => {
  const mount = join(top, "tmpfs");
  mkdirSync(mount);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", mount]);
  if (process.getuid?.() !== 0 || mounted.status !== 0) {
    skipSaying(context, "mounting a tmpfs needs root");
  }
  try {
    const folder = join(mount, "recordings");
    const done = spawnSync(process.execPath, writerArgs(folder, 0), { encoding: "utf8" });
    expect(await refusalsOf(folder, done.stdout)).toBe(8);
  } finally {
    spawnSync("umount", [mount]);
  }
});

/** How many appends were refused, once it is sure that they took nothing with them. */
async function refusalsOf(folder: string, output: string): Promise<number> {
  const { kept, lines } = heard(output);
  const refused = lines.filter((line) => line.startsWith("refused "));
  for (const line of refused) {
    expect(line).toContain("refused storage: ");
    expect(line).toContain("recordings.jsonl: could not be written");
  }
  expect(kept.size).toBeGreaterThan(3);
  expect(readFileSync(join(folder, "recordings.jsonl"), "utf8").endsWith("\n")).toBe(true);
  await expectKept(folder, kept);
  const store = await RecordingStore.open(folder, { lock: lockRun, redact: (text) => text });
  expect(store.notes).toEqual([]);
  await store.close();
  return refused.length;
}

function bytesOf(folder: string): number {
  return statSync(join(folder, "recordings.jsonl"), { throwIfNoEntry: false })?.size ?? 0;
}
