import { openSync } from "node:fs";
import { setTimeout as later } from "node:timers/promises";
import { expect, test } from "vitest";
import { StretchThread } from "../../../../src/datasets/logs/stretches/stretch-thread.ts";
import { readManifest, type Manifest } from "../../../../src/datasets/read-manifest.ts";
import { litellmLog } from "../../../support/log-generators/litellm.ts";
import { aDatasetFolder } from "../dataset-folder.ts";

async function aThread(more: Partial<Manifest> = {}) {
  const folder = aDatasetFolder();
  const text = `${[...litellmLog(200).lines].join("\n")}\n`;
  const log = folder.write("log.jsonl", text);
  const yaml = "dataset: d\nkind: log\nsource: {path: log.jsonl, format: litellm}\n";
  const manifest = await readManifest(folder.write("d.dataset.yaml", yaml));
  const asked = { from: 0, to: text.length, size: text.length, descriptor: openSync(log, "r") };
  return {
    thread: new StretchThread({ ...manifest, ...more }),
    asked: { ...asked, spare: undefined },
  };
}

async function untilFree(thread: StretchThread): Promise<void> {
  while (!thread.isFree) await later(1);
}

test("a thread is free once it has loaded, and has at most three stretches to read", async () => {
  const { thread: reader, asked } = await aThread();
  await using thread = reader;
  expect(thread.isFree).toBe(false);
  await untilFree(thread);
  const answers = [1, 2, 3].map(() => {
    expect(thread.isFree).toBe(true);
    return thread.readStretch(asked);
  });
  expect(thread.isFree).toBe(false);
  for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ lineCount: 200 });
  expect(thread.isFree).toBe(true);
});

test("a thread that fails as it loads says so to whoever asks it", async () => {
  const { thread: reader, asked } = await aThread({ log: undefined });
  await using thread = reader;
  await untilFree(thread);
  await expect(thread.readStretch(asked)).rejects.toThrow("no log of a known format");
});

test("a file that cannot be read is not plain", async () => {
  const { thread: reader, asked } = await aThread();
  await using thread = reader;
  expect(await thread.readStretch({ ...asked, descriptor: 9999 })).toBe("not-plain");
});
