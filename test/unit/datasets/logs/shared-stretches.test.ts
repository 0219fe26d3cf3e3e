import { readSync, renameSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { sharedStretches } from "../../../../src/datasets/logs/stretches/shared-stretches.ts";
import type { StretchAsked } from "../../../../src/datasets/logs/stretches/stretch-reader.ts";
import { aDatasetFolder } from "../dataset-folder.ts";

const notPlain = "not-plain" as const;
const nobody = { isFree: false, readStretch: () => Promise.resolve(notPlain) };

async function kindsIn(path: string): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const { kind } of sharedStretches(nobody, path, 500_000)) {
    kinds.push(kind);
    if (kind === "not-plain") break;
  }
  return kinds;
}

test("a log with a line of many megabytes is left to whoever reads it whole", async () => {
  const text = `${"a\n".repeat(400_000)}${"b".repeat(6_000_000)}\n`;
  const path = aDatasetFolder().write("log.jsonl", text);
  expect(await kindsIn(path)).toEqual(["bytes", "not-plain"]);
});

test("so is one that is gone by now", async () => {
  const path = aDatasetFolder().write("log.jsonl", "");
  expect(await kindsIn(`${path}.gone`)).toEqual(["not-plain"]);
});

test("all threads read the file that was opened, whatever stands in its place by then", async () => {
  const folder = aDatasetFolder();
  const path = folder.write("log.jsonl", "old\n".repeat(10_000));
  const starts: string[] = [];
  const other = {
    isFree: true,
    readStretch: async ({ descriptor, from }: StretchAsked) => {
      const start = Buffer.alloc(3);
      readSync(descriptor, start, 0, 3, from);
      starts.push(start.toString());
      return notPlain;
    },
  };
  for await (const { kind } of sharedStretches(other, path, 1000)) {
    if (kind === "not-plain") break;
    renameSync(folder.write("new.jsonl", "new\n".repeat(20_000)), path);
  }
  expect(new Set(starts)).toEqual(new Set(["old"]));
});

test("whoever stops early closes the file after the other thread's last read of it", async () => {
  const path = aDatasetFolder().write("log.jsonl", "old\n".repeat(10_000));
  const starts: string[] = [];
  const slow = {
    isFree: true,
    readStretch: async ({ descriptor, from }: StretchAsked) => {
      await nextTurn();
      await nextTurn();
      const start = Buffer.alloc(3);
      readSync(descriptor, start, 0, 3, from);
      starts.push(start.toString());
      return notPlain;
    },
  };
  for await (const _first of sharedStretches(slow, path, 1000)) break;
  expect(starts).toHaveLength(8);
  expect(new Set(starts)).toEqual(new Set(["old"]));
});
