import { truncateSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readLog } from "../../../../src/datasets/logs/read-log.ts";
import type { LogSetup, ReadLog } from "../../../../src/datasets/logs/read-log-files.ts";
import { sharedStretches } from "../../../../src/datasets/logs/stretches/shared-stretches.ts";
import { litellmLog } from "../../../support/log-generators/litellm.ts";
import { aDatasetFolder } from "../dataset-folder.ts";
import { readLogOutcome, readStretched, readWhole } from "./a-read-log.ts";

/** With another thread, however small the log is. */
function withThread(stretchBytes: number): (setup: LogSetup) => Promise<ReadLog> {
  return (setup) => readLog(setup, { stretchBytes, leastBytes: 0 });
}

function aLog(content: string | Uint8Array): string {
  const folder = aDatasetFolder();
  folder.write("log.jsonl", content);
  return folder.write(
    "d.dataset.yaml",
    "dataset: d\nkind: log\nsource: {path: log.jsonl, format: litellm}\n",
  );
}

function openThreads(): number {
  return process.getActiveResourcesInfo().filter((kind) => /worker|messageport/i.test(kind)).length;
}

async function expectSame(manifest: string, stretchBytes: number, strict = false) {
  const whole = await readLogOutcome(manifest, readWhole, strict);
  const shared = await readLogOutcome(manifest, withThread(stretchBytes), strict);
  expect(shared).toEqual(whole);
  return shared;
}

const lines = [...litellmLog(3000).lines];

test("another thread reads its share of a log to the same end, and is gone after", async () => {
  const before = openThreads();
  const { end } = await expectSame(aLog(`${lines.join("\n")}\n`), 20_000);
  expect(end).toMatchObject({ problems: [] });
  expect(openThreads()).toBe(before);
});

test("a line may be many stretches long", async () => {
  const long = JSON.stringify({
    id: "long",
    call_type: "completion",
    response_cost: 1,
    startTime: 1_790_931_600,
    messages: [{ role: "user", content: "€".repeat(400_000) }],
  });
  const text = [...lines.slice(0, 300), long, ...lines.slice(300, 600), long].join("\r\n");
  const { rejected } = await expectSame(aLog(text), 10_000);
  expect(rejected).toEqual([
    expect.objectContaining({ line: 602, reason: 'the call "long" stands twice' }),
  ]);
});

test("a row that is nested too deeply is rejected wherever it is read", async () => {
  const depth = 20_000;
  const deep = `{"id":"deep","call_type":"completion","spend":1,"messages":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  const text = [...lines.slice(0, 200), deep, ...lines.slice(200, 400), deep, deep].join("\n");
  const { rejected } = await expectSame(aLog(text), 10_000);
  expect(rejected.map(({ line }) => line)).toEqual([201, 402, 403]);
});

test("where too many rows are errors both stop at the same one", async () => {
  const wrong = lines.map((line) => line.replace('"status":"success"', '"status":"maybe"'));
  const text = Array.from({ length: 5 }, () => wrong.join("\n")).join("\n");
  const manifest = aLog(text);
  const whole = await readLogOutcome(manifest, readWhole, true);
  const shared = await readLogOutcome(manifest, withThread(100_000), true);
  expect(shared.rejected).toEqual(whole.rejected);
  expect(shared.problems).toEqual(whole.problems);
  const { length } = shared.problems as readonly unknown[];
  expect(length).toBeGreaterThanOrEqual(10_000);
  expect(length).toBeLessThan(11_000);
});

test("a byte that is no text is named with its line", async () => {
  const text = Buffer.from(`${lines.join("\n")}\n`);
  const at = text.indexOf("\n", 1_500_000) + 10;
  text[at] = 0xe9;
  const line = text.subarray(0, at).toString("latin1").split("\n").length;
  const { kind, end } = await readLogOutcome(aLog(text), withThread(50_000));
  expect(kind).toBe("failed");
  expect(end).toMatchObject({ problems: [{ line, message: expect.stringContaining("0xE9") }] });
});

test("a log in another encoding is refused while the other thread is still at it", async () => {
  const manifest = aLog(Buffer.from(lines.join("\n"), "utf16le"));
  const { end } = await readLogOutcome(manifest, withThread(50_000));
  expect(end).toMatchObject({ code: "invalid-input", problems: [{ line: 1 }] });
  expect(JSON.stringify(end)).toContain("is UTF-16 (little endian)");
});

test("a log that gets shorter than what was read of it is no whole log", async () => {
  const manifest = aLog(`${lines.join("\n")}\n`);
  const cut = readStretched(async function* (path) {
    const nobody = { isFree: false, readStretch: () => Promise.resolve("not-plain" as const) };
    for await (const stretch of sharedStretches(nobody, path, 50_000)) {
      yield stretch;
      break;
    }
    truncateSync(path, 20_000);
    yield { kind: "not-plain" };
  });
  const { end } = await readLogOutcome(manifest, cut);
  expect(end).toMatchObject({ code: "incomplete" });
  expect(JSON.stringify(end)).toContain("log.jsonl: it got shorter while it was read");
});

test("packed files are read whole, and the plain ones beside them in stretches", async () => {
  const folder = aDatasetFolder();
  folder.write("a.jsonl.gz", gzipSync(lines.slice(0, 500).join("\n")));
  folder.write("b.jsonl", lines.slice(400, 1500).join("\n"));
  folder.write("c.jsonl", lines.slice(1500).join("\n"));
  const manifest = folder.write(
    "d.dataset.yaml",
    "dataset: d\nkind: log\nsource: {path: [a.jsonl.gz, b.jsonl, c.jsonl], format: litellm}\n",
  );
  const { rejected } = await expectSame(manifest, 20_000);
  // Rows that stand in both, but for calls that are none: those have ids that nobody counts.
  expect(rejected.length).toBeGreaterThan(90);
  expect(rejected.every(({ reason }) => reason.endsWith("stands twice"))).toBe(true);
});
